import { chmodSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DESCRIPTION, PR1_DESCRIPTION } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, file, read, path } = createWorkbench();

const WITHOUT_REPOSITORY = PR1_DESCRIPTION.replace(/- type: helm\.v3/, '- type: compose').replace(
  /properties: .*/,
  'properties: { packageLocation: https://packages.example.com/hello.tar.gz }',
);
const DECISIONS = 'components: { hello: { repository: oci://registry.example.com/hello, revision: 1.0.0 } }\n';

describe('margo convert', () => {
  it('prints the document in the current revision with its comments, and the report beside it', async () => {
    const { code, out, err } = await margo(['convert', file('old.yaml', PR1_DESCRIPTION)]);
    expect(code).toBe(0);
    expect(out).toMatch(/^apiVersion: v1\nid: com-example-hello\nmetadata:\n {2}name: Hello\n/);
    expect(out).toContain('version: 1.0.0 # first');
    expect(out).toContain('- name: hello # the only one');
    expect(err).toContain('changed  D-07  metadata.id → id:');
    expect(err).toMatch(/old\.yaml: ApplicationDescription from pr1 to rc3: \d changed, 0 lost, 0 to decide; valid\n$/);
    expect((await margo(['validate', '-'], { stdin: out })).out).toContain('valid ApplicationDescription of rc3');
  });

  it('reads standard input', async () => {
    const { code, out } = await margo(['convert', '-'], { stdin: PR1_DESCRIPTION });
    expect(code).toBe(0);
    expect(out).toContain('apiVersion: v1\n');
  });

  it('leaves a document of the current revision as it is', async () => {
    const { code, out } = await margo(['convert', file('new.yaml', DESCRIPTION)]);
    expect(code).toBe(0);
    expect(out).toBe(DESCRIPTION);
  });

  it('ends with 1 when something is to be decided, and says how', async () => {
    const { code, err } = await margo(['convert', file('old.yaml', WITHOUT_REPOSITORY)]);
    expect(code).toBe(1);
    expect(err).toContain('decide   D-16  ');
    expect(err).toContain('    components:\n      hello:\n        repository: oci://');
    expect(err).toContain('margo convert old.yaml --decide FILE');
  });

  it('takes the answers from a file', async () => {
    file('old.yaml', WITHOUT_REPOSITORY);
    const { code, out } = await margo(['convert', 'old.yaml', '--decide', file('decisions.yaml', DECISIONS)]);
    expect(code).toBe(0);
    expect(out).toContain('repository: oci://registry.example.com/hello');
  });

  it('writes over the file only when nothing is left to do, and keeps its mode', async () => {
    file('old.yaml', WITHOUT_REPOSITORY);
    chmodSync(path('old.yaml'), 0o640);
    const left = await margo(['convert', 'old.yaml', '--write']);
    expect(left).toMatchObject({ code: 1, out: '' });
    expect(left.err).toContain('old.yaml stays as it is');
    expect(read('old.yaml')).toBe(WITHOUT_REPOSITORY);
    file(
      'decisions.json',
      JSON.stringify({ components: { hello: { repository: 'oci://r.example.com/h', revision: '1.0.0' } } }),
    );
    const done = await margo(['convert', 'old.yaml', '--write', '--decide', 'decisions.json']);
    expect(done).toMatchObject({ code: 0, out: '' });
    expect(read('old.yaml')).toContain('oci://r.example.com/h');
    expect(statSync(path('old.yaml')).mode & 0o777).toBe(0o640);
  });

  it('writes what it has into another file', async () => {
    const { code, out, err } = await margo(['convert', file('old.yaml', PR1_DESCRIPTION), '-o', 'new.yaml']);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('Wrote new.yaml.');
    expect(read('new.yaml')).toContain('apiVersion: v1\n');
    expect(read('old.yaml')).toBe(PR1_DESCRIPTION);
  });

  it('goes back to the signed revision', async () => {
    const { out } = await margo(['convert', file('new.yaml', DESCRIPTION), '--to', 'rc2-signed']);
    expect(out).toMatch(/^apiVersion: margo\.org\/v1-alpha1\nkind: ApplicationDescription\n/);
  });

  it('goes back to PR1', async () => {
    const { out } = await margo(['convert', file('new.yaml', DESCRIPTION), '--to', 'pr1']);
    expect(out).toMatch(/^apiVersion: margo\.org\/v1-alpha1\nkind: ApplicationDescription\nmetadata:\n {2}id: /);
  });

  it.each([
    ['a gateway that hosts nothing', {}],
    [
      'a device that deploys custom things only',
      { supportedRuntimes: ['custom'], supportedDeploymentTypes: ['custom'] },
    ],
  ])('shows answers for %s that goes back to PR1, and they are good ones', async (_what, more) => {
    const offered = {
      ...{ cpus: [{ cores: 4 }], memory: '8Gi', storage: '64Gi', peripherals: [], interfaces: [], otelCollector: true },
      ...more,
    };
    const identity = { id: 'edge-1', vendor: 'Example', modelNumber: 'E1', serialNumber: '1' };
    const isHost = Object.keys(more).length > 0;
    const properties = { ...identity, ...(isHost && offered) };
    const call = ['convert', file('capabilities.json', JSON.stringify({ properties })), '--to', 'pr1'];
    const asked = await margoJson(call);
    expect(asked.code).toBe(1);
    const done = await margo([...call, '--decide', file('decisions.yaml', asked.answer.decisions)]);
    expect(done.code).toBe(0);
    expect(JSON.parse(done.out).properties.roles).toEqual(['Standalone Device']);
  });

  it('answers in JSON for programs', async () => {
    const { code, answer } = await margoJson(['convert', file('old.yaml', WITHOUT_REPOSITORY)]);
    expect(code).toBe(1);
    expect(answer).toMatchObject({ kind: 'ApplicationDescription', from: 'pr1', to: 'rc3', valid: false });
    expect(answer.changed).toContainEqual({ delta: 'D-07', from: 'metadata.id', to: 'id', what: expect.any(String) });
    expect(answer.decide).toMatchObject([{ delta: 'D-16', question: expect.any(String) }]);
    expect(answer.issues).toContainEqual(expect.objectContaining({ code: 'AD-20', line: expect.any(Number) }));
    expect(answer.text).toContain('apiVersion: v1\n');
  });

  it.each([
    ['is no YAML', 'a: ['],
    ['is empty', ''],
    ['is too long', '#'.repeat(1_048_577)],
  ])('converts nothing of a text that %s, and writes nothing', async (_what, text) => {
    const call = ['convert', file('broken.yaml', text), '-o', 'out.yaml'];
    const { code, out, err } = await margo(call);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^broken\.yaml:\d+:\d+ error AD-01 /);
    expect(err).not.toContain('from rc3 to rc3');
    expect(() => read('out.yaml')).toThrow('ENOENT');
    const { answer } = await margoJson(call);
    expect(answer.files[0]).toMatchObject({ file: 'broken.yaml', valid: false, issues: [{ code: 'AD-01' }] });
  });

  it.each([
    [['convert'], 'needs a file'],
    [['convert', 'a.yaml', 'b.yaml'], 'does not know what to do with b.yaml'],
    [['convert', 'missing.yaml'], 'Cannot read missing.yaml: there is no such file.'],
    [['convert', '-', '--to', 'rc2-mtls'], 'rc3'],
    [['convert', '-', '--to', 'rc3x'], 'Did you mean rc3?'],
    [['convert', '-', '--write'], 'Standard input cannot be written over.'],
    [['convert', '-', '-o', 'nowhere/x.yaml'], 'Cannot write nowhere/x.yaml: there is no such folder.'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv, { stdin: DESCRIPTION });
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  it.each([
    ['component: {}', 'Did you mean components?'],
    ['profileIds: my-app', 'profileIds must be a list of texts.'],
    ['components: { hello: { repo: x } }', 'components must be a mapping of names'],
    ['- a', 'must hold a mapping'],
    ['a: [', 'decisions.yaml:1:'],
  ])('refuses the decisions %j', async (decisions, said) => {
    file('decisions.yaml', decisions);
    const { code, err } = await margo(['convert', '-', '--decide', 'decisions.yaml'], { stdin: PR1_DESCRIPTION });
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});

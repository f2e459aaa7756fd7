import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { main, terminalOf } from '@margo-sdk/cli';
import { readInput } from '../../src/input/read-input.js';
import { DESCRIPTION, PR1_DESCRIPTION } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, file, path } = createWorkbench();

const valid = join(import.meta.dirname, '../../../../examples/two-charts/margo.yaml');

describe('margo validate', () => {
  it('ends with 0 for valid files, and names kind and revision', async () => {
    const { code, out } = await margo(['validate', valid]);
    expect(code).toBe(0);
    expect(out).toMatch(/valid ApplicationDescription of rc3, 0 errors, 0 warnings, 1 info\n$/);
  });

  it('shows the source line, a caret below the place, and a hint; ends with 1', async () => {
    const { code, out } = await margo(['validate', file('margo.yaml', 'apiVersion: v2\nid: com-example\n')]);
    expect(code).toBe(1);
    expect(out).toContain(
      [
        'margo.yaml:1:1 error AD-02 apiVersion must be v1, but it is "v2".',
        '  1 | apiVersion: v2',
        '    | ^',
        '  hint: Write apiVersion: v1.',
      ].join('\n'),
    );
    expect(out).toMatch(/invalid ApplicationDescription of rc3, 3 errors/);
  });

  it('says of an older revision what gives it away, and what to do', async () => {
    const { code, out } = await margo(['validate', file('old.yaml', PR1_DESCRIPTION)]);
    expect(code).toBe(0);
    expect(out).toMatch(/old\.yaml: valid ApplicationDescription of pr1, .*\n {2}pr1: The id stands in metadata/);
    expect(out).toMatch(/hint: margo convert old\.yaml brings it to rc3\.\n$/);
  });

  it('offers no conversion where the current revision has no such document', async () => {
    const { out } = await margo(['validate', file('ca.json', '{"certificate": "x"}')]);
    expect(out).toMatch(/hint: rc3 has no (CACertificate|Onboarding\w+)\.\n$/);
  });

  it('says that nothing tells what a document is, rather than only what it is not', async () => {
    file('compose.yaml', 'services: { web: { image: nginx } }\n');
    const { out } = await margo(['validate', 'compose.yaml']);
    expect(out).toMatch(/ {2}The document has no member that tells its kind\.\n {2}hint: .* --kind\.\n$/);
    const known = await margo(['validate', 'compose.yaml', '--kind', 'ApplicationDescription']);
    expect(known.out).toMatch(/0 info\n$/);
  });

  it('says that --fix puts right what can be, and does so', async () => {
    file('margo.yaml', DESCRIPTION.replace('version: 1.0.0 # first', 'version: 1.0'));
    const { out } = await margo(['validate', 'margo.yaml']);
    expect(out).toMatch(/hint: margo validate --fix margo\.yaml puts 1 of these right\.\n$/);
    expect((await margo(['validate', '--fix', 'margo.yaml'])).out).not.toContain('--fix');
  });

  it('holds a document to the kind and the revision that are given', async () => {
    const given = await margo(['validate', file('old.yaml', PR1_DESCRIPTION), '--revision', 'rc2-signed']);
    expect(given.out).toMatch(/hint: margo convert old\.yaml --from rc2-signed brings it to rc3\.\n$/);
    expect((await margo(['validate', 'old.yaml', '--revision', 'rc3'])).out).toContain('error AD-06');
    const other = await margo(['validate', 'old.yaml', '--kind', 'StateManifest']);
    expect(other.out).toContain('invalid StateManifest');
  });

  it('counts warnings as errors when it is asked to', async () => {
    file('margo.yaml', DESCRIPTION);
    expect(await margo(['validate', 'margo.yaml'])).toMatchObject({ code: 0 });
    const strict = await margo(['validate', 'margo.yaml', '--strict']);
    expect(strict).toMatchObject({
      code: 1,
      out: expect.stringContaining('margo.yaml: invalid ApplicationDescription'),
    });
    expect(await margo(['validate', valid, '--strict'])).toMatchObject({ code: 0 });
  });

  it('checks every file and ends with 1 when one is invalid', async () => {
    const { code, out } = await margo(['validate', valid, file('margo.yaml', 'a: [')]);
    expect(code).toBe(1);
    expect(out).toContain('valid ApplicationDescription');
    expect(out).toContain('error AD-01');
  });

  it('reads standard input', async () => {
    const { code, out } = await margo(['validate', '-'], { stdin: DESCRIPTION });
    expect(code).toBe(0);
    expect(out).toContain('-: valid ApplicationDescription of rc3');
  });

  it('answers in JSON for programs', async () => {
    const { code, answer } = await margoJson(['validate', file('margo.yaml', 'parameters: []')]);
    expect(code).toBe(1);
    expect(answer.files).toMatchObject([
      {
        file: 'margo.yaml',
        kind: 'ApplicationDescription',
        revision: 'rc3',
        because: expect.any(String),
        valid: false,
      },
    ]);
    expect(answer.files[0].issues).toContainEqual({
      code: 'PM-01',
      path: 'parameters',
      line: 1,
      column: 1,
      severity: 'error',
      message: 'parameters must be a mapping, but it is a list.',
      hint: expect.any(String),
    });
  });

  it.each([
    [['validate'], 'at least one file'],
    [['validate', '--format', 'xml', 'x'], '--format is xml, but must be one of pretty, json, sarif.'],
    [['validate', '--frmat', 'json', 'x'], 'Did you mean --format?'],
    [['validate', '--kind', 'x'], 'margo validate needs at least one file'],
    [['validate', 'x', '--kind'], 'The option --kind needs a value.'],
    [['validate', 'x', '--kind', '--strict'], 'Write --kind=--strict'],
    [['validate', 'x', '--strict=yes'], 'The option --strict takes no value.'],
    [['validate', 'x', '--kind', 'StatManifest'], 'Did you mean StateManifest?'],
    [['validate', '/nowhere/margo.yaml'], 'Cannot read /nowhere/margo.yaml: there is no such file'],
    [['validate', 'nothing/**/*.yaml'], 'Cannot read nothing/**/*.yaml: no file matches this pattern'],
    [['validate', tmpdir()], 'it is a folder; name a file in it, or write a pattern such as "folder/*.yaml"'],
    [['validate', valid, '--kind', 'SpiffeBundle', '--revision', 'pr1'], 'There is no SpiffeBundle in revision pr1'],
    [['valdate'], 'Did you mean validate?'],
    [['--format', 'json'], 'Options stand behind the command'],
    [[], 'A command is missing'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  it('does not let a file that cannot be read hide the others', async () => {
    const pretty = await margo(['validate', '/nowhere/margo.yaml', valid]);
    expect(pretty).toMatchObject({ code: 2, out: expect.stringContaining('valid ApplicationDescription') });
    const { code, answer } = await margoJson(['validate', '/nowhere/margo.yaml', valid]);
    expect(code).toBe(2);
    expect(answer).toMatchObject({
      files: [
        { file: '/nowhere/margo.yaml', valid: false, unread: 'there is no such file', issues: [] },
        { file: valid, valid: true },
      ],
    });
  });

  it('reads no more of a file than a document can have', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536, '#');
      })(),
    );
    const source = { stdin: endless, folder: '.', signal: new AbortController().signal };
    const input = await readInput('-', source);
    expect(input.ok && input.bytes.length).toBe(1_048_577);
    const { code, out } = await margo(['validate', file('margo.yaml', '#'.repeat(2_000_000))]);
    expect(code).toBe(1);
    expect(out).toContain('longer than 1048576 bytes');
  });

  it('never sends control characters of a file, or of its name, to the terminal', async () => {
    file('a\u001b[31m.yaml', 'apiVersion: "\u001b[31mred"\nid: x\u202e\n');
    const { out } = await margo(['validate', '*.yaml', path('nothing\u009b')]);
    expect(out).toContain('.yaml:1:1 error AD-02');
    expect(out).not.toMatch(/[\u001b\u202e\u009b]/); // eslint-disable-line no-control-regex
  });
});

describe('patterns', () => {
  it('stand for the files that they match, in order, each once', async () => {
    for (const name of ['apps/b/margo.yaml', 'apps/a/margo.yaml', 'node_modules/c/margo.yaml']) file(name, DESCRIPTION);
    const { code, answer } = await margoJson(['validate', 'apps/b/margo.yaml', '**/margo.yaml']);
    expect(code).toBe(0);
    expect(answer.files.map((one: { file: string }) => one.file)).toEqual(['apps/b/margo.yaml', 'apps/a/margo.yaml']);
  });

  it('are names where a file has that name', async () => {
    expect((await margo(['validate', file('[draft].yaml', DESCRIPTION)])).code).toBe(0);
  });
});

describe('margo', () => {
  it('prints its version', async () => {
    expect((await margo(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('prints help and ends with 0', async () => {
    expect(await margo(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') });
    expect((await margo(['help', 'convert'])).out).toBe((await margo(['convert', '--help'])).out);
  });

  it('stops when it is told to, with the reason as exit code', async () => {
    const stopping = new AbortController();
    stopping.abort(130);
    const { code, err } = await margo(['validate', valid], { signal: stopping.signal });
    expect({ code, err }).toEqual({ code: 130, err: '' });
  });

  it('stops between the files, and nothing is left that nobody waits for', async () => {
    const stopping = new AbortController();
    const reading = readInput(valid, { stdin: Readable.from([]), folder: '.', signal: stopping.signal });
    stopping.abort(141);
    await expect(reading).rejects.toBe(141);
  });

  it('stops waiting for standard input when it is told to', async () => {
    const stopping = new AbortController();
    const silent = new Readable({ read: () => {} });
    const terminal = terminalOf({ stdout: { write: () => true }, stderr: { write: () => true }, env: {} });
    const ended = main(['validate', '-'], terminal, stopping.signal, { stdin: silent });
    stopping.abort(143);
    expect(await ended).toBe(143);
  });
});

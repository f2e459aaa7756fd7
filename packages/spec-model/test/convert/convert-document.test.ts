import { convertDocument, REVISIONS } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { description } from '../documents.js';
import { GENERATED, sampleOf } from './samples/samples.js';

const OLD = `# Our application
apiVersion: margo.org/v1-alpha1
kind: application # it is one
metadata:
  # never change it
  id: com-example-hello
  name: "Hello"
  version: "1.0.0"   # quoted
  catalog: { organization: [{ name: Example }] }

deploymentProfiles:
    - type: docker-compose
      components:
      - name: hello
        properties:
          packageLocation: https://example.com/hello.tar.gz
          timeout: 5m # enough
parameters:
  password:
    value: s3cret
    targets: [{ pointer: ENV.PASSWORD, components: [hello] }]
`;

describe('convertDocument', () => {
  it('keeps comments, quotes and indentation', () => {
    const { kind, from, to, text } = convertDocument(OLD);
    expect({ kind, from, to }).toEqual({ kind: 'ApplicationDescription', from: 'predraft-2024-10', to: 'rc3' });
    for (const kept of [
      '# Our application\n',
      'version: "1.0.0"   # quoted\n',
      '  catalog: { organization: [{ name: Example }] }\n\ndeploymentProfiles:\n    - type: compose\n',
      '          timeout: 5m0s # enough\n',
      '    targets: [{ pointer: PASSWORD, components: [hello] }]\n',
    ]) {
      expect(text).toContain(kept);
    }
    expect(text).toContain('\nid: com-example-hello\n');
    expect(text).not.toContain('kind:');
  });

  it('is not content with what a person has to decide, and says so by the rules', () => {
    const { ok, report, issues, text } = convertDocument(OLD);
    expect(ok).toBe(false);
    expect(report.decide.map(({ delta }) => delta)).toEqual(['D-04', 'D-16']);
    const line = text.split('\n').findIndex((one) => one.includes('packageLocation')) + 1;
    expect(issues).toContainEqual(expect.objectContaining({ rule: 'AD-21', line }));
    expect(issues.map(({ rule }) => rule)).toContain('AD-20');
    expect(JSON.stringify(report)).not.toContain('s3cret');
  });

  it('writes a text anew where an alias repeats what moves', () => {
    const aliased = OLD.replace('id: com-example-hello', 'id: &id com-example-hello').replace(
      'name: "Hello"',
      'name: *id',
    );
    const { text, value } = convertDocument(aliased, { maxAliases: 1 });
    expect(parse(text)).toEqual(value);
    expect(value).toMatchObject({ id: 'com-example-hello', metadata: { name: 'com-example-hello' } });
  });

  it('says nothing of members that stay as they are', () => {
    const between = `${OLD.replace('kind: application #', 'kind: ApplicationDescription #')}`.replace(
      '  id:',
      '  note:',
    );
    const { report, text } = convertDocument(between, { from: 'rc2-mtls', to: 'rc2-signed' });
    expect(text).toBe(between);
    expect(report.changed).toEqual([]);
  });

  it('is content when it is decided', () => {
    const { ok, report, text, value } = convertDocument(OLD, {
      decisions: {
        profileIds: ['hello-compose'],
        components: { hello: { repository: 'oci://registry.example/hello', revision: '1.0.0' } },
      },
    });
    expect(ok).toBe(true);
    expect(report.decide).toEqual([]);
    expect(report.lost.map(({ path }) => path.at(-1))).toEqual(['packageLocation']);
    expect(parse(text)).toEqual(value);
  });

  it('leaves the text of a current document alone, byte for byte', () => {
    const text = `# mine\n${stringify(description())}`;
    expect(convertDocument(text)).toMatchObject({ text, ok: true, report: { changed: [], lost: [], decide: [] } });
    expect(convertDocument(new TextEncoder().encode(text)).text).toBe(text);
  });

  it('keeps JSON as JSON', () => {
    const text = '{\n  "error": "Invalid",\n  "message": "Too short."\n}\n';
    const result = convertDocument(text, { kind: 'ProblemDetail', from: 'rc2-signed', decisions: { status: 400 } });
    expect(JSON.parse(result.text)).toEqual({
      type: 'about:blank',
      title: 'Invalid',
      status: 400,
      detail: 'Too short.',
    });
    expect(result).toMatchObject({ ok: true, text: expect.stringContaining('\n  "title": "Invalid"') });
  });

  it('keeps numbers that are larger than JavaScript can count', () => {
    const text = '{"deploymentId":"a3e2f5dc-912e-494f-8395-52cf3769bc06","status":{"state":"pending"},"components":[]}';
    const decisions = { adoptedManifestVersion: 18446744073709551615n };
    const result = convertDocument(text, { kind: 'DeploymentStatusManifest', from: 'rc2-signed', decisions });
    expect(result.text).toContain('18446744073709551615');
    expect(result.ok).toBe(true);
  });

  it('goes back to rc2-signed', () => {
    const helm = { ...description(), deploymentProfiles: [description().deploymentProfiles[0]] };
    helm.parameters = {};
    delete helm.configuration;
    const { text, ok } = convertDocument(stringify(helm), { to: 'rc2-signed' });
    expect(text.startsWith('apiVersion: margo.org/v1-alpha1\nkind: ApplicationDescription\n')).toBe(true);
    expect(ok).toBe(true);
  });

  it.each(['', 'a: [', '- a\n- b\n', '5', '\ud800'])('has nothing to convert in %j', (text) => {
    const result = convertDocument(text, { from: 'pr1' });
    expect(result).toMatchObject({ ok: false, text, report: { changed: [], lost: [], decide: [] } });
    expect(result.issues.length).toBeGreaterThan(0);
  });

  it('says when the bytes are no text', () => {
    expect(convertDocument(new Uint8Array([0xff]))).toMatchObject({ ok: false, issues: [{ rule: 'AD-01' }] });
  });

  it('keeps to the limits that it is given', () => {
    expect(convertDocument(OLD, { maxBytes: 10 })).toMatchObject({ ok: false, value: undefined });
  });

  it('does not convert what rc3 does not have', () => {
    const text = '{"apiVersion":"onboarding.margo.org/v1alpha1","kind":"OnboardingRequest","certificate":"AA=="}';
    expect(() => convertDocument(text)).toThrow(expect.objectContaining({ code: 'ERR_CONVERSION_UNKNOWN' }));
  });
});

describe.each(GENERATED)('the text of any %s', (name) => {
  it.each(REVISIONS)('of %s says what the value says, and stays as it is when it is converted again', (revision) => {
    if (name === 'StateManifest' && revision === 'predraft-2024-10') return;
    fc.assert(
      fc.property(sampleOf(name, revision), fc.boolean(), ({ document, decisions }, decided) => {
        const yaml = name.startsWith('Application');
        const source = yaml ? stringify(document, { aliasDuplicateObjects: false }) : JSON.stringify(document, null, 2);
        const answers = decided ? decisions : {};
        const once = convertDocument(source, { kind: name, from: revision, decisions: answers });
        expect(yaml ? parse(once.text) : JSON.parse(once.text)).toEqual(once.value);
        const again = convertDocument(once.text, { kind: name, decisions: answers });
        expect(again.text).toBe(once.text);
        expect(again.ok).toBe(once.ok);
        if (decided && name !== 'StateManifest') expect(once).toMatchObject({ ok: true, report: { decide: [] } });
      }),
      { numRuns: 12 },
    );
  });
});

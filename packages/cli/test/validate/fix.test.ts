import { describe, expect, it } from 'vitest';
import { DESCRIPTION, PR1_DESCRIPTION } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, file, read } = createWorkbench();

const BROKEN = DESCRIPTION.replace('apiVersion: v1', 'apiVersion: 1.0.0-rc.3 # new\nkind: ApplicationDescription')
  .replace('version: 1.0.0 # first', 'version: 1.0 # first')
  .replace('id: hello-helm', 'id: hello-helm\n    deviceConstraints: { capacityRequirements: { memory: 1Gi } }')
  .replace('revision: 1.0.0 }', 'revision: 1.0.0, wait: "true", timeout: 1h5m }')
  .replace('pointer: TEXT', 'pointer: ENV.TEXT');

describe('margo validate --fix', () => {
  it('puts right what can be meant in one way only, and leaves the rest as it is', async () => {
    const { code, out } = await margo(['validate', '--fix', file('margo.yaml', BROKEN)]);
    expect(code).toBe(0);
    expect(read('margo.yaml')).toBe(
      BROKEN.replace('1.0.0-rc.3 # new\nkind: ApplicationDescription', 'v1 # new')
        .replace('version: 1.0 #', 'version: "1.0" #')
        .replace('"true", timeout: 1h5m', 'true, timeout: 65m0s')
        .replace('ENV.TEXT', 'TEXT'),
    );
    expect(out).toContain('margo.yaml:1:1 fixed AD-02 apiVersion\n');
    expect(out).toContain('margo.yaml:6:3 fixed AD-08 metadata.version\n');
    expect(out).toMatch(/margo\.yaml: valid ApplicationDescription of rc3, 0 errors/);
    expect((await margo(['validate', '--fix', 'margo.yaml'])).out).not.toContain('fixed');
  });

  it('tells programs what it did', async () => {
    const { answer } = await margoJson(['validate', '--fix', file('margo.yaml', BROKEN)]);
    expect(answer.files[0].valid).toBe(true);
    expect(answer.files[0].fixed.map(({ code }: { code: string }) => code).sort()).toEqual([
      'AD-02',
      'AD-05',
      'AD-08',
      'AD-23',
      'AD-24',
      'PM-06',
    ]);
  });

  it.each([
    ['what can be meant in several ways', DESCRIPTION.replace('id: com-example-hello', 'id: Com Example')],
    ['a version that is not there', DESCRIPTION.replace('1.0.0 # first', '')],
    ['a time that is none', DESCRIPTION.replace('revision: 1.0.0 }', 'revision: 1.0.0, timeout: soon }')],
    ['what conversion puts right', PR1_DESCRIPTION],
    ['what cannot be read', 'a: ['],
  ])('does not touch %s', async (_what, text) => {
    const { out } = await margo(['validate', '--fix', file('margo.yaml', text)]);
    expect(out).not.toContain('fixed');
    expect(read('margo.yaml')).toBe(text);
  });

  it('puts quotes around a version in every revision, because a conversion does not guess', async () => {
    const broken = PR1_DESCRIPTION.replace('1.0.0 # first', '1.0 # first');
    const { code, out } = await margo(['validate', '--fix', file('margo.yaml', broken)]);
    expect(code).toBe(0);
    expect(out).toContain('fixed AD-08 metadata.version\n');
    expect(read('margo.yaml')).toBe(PR1_DESCRIPTION.replace('1.0.0 # first', '"1.0" # first'));
  });

  it('refuses standard input', async () => {
    const { code, err } = await margo(['validate', '--fix', '-'], { stdin: BROKEN });
    expect(code).toBe(2);
    expect(err).toContain('name a file');
  });
});

import { existsSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEPLOYMENT, DESCRIPTION } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, file, path } = createWorkbench();

const [ONE, TWO] = ['a3e2f5dc-912e-494f-8395-52cf3769bc06', '7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11'];
const publish = (...argv: string[]) => margo(['publish', '--client', 'edge-1', ...argv]);
const publishJson = (...argv: string[]) => margoJson(['publish', '--client', 'edge-1', ...argv]);

beforeEach(async () => {
  await margo(['pki', 'init']);
  file('one.yaml', DEPLOYMENT);
  file('two.yaml', DEPLOYMENT.replace(ONE, TWO));
});

describe('margo publish', () => {
  it('publishes exactly what is in the files, and says what is different (DS-07, DS-24)', async () => {
    const first = await publish('one.yaml', 'two.yaml');
    expect(first.code).toBe(0);
    expect(first.out).toMatch(
      /^Manifest 1 is in force for spiffe:\/\/factory\.example\/margo\/wfm\/line-1\/client\/edge-1\.\n {2}\+ 7c1f.* on edge-1 added\n {2}\+ a3e2.* on edge-1 added\n {2}ETag "sha256:[0-9a-f]{64}"\n$/,
    );
    file('one.yaml', DEPLOYMENT.replaceAll('1.0.0', '1.1.0'));
    const { answer } = await publishJson('one.yaml');
    expect(answer).toMatchObject({
      manifestVersion: 2,
      changed: true,
      added: [],
      updated: [{ deploymentId: ONE, deviceId: 'edge-1' }],
      removed: [{ deploymentId: TWO, deviceId: 'edge-1' }],
      unchanged: 0,
    });
  });

  it('takes patterns, and standard input', async () => {
    expect((await publishJson('*.yaml')).answer.added).toHaveLength(2);
    const { out } = await margo(['publish', '--client', 'edge-1', '-'], { stdin: DEPLOYMENT });
    expect(out).toContain('Manifest 2');
  });

  it('takes no version for what changes nothing', async () => {
    const { answer } = await publishJson('one.yaml');
    const again = await publishJson('one.yaml');
    expect(again.answer).toMatchObject({ manifestVersion: 1, changed: false, etag: answer.etag, unchanged: 1 });
    expect((await publish('one.yaml')).out).toContain('Nothing changed: manifest 1 is in force');
  });

  it('changes single deployments and leaves everything else', async () => {
    await publish('one.yaml');
    expect((await publishJson('--set', 'two.yaml')).answer).toMatchObject({
      added: [{ deploymentId: TWO }],
      unchanged: 1,
    });
    expect((await publishJson('--remove', ONE)).answer).toMatchObject({
      removed: [{ deploymentId: ONE }],
      unchanged: 1,
    });
    expect((await publishJson('--nothing')).answer).toMatchObject({ removed: [{ deploymentId: TWO }], unchanged: 0 });
  });

  it('rises above what devices have seen, also where no number of a script can (M-26)', async () => {
    expect((await publish('one.yaml', '--min-version', '7')).out).toContain('Manifest 7 ');
    const { answer } = await publishJson('two.yaml', '--min-version', '18446744073709551615');
    expect(answer.manifestVersion).toBe('18446744073709551615');
  });

  it('says where a file is wrong, and publishes nothing', async () => {
    file('two.yaml', DEPLOYMENT.replace(', deviceId: edge-1', ''));
    const { code, out, err } = await publish('one.yaml', 'two.yaml');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('two.yaml:2:1 error AX-02 metadata.deviceId is missing.');
    expect(existsSync(path('.margo/fleet.db'))).toBe(false);
    const { answer } = await publishJson('two.yaml');
    expect(answer.files).toMatchObject([{ file: 'two.yaml', valid: false }]);
  });

  it('does not publish what only a reader puts up with (AX-08)', async () => {
    file('one.yaml', `apiVersion: v1\n${DEPLOYMENT}`);
    const { code, err } = await publish('one.yaml');
    expect(code).toBe(1);
    expect(err).toContain('AX-08');
  });

  it.each([
    [['publish', 'one.yaml'], 'needs --client'],
    [['publish', '--client', 'edge-1'], 'If the client shall run nothing, say --nothing.'],
    [['publish', '--client', 'edge-1', 'one.yaml', '--remove', ONE], 'exclude each other'],
    [['publish', '--client', 'edge-1', '--nothing', '--set', 'one.yaml'], 'exclude each other'],
    [['publish', '--client', 'edge-1', '--remove', 'hello'], '--remove: '],
    [['publish', '--client', 'edge/1', 'one.yaml'], '--client: '],
    [['publish', '--client', 'spiffe://factory.example/margo/wfm/line-1', 'one.yaml'], 'is not the id of a client'],
    [['publish', '--client', 'edge-1', '--folder', 'elsewhere', 'one.yaml'], 'Give the whole id'],
    [['publish', '--client', 'edge-1', '--store', 'elsewhere.db', 'one.yaml'], 'There is no fleet store'],
    [['publish', '--client', 'edge-1', '--min-version', '-1', 'one.yaml'], 'needs a value'],
    [['publish', '--client', 'edge-1', '--min-version', '18446744073709551616', 'one.yaml'], 'must be a number'],
    [['publish', '--client', 'edge-1', 'none.yaml'], 'there is no such file'],
    [['publish', '--client', 'edge-1', 'none*.yaml'], 'No file matches none*.yaml.'],
    [['publish', '--client', 'edge-1', 'app.yaml'], 'holds the kind ApplicationDescription'],
  ])('ends with 2 for %j', async (argv, said) => {
    file('app.yaml', DESCRIPTION);
    const { code, err } = await margo(argv);
    expect(err).toContain(said);
    expect(code).toBe(2);
    expect(existsSync(path('.margo/fleet.db'))).toBe(false);
  });

  it('does not begin a store of its own where somebody has another file', async () => {
    file('notes.db', 'no database at all');
    const { code, err } = await publish('--store', 'notes.db', 'one.yaml');
    expect(code).toBe(1);
    expect(err).toContain('notes.db');
  });
});

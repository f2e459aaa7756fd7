import { beforeEach, describe, expect, it } from 'vitest';
import { DEPLOYMENT } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, begin, file } = createWorkbench();

const ID = 'a3e2f5dc-912e-494f-8395-52cf3769bc06';
const publish = (client: string, ...argv: string[]) => margo(['publish', '--client', client, ...argv]);

beforeEach(async () => {
  await margo(['pki', 'init']);
  file('d.yaml', DEPLOYMENT);
});

describe('margo status', () => {
  it('shows a row for each deployment and device of all clients, and ends with 1 until they have converged', async () => {
    await publish('edge-1', 'd.yaml');
    await publish('edge-2', '--nothing');
    const { code, out } = await margo(['status']);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'client  deployment                            device  state   wanted since  reported  silent',
      `edge-1  ${ID}  edge-1  unseen  1             -         no`,
      '',
    ]);
    expect(await margo(['status', '--client', 'edge-2'])).toMatchObject({
      code: 0,
      out: 'spiffe://factory.example/margo/wfm/line-1/client/edge-2 is to run nothing, by manifest 1.\n',
    });
    expect((await margo(['status', '--client', 'edge-3'])).out).toContain('Nothing was published to spiffe:');
  });

  it('counts as silent who was not heard for as long as somebody says (L-24)', async () => {
    await publish('edge-1', 'd.yaml');
    const { answer } = await margoJson(['status', '--silent-after', '1ms']);
    expect(answer.rows).toMatchObject([{ deploymentId: ID, silent: true, lastHeardAt: null }]);
    expect((await margoJson(['status', '--silent-after', '1h'])).answer.rows).toMatchObject([{ silent: false }]);
  });

  it('watches from another process what changes, a line each in a pipe', async () => {
    await publish('edge-1', 'd.yaml');
    const status = begin(['status', '--watch']);
    await status.line(new RegExp(`edge-1: ${ID} on edge-1 is unseen \\(wanted since 1, reported -\\)\n`));
    await publish('edge-1', '--nothing');
    await publish('edge-1', 'd.yaml');
    await status.line(/unseen \(wanted since 3, reported -\)\n/);
    const { code, out } = await status.stop();
    expect(code).toBe(143);
    expect(out).not.toContain('\u001b');
  });

  it('draws the table anew on a terminal', async () => {
    await publish('edge-1', 'd.yaml');
    const status = begin(['status', '--watch'], { interactive: true });
    await status.line(/^\u001b\[H\u001b\[2Jclient .*\nedge-1 .* unseen .*\n$/); // eslint-disable-line no-control-regex
    await publish('edge-1', '--nothing');
    await status.line(/2Jclient [^\n]*\nedge-1 [^\n]* unseen +- [^\n]*\n$/);
  });

  it('watches in lines of JSON for programs', async () => {
    await publish('edge-1', 'd.yaml');
    const status = begin(['status', '--watch', '--format', 'json']);
    const [line] = await status.line(/.*\n/);
    expect(JSON.parse(line)).toMatchObject({ deploymentId: ID, state: 'unseen', wantedSince: 1, reported: null });
  });

  it.each([
    [['status'], 'There is no fleet store'],
    [['status', '--store', 'elsewhere.db'], 'There is no fleet store'],
    [['status', 'edge-1'], 'does not know what to do with edge-1'],
    [['status', '--silent-after', 'soon'], 'must be a time'],
    [['status', '--client', 'edge-1', '--folder', 'elsewhere'], 'there is no development issuer in elsewhere'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv);
    expect(err).toContain(said);
    expect(code).toBe(2);
  });
});

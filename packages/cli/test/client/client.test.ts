import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, begin, read } = createWorkbench();

const SPOKEN = ['--dev', '--profile', 'rc2-signed'];
const PEM = 'development-certificate.pem';
const KEY = 'development-key.pem';
const SIGNING = '.margo/devices/device-1/signing';
const LET_IN = /let in by the fleet manager, as client ([\w-]+)\n/;
const fingerprintOf = (name: string): string =>
  new X509Certificate(read(name)).fingerprint256.replaceAll(':', '').toLowerCase();

/** A fleet manager with its only device, which was let in. */
const letIn = async () => {
  const wfm = begin(['wfm', ...SPOKEN, '--port', '0']);
  const [, url = ''] = await wfm.line(/listens at (https:\S+)\n/);
  const poll = () => margo(['agent', ...SPOKEN, '--once', '--wfm', url]);
  const { out } = await poll();
  const [, id = ''] = LET_IN.exec(out) ?? [];
  return { wfm, poll, id };
};

describe('margo client', () => {
  it('lists clients with their certificates, and takes the right away from one (LG-11)', async () => {
    const { wfm, poll, id } = await letIn();
    const fingerprint = fingerprintOf(`${SIGNING}/${PEM}`);
    const before = await margo(['client', 'list']);
    expect(before).toMatchObject({ code: 0, err: '' });
    expect(before.out).toMatch(new RegExp(`^${id}  let in at \\S+Z\n  ${fingerprint}  since \\S+Z\n$`));

    const { code, out } = await margo(['client', 'revoke', id, '--reason', 'stolen from hall 2', '--by', 'Eve']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^${id}  revoked at \\S+Z by Eve: stolen from hall 2\n`));
    const refused = await poll();
    expect(refused.code).toBe(1);
    await wfm.line(/refused \S+ \/api\/v1\/clients\/\S+: ERR_CLIENT_REVOKED /);
    expect(await margoJson(['client', 'list'])).toMatchObject({
      answer: { clients: [{ clientId: id, revoked: { by: 'Eve', reason: 'stolen from hall 2' } }] },
    });
  });

  it('gives a client another certificate, and it stays who it is (LG-03)', async () => {
    const wfm = begin(['wfm', ...SPOKEN, '--port', '0']);
    const [, url = ''] = await wfm.line(/listens at (https:\S+)\n/);
    await margo(['pki', 'issue', 'old']);
    await margo(['pki', 'issue', 'new']);
    const pollWith = (name: string) =>
      margo([
        ...['agent', '--once', '--profile', 'rc2-signed', '--wfm', url, '--state', 'edge'],
        ...['--certificate', `.margo/devices/${name}/${PEM}`, '--key', `.margo/devices/${name}/${KEY}`],
        ...['--root-ca', '.margo/pki/development-root.pem'],
      ]);
    const [, id = ''] = LET_IN.exec((await pollWith('old')).out) ?? [];

    const next = `.margo/devices/new/${PEM}`;
    const replaced = await margoJson(['client', 'replace', id, next, '--overlap', '1h']);
    expect(replaced).toMatchObject({ code: 0, answer: { clients: [{ certificates: [{}, { validUntil: null }] }] } });
    const [old, own] = replaced.answer.clients[0].certificates;
    expect(Date.parse(old.validUntil)).toBeGreaterThan(Date.now());
    expect(own.fingerprint).toBe(fingerprintOf(next));

    expect((await pollWith('old')).code).toBe(0);
    const changedOver = await pollWith('new');
    expect(changedOver.code).toBe(0);
    expect(LET_IN.exec(changedOver.out)?.[1]).toBe(id);
    // Without an overlap the one before has ended.
    await margo(['client', 'replace', id, next]);
    expect((await pollWith('new')).code).toBe(0);
    expect((await pollWith('old')).code).toBe(1);
  });

  it('registers a certificate before its device asks (LG-12)', async () => {
    await margo(['wfm', ...SPOKEN, '--port', '0'], { signal: AbortSignal.abort(143) });
    await margo(['pki', 'issue', 'edge-1']);
    const certificate = `.margo/devices/edge-1/${PEM}`;
    const { code, out } = await margo(['client', 'register', certificate, '--client-id', 'press-7']);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('has not asked yet') });
    const taken = await margo(['client', 'register', certificate, '--client-id', 'press-8']);
    expect(taken).toMatchObject({ code: 1, out: '' });
    const noCertificate = await margo(['client', 'register', `.margo/devices/edge-1/${KEY}`]);
    expect(noCertificate).toMatchObject({ code: 1, out: '' });
    expect(noCertificate.err).not.toContain(read(`.margo/devices/edge-1/${KEY}`).split('\n')[1]);
    expect((await margo(['client', 'revoke', 'press-9', '--reason', 'x'])).code).toBe(1);
  });

  it('says when there is nobody', async () => {
    await margo(['pki', 'init']);
    await margo(['publish', '--client', 'edge-1', '--nothing']);
    expect((await margo(['client', 'list'])).out).toBe('There are no clients that sign their messages.\n');
  });

  it.each([
    [['client'], 'needs one of list, register, replace, revoke'],
    [['client', 'remove'], 'must be one of list, register, replace, revoke'],
    [['client', 'list', 'x'], 'does not know what to do with x'],
    [['client', 'list', '--by', 'x'], 'margo client list does not take --by.'],
    [['client', 'register'], 'needs a certificate'],
    [['client', 'register', 'nowhere.pem'], 'Cannot read nowhere.pem'],
    [['client', 'revoke'], 'needs the id of a client'],
    [['client', 'revoke', 'press-7'], 'needs --reason'],
    [['client', 'list'], 'There is no fleet store'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv);
    expect(err).toContain(said);
    expect(code).toBe(2);
  });
});

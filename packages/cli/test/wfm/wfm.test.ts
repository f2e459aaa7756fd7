import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFakeIdentityService, FAULTS, loadDevelopmentIssuer } from '@margo-sdk/testkit';
import { DEPLOYMENT } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, begin, file, path } = createWorkbench();

const CLIENT = 'spiffe://factory.example/margo/wfm/line-1/client/edge-1';
const LISTENS = /listens at (https:\/\/127\.0\.0\.1:\d+)\n/;
const PKI = '.margo/pki';
const BUNDLE = `${PKI}/development-trust-bundle.json`;
const identityIn = (folder: string): string[] => [
  ...['--certificate', `${folder}/development-certificate.pem`],
  ...['--key', `${folder}/development-key.pem`],
];
const SERVE = ['wfm', '--port', '0', '--store', 'wfm.db', ...identityIn(`${PKI}/fleet-manager`)];
const AGENT = ['agent', '--once', '--state', 'edge', ...identityIn('.margo/devices/edge-1')];
const withBundle = ['--trust-bundle', BUNDLE];

describe('margo wfm --dev', () => {
  it('makes what is missing, loudly, says how to go on, and goes on where it was', async () => {
    const first = begin(['wfm', '--dev', '--port', '0']);
    const [, url = ''] = await first.line(LISTENS);
    await first.line(new RegExp(`margo agent --dev --wfm ${url}\n`));
    expect((await margo(['agent', '--dev', '--once', '--wfm', url])).code).toBe(0);
    const { code, out, err } = await first.stop();
    expect(code).toBe(143);
    expect(err).toContain('DEVELOPMENT ONLY');
    expect(err).toContain('A new issuer for factory.example was made');
    expect(out).toMatch(/device-1: GET \/api\/v1\/deployments 200\n/);
    expect(out).toMatch(/closing: [^\n]*\n$/);

    const second = begin(['wfm', '--dev', '--port', '0', '--format', 'json']);
    const [line] = await second.line(/.*listening.*/);
    expect(JSON.parse(line)).toMatchObject({ type: 'listening', id: 'spiffe://factory.example/margo/wfm/line-1' });
    const again = await margo(['agent', '--dev', '--once', '--wfm', JSON.parse(line).url]);
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain('nothing new');
    const ended = await second.stop();
    expect(ended.err).not.toContain('A new issuer');
    const events = ended.out
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(events.at(-1)).toMatchObject({ type: 'closing' });
    expect(events).toContainEqual(expect.objectContaining({ type: 'request', method: 'GET', status: 304 }));
  });

  it('misbehaves as often as it is told, and says so', async () => {
    const wfm = begin(['wfm', '--dev', '--port', '0', '--fault', 'traffic/too-many-requests=2']);
    const [, url = ''] = await wfm.line(LISTENS);
    const refused = await margo(['agent', '--dev', '--once', '--wfm', url]);
    expect(refused.code).toBe(1);
    await wfm.line(/429, with traffic\/too-many-requests\n/);
  });

  it('also misbehaves before there is a request', async () => {
    const wfm = begin(['wfm', '--dev', '--port', '0', '--fault', 'identity/expired']);
    const [, url = ''] = await wfm.line(LISTENS);
    const agent = await margo(['agent', '--dev', '--once', '--wfm', url]);
    expect(agent.code).toBe(1);
    expect(agent.out).toContain('ERR_PEER_EXPIRED');
    expect((await wfm.stop()).out).not.toContain('PUT');
  });

  it('lists its faults', async () => {
    const names = FAULTS.filter(({ side }) => side === 'fleet-manager').map(({ name }) => name);
    const { code, out } = await margo(['wfm', '--list-faults']);
    expect(code).toBe(0);
    for (const name of names) expect(out).toContain(`${name}  `);
    const { answer } = await margoJson(['wfm', '--list-faults']);
    expect(answer.faults.map(({ name }: { name: string }) => name)).toEqual(names);
  });

  it('says which port it cannot have, and leaves nothing behind that hinders the next', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, out } = await margo(['wfm', '--dev', '--port', `${port}`, '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'ERR_LISTEN_FAILED' } });
    taken.close();
    await begin(['wfm', '--dev', '--port', '0']).line(LISTENS);
  });
});

describe('margo wfm with certificates of its own', () => {
  beforeEach(async () => {
    await margo(['pki', 'init']);
    await margo(['pki', 'issue', 'edge-1']);
  });

  it('accepts the clients in a file, until they are taken off it (WP-13, WP-16)', async () => {
    file('clients.txt', `# those of hall 2\n${CLIENT} # the press\n`);
    const wfm = begin([...SERVE, ...withBundle, '--accept-file', 'clients.txt']);
    const [, url = ''] = await wfm.line(LISTENS);
    file('d.yaml', DEPLOYMENT);
    expect((await margo(['publish', '--store', 'wfm.db', '--client', CLIENT, 'd.yaml'])).code).toBe(0);

    const agent = await margo([...AGENT, ...withBundle, '--wfm', url]);
    expect(agent.out).toContain('installed by manifest');
    expect(agent.code).toBe(0);
    expect((await margo(['status', '--store', 'wfm.db'])).code).toBe(0);

    file('clients.txt', '# nobody any more: the press was scrapped\n');
    const turnedAway = await margo([...AGENT, ...withBundle, '--wfm', url]);
    expect(turnedAway.code).toBe(1);
    await wfm.line(/edge-1: PUT \/api\/v1\/capabilities\/edge-1 403\n/);
  });

  it('tells of callers that are cut off before a request (WP-10)', async () => {
    const wfm = begin([...SERVE, ...withBundle, '--accept', CLIENT]);
    const [, url = ''] = await wfm.line(LISTENS);
    const stranger = connect({ host: '127.0.0.1', port: Number(new URL(url).port), rejectUnauthorized: false });
    stranger.on('error', () => undefined).once('secureConnect', () => stranger.write('GET / HTTP/1.1\r\n\r\n'));
    await wfm.line(/refused 127\.0\.0\.1: ERR_PEER_\w+ /);
    stranger.destroy();
    expect((await wfm.stop()).out).not.toContain('GET');
  });

  it('is nobody to a certificate of the other role', async () => {
    const asClient = await margo(['agent', '--state', 'x', '--wfm', 'https://a', ...SERVE.slice(5), ...withBundle]);
    expect(asClient).toMatchObject({ code: 2, err: expect.stringContaining('which is no client') });
    const asManager = await margo([...SERVE.slice(0, 5), ...AGENT.slice(4), ...withBundle, '--accept', CLIENT]);
    expect(asManager).toMatchObject({
      code: 1,
      err: expect.stringContaining('Expected the credentials of a fleet manager'),
    });
  });

  it('fetches the trust bundle from a service that it was told how to know (TLS-07)', async () => {
    const service = await createFakeIdentityService({ issuer: await loadDevelopmentIssuer(path(PKI)) });
    try {
      file('anchor.pem', service.initialAnchor);
      const from = ['--trust-bundle-url', service.bundleUrl];
      const wfm = begin([...SERVE, ...from, '--anchor', 'anchor.pem', '--accept-any-client']);
      const [, url = ''] = await wfm.line(LISTENS);
      const agent = await margo([...AGENT, ...from, '--anchor', 'anchor.pem', '--wfm', url]);
      expect(agent).toMatchObject({ code: 0, err: '' });
      expect(service.requests.length).toBeGreaterThanOrEqual(2);

      const pin = `${'A'.repeat(43)}=`; // nobody has a key with this hash
      const stranger = await margo([...AGENT, ...from, '--pin', pin, '--wfm', url]);
      expect(stranger.code).toBe(1);
      expect(stranger.err).toContain('No trust bundle came');
    } finally {
      await service.close();
    }
  });

  it.each([
    [['wfm'], 'needs --certificate and --key'],
    [SERVE, 'needs one of --trust-bundle and --trust-bundle-url'],
    [[...SERVE, ...withBundle], 'Nobody is accepted.'],
    [[...SERVE, ...withBundle, '--accept', 'edge-1'], '--accept: Not a valid SPIFFE id'],
    [[...SERVE, ...withBundle, '--accept-any-client', '--accept', CLIENT], 'say nothing more'],
    [[...SERVE, ...withBundle, '--accept-file', 'none.txt'], 'Cannot read none.txt'],
    [[...SERVE, ...withBundle, '--accept', CLIENT, '--fault', 'bundle/bomb'], 'needs --dev'],
    [[...SERVE, ...withBundle, '--accept', CLIENT, '--trusted-proxy', 'proxy'], '--trusted-proxy: '],
    [[...SERVE, ...withBundle, '--pin', 'a', '--accept', CLIENT], 'need --trust-bundle-url'],
    [[...SERVE, '--trust-bundle-url', 'https://mis.example', '--accept', CLIENT], 'needs --pin or --anchor'],
    [['wfm', '--dev', '--key', 'k.pem'], 'does not take --key'],
    [['wfm', '--dev', '--accept', CLIENT], 'does not take --accept'],
    [['wfm', '--dev', '--fault', 'bundle/bmob'], 'Did you mean bundle/bomb?'],
    [['wfm', '--dev', '--fault', 'bundle/bomb=often'], 'which is no number from 1'],
    [['wfm', '--dev', '--port', '70000'], 'must be a number from 0 to 65535'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, out, err } = await margo(argv);
    expect(err).toContain(said);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});

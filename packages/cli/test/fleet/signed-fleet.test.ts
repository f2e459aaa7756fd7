import { once } from 'node:events';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadDevelopmentIssuer } from '@margo-sdk/testkit';
import { DEPLOYMENT } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, begin, file, path } = createWorkbench();

const LISTENS = /listens at (https:\/\/127\.0\.0\.1:\d+)\n/;
const STEP = / {3}(install|upgrade|reconfigure|remove) /;
const LET_IN = /let in by the fleet manager, as client ([\w-]+)\n/;

const freePort = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return String(port);
};

describe.each(['rc2-signed', 'pr1', 'symphony-2025'])('a fleet manager and a device that speak %s', (profile) => {
  const spoken = ['--dev', '--profile', profile];

  it('go from nothing to a deployment that has converged, and on after a restart of both (LG-01, LG-03, M-57)', async () => {
    const wfm = begin(['wfm', ...spoken, '--port', '0']);
    const [, url = ''] = await wfm.line(LISTENS);
    await wfm.line(new RegExp(`margo agent --dev --wfm ${url} --profile ${profile}\n`));
    const first = await margo(['agent', ...spoken, '--once', '--client-id', 'edge-1', '--wfm', url]);
    expect(first).toMatchObject({ code: 0 });
    const [, client = ''] = LET_IN.exec(first.out) ?? [];
    const id = `spiffe://factory.example/margo/wfm/line-1/client/${client}`;
    await wfm.line(new RegExp(`${id} was let in\n`));

    file('d.yaml', DEPLOYMENT);
    const published = await margo(['publish', '--client', client, '--profile', profile, 'd.yaml']);
    expect(published).toMatchObject({ code: 0, out: expect.stringContaining(`is in force for ${id}.`) });
    expect(await margoJson(['status'])).toMatchObject({ code: 1, answer: { clients: [{ client: id }] } });
    const told = await wfm.stop();
    expect(told.err).toContain('DEVELOPMENT ONLY');

    // Another port is another address. There the device asks again and is who it was, save where that is refused.
    const asksAgain = profile !== 'symphony-2025';
    const again = begin(['wfm', ...spoken, '--port', asksAgain ? '0' : new URL(url).port]);
    const [, elsewhere = ''] = await again.line(LISTENS);
    await again.line(new RegExp(`margo publish --client ${client} deployment.yaml`));
    const second = await margo(['agent', ...spoken, '--once', '--client-id', 'edge-1', '--wfm', elsewhere]);
    expect(LET_IN.exec(second.out)?.[1]).toBe(asksAgain ? client : undefined);
    expect(second).toMatchObject({ code: 0, out: expect.stringContaining(' installed by manifest ') });
    expect(await margoJson(['status'])).toMatchObject({ code: 0, answer: { rows: [{ state: 'converged' }] } });
    const third = await margo(['agent', ...spoken, '--once', '--client-id', 'edge-1', '--wfm', elsewhere]);
    expect(third.out).not.toMatch(LET_IN);
    expect(third).toMatchObject({ code: 0, out: expect.stringContaining('nothing new') });
    expect((await again.stop()).out).not.toContain('was let in');
  });
});

describe('a fleet that moves to rc3', () => {
  it('goes on under the next version, and takes no step again (M-26)', async () => {
    await margo(['wfm', '--dev', '--port', '0'], { signal: AbortSignal.abort(143) });
    await margo(['pki', 'issue', 'edge-1']);
    const folder = '.margo/devices/edge-1';
    const own = [
      ...['--certificate', `${folder}/development-certificate.pem`, '--key', `${folder}/development-key.pem`],
      ...['--state', 'edge', '--once'],
    ];
    await margo(['client', 'register', `${folder}/development-certificate.pem`, '--client-id', 'edge-1']);
    file('d.yaml', DEPLOYMENT);
    await margo(['publish', '--client', 'edge-1', '--profile', 'rc2-signed', 'd.yaml']);
    const signed = begin(['wfm', '--dev', '--profile', 'rc2-signed', '--port', '0']);
    const [, url = ''] = await signed.line(LISTENS);
    const root = ['--root-ca', '.margo/pki/development-root.pem'];
    const before = await margo(['agent', '--profile', 'rc2-signed', '--wfm', url, ...root, ...own]);
    expect(before).toMatchObject({ code: 0, out: expect.stringContaining('as client edge-1\n') });
    expect(before.out).toContain(' installed by manifest 1');
    await signed.stop();

    const mutual = begin(['wfm', '--dev', '--port', '0']);
    const [, elsewhere = ''] = await mutual.line(LISTENS);
    const bundle = ['--trust-bundle', '.margo/pki/development-trust-bundle.json'];
    const after = await margo(['agent', '--wfm', elsewhere, ...bundle, ...own]);
    expect(after).toMatchObject({ code: 0, err: '' });
    expect(after.out).toContain('nothing new');
    expect(after.out).not.toMatch(STEP);
    expect(await margoJson(['status'])).toMatchObject({ code: 0, answer: { rows: [{ state: 'converged' }] } });

    file('d.yaml', DEPLOYMENT.replaceAll('revision: 1.0.0', 'revision: 2.0.0'));
    await margo(['publish', '--client', 'edge-1', 'd.yaml']);
    const updated = await margo(['agent', '--wfm', elsewhere, ...bundle, ...own]);
    expect(updated).toMatchObject({ code: 0, out: expect.stringContaining('manifest 2 accepted: 1 deployment') });
    expect(updated.out).toMatch(STEP);
    expect(await margoJson(['status'])).toMatchObject({ code: 0, answer: { rows: [{ state: 'converged' }] } });
  });
});

describe('margo publish --profile', () => {
  it('refuses what the client could not be told, and publishes nothing', async () => {
    await margo(['pki', 'init']);
    file(
      'd.yaml',
      DEPLOYMENT.replace(
        'type: helm\n',
        'type: helm\n    deviceConstraints: { capacityRequirements: { memory: 1Gi } }\n',
      ),
    );
    const refused = await margo(['publish', '--client', 'edge-1', '--profile', 'rc2-signed', 'd.yaml']);
    expect({ code: refused.code, out: refused.out }).toEqual({ code: 1, out: '' });
    expect(refused.err).toContain('deviceConstraints');
    expect((await margo(['publish', '--client', 'edge-1', 'd.yaml'])).code).toBe(0);
  });
});

describe('margo wfm and margo agent with files, in a signed profile', () => {
  const at = (folder: string): string[] => [`${folder}/development-certificate.pem`, `${folder}/development-key.pem`];
  const serve = (...more: string[]): string[] => [
    ...['wfm', '--profile', 'rc2-signed', '--port', '0', '--store', 'fleet.db'],
    ...['--id', 'spiffe://plant.example/margo/wfm/line-1', '--origin', 'https://wfm.plant.example'],
    ...['--tls-certificate', 'server.pem', '--tls-key', 'server.key', ...more],
  ];
  const [certificate = '', key = ''] = at('.margo/devices/edge-1');
  const agent = (...more: string[]): string[] => [
    ...['agent', '--once', '--profile', 'rc2-signed', '--certificate', certificate, '--key', key],
    ...['--root-ca', '.margo/pki/development-root.pem', '--state', 'edge', '--device-id', 'edge-1', ...more],
  ];

  beforeEach(async () => {
    await margo(['pki', 'init']);
    await margo(['pki', 'issue', 'edge-1']);
    const server = await (await loadDevelopmentIssuer(path('.margo/pki'))).issueServer();
    writeFileSync(path('server.pem'), server.certificate);
    writeFileSync(path('server.key'), server.privateKey, { mode: 0o600 });
    mkdirSync(path('accepted'));
  });

  it('let in whose certificate lies in the folder, and nobody else (LG-12)', async () => {
    // What is signed is where the device believes to be, so it has to be the origin.
    const port = await freePort();
    const wfm = begin(
      serve('--accept-certificates', 'accepted', '--origin', `https://127.0.0.1:${port}`, '--port', port),
    );
    const [, url = ''] = await wfm.line(LISTENS);
    const refused = await margo(agent('--wfm', url));
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('403');
    await wfm.line(/refused POST \/api\/v1\/onboarding: ERR_CLIENT_NOT_ACCEPTED /);

    copyFileSync(path(certificate), path('accepted/edge-1.pem'));
    const taken = await margo(agent('--wfm', url));
    expect(taken).toMatchObject({ code: 0, out: expect.stringMatching(LET_IN) });
    await wfm.line(/spiffe:\/\/plant\.example\/margo\/wfm\/line-1\/client\/[\w-]+ was let in\n/);
    await wfm.line(/tells what edge-1 can do\n/);
  });

  it('goes on asking while nobody answers, and can be stopped meanwhile', async () => {
    const waiting = begin(agent('--wfm', `https://127.0.0.1:${await freePort()}`).filter((word) => word !== '--once'));
    await waiting.line(/warning: not let in yet, asking again in \d+ s: /);
    expect((await waiting.stop()).code).toBe(143);
  });

  it('shows a certificate of development for the address that it is told (M-57)', async () => {
    const port = await freePort();
    const origin = `https://localhost:${port}`;
    await begin(['wfm', '--dev', '--profile', 'pr1', '--port', port, '--origin', origin]).line(LISTENS);
    expect((await margo(['agent', '--dev', '--profile', 'pr1', '--once', '--wfm', origin])).code).toBe(0);
    const elsewhere = ['--client-id', 'device-2', '--wfm', `https://127.0.0.1:${port}`];
    expect((await margo(['agent', '--dev', '--profile', 'pr1', '--once', ...elsewhere])).code).toBe(1);
  });

  it('refuses a device that has another address for it than the one that is signed (M-57)', async () => {
    const wfm = begin(serve('--accept-any-certificate'));
    const [, url = ''] = await wfm.line(LISTENS);
    expect((await margo(agent('--wfm', url))).code).toBe(1);
    await wfm.line(/refused POST \/api\/v1\/onboarding: ERR_SIGNATURE_/);
  });

  it.each([
    [['wfm', '--profile', 'rc4'], '--profile is rc4, but must be one of'],
    [['wfm', '--profile', 'pr1'], 'needs --tls-certificate and --tls-key'],
    [['wfm', '--profile', 'pr1', '--tls-certificate', 'c', '--tls-key', 'k'], 'needs --id and --origin'],
    [serve(), 'Nobody is let in.'],
    [serve('--accept-any-certificate', '--accept-certificates', 'accepted'), 'says nothing more'],
    [serve('--accept-certificates', 'nowhere'), 'Cannot read the folder nowhere.'],
    [serve('--accept-any-certificate', '--origin', 'wfm.example.com'), '--origin: This is no https address.'],
    [['wfm', '--dev', '--profile', 'pr1', '--origin', 'http://a.example'], '--origin: This is no https address.'],
    [serve('--accept-any-client'), 'does not take --accept-any-client in the profile rc2-signed'],
    [serve('--accept-any-certificate', '--id', 'spiffe://a.example/x'), '--id: '],
    [
      ['wfm', '--dev', '--profile', 'pr1', '--fault', 'bundle/wrong-digest'],
      'does not take --fault in the profile pr1',
    ],
    [['wfm', '--dev', '--profile', 'pr1', '--id', 'x'], 'lets every device in and does not take --id'],
    [['wfm', '--dev', '--origin', 'https://a.example'], 'does not take --origin in the profile rc3'],
    [['agent', '--profile', 'pr1', '--certificate', 'c', '--key', 'k'], 'needs --certificate, --key and --root-ca'],
    [agent(), 'needs --wfm'],
    [
      agent('--wfm', 'https://a.example', '--trust-bundle', 'b'),
      'does not take --trust-bundle in the profile rc2-signed',
    ],
    [agent('--wfm', 'no address'), '--wfm: '],
    [agent('--wfm', 'https://a.example', '--device-id', '/'), '--device-id: '],
    [['agent', '--dev', '--root-ca', 'x'], 'does not take --root-ca in the profile rc3'],
    [['agent', '--dev', '--profile', 'pr1', '--root-ca', 'x'], 'knows both'],
    [['publish', '--client', 'edge-1', '--profile', 'x', '--nothing'], '--profile is x'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv);
    expect(err).toContain(said);
    expect(code).toBe(2);
  });
});

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEPLOYMENT } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, begin, file, path } = createWorkbench();

const ID = 'a3e2f5dc-912e-494f-8395-52cf3769bc06';
const deployment = (revision: string): string =>
  DEPLOYMENT.replace('deviceId: edge-1', 'deviceId: device-1').replaceAll('revision: 1.0.0', `revision: ${revision}`);

/** The longest line of each key that lies in the folder: no output may hold one. */
const keysIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('key.pem'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n')[1] ?? 'no key');

describe('a fleet manager and a device on one machine', () => {
  it('goes from nothing to a deployment that has converged, and keeps it when the fleet manager misbehaves (DS-19)', async () => {
    const said: string[] = [];
    const tell = async (argv: readonly string[]) => {
      const outcome = await margo(argv);
      said.push(outcome.out, outcome.err);
      return outcome;
    };
    expect((await tell(['pki', 'init'])).code).toBe(0);
    const wfm = begin(['wfm', '--dev', '--port', '0']);
    const [, url = ''] = await wfm.line(/listens at (https:\/\/127\.0\.0\.1:\d+)\n/);
    const agent = ['agent', '--dev', '--once', '--wfm', url];

    const first = await tell(agent);
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toContain('manifest 1 accepted: 0 deployments');

    file('d.yaml', deployment('1.0.0'));
    const published = await tell(['publish', '--client', 'device-1', 'd.yaml']);
    expect(published.out).toContain(
      `Manifest 2 is in force for spiffe://factory.example/margo/wfm/line-1/client/device-1.`,
    );
    expect(published.out).toContain(`+ ${ID} on device-1 added`);
    expect((await tell(['status'])).code).toBe(1);

    const second = await tell(agent);
    expect(second).toMatchObject({ code: 0 });
    expect(second.out).toContain(`${ID} installed by manifest 2`);
    await wfm.line(new RegExp(`device-1: ${ID} on device-1 is installed by manifest 2\n`));
    const converged = await tell(['status']);
    expect(converged.code).toBe(0);
    expect(converged.out).toContain('converged');
    const ended = await wfm.stop();
    expect(ended.code).toBe(143);
    said.push(ended.out, ended.err);

    const faulty = begin(['wfm', '--dev', '--port', '0', '--fault', 'manifest/duplicate-member']);
    const [, elsewhere = ''] = await faulty.line(/listens at (https:\/\/127\.0\.0\.1:\d+)\n/);
    file('d.yaml', deployment('2.0.0'));
    expect((await tell(['publish', '--client', 'device-1', 'd.yaml'])).out).toContain(`~ ${ID} on device-1 updated`);
    const refused = await tell(['agent', '--dev', '--once', '--wfm', elsewhere]);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('manifest.refused');
    await faulty.line(/GET \/api\/v1\/deployments 200, with manifest\/duplicate-member\n/);
    const stale = await margoJson(['status']);
    expect(stale).toMatchObject({ code: 1, answer: { rows: [{ state: 'stale-installed', wantedSince: 3 }] } });
    const workload = readFileSync(path(`.margo/devices/device-1/workloads/${ID}/hello/installed.json`), 'utf8');
    expect(workload).toContain('1.0.0');
    said.push((await faulty.stop()).out);

    const keys = keysIn(path('.margo'));
    expect(keys.length).toBeGreaterThan(2);
    for (const key of keys) {
      expect(key.length).toBeGreaterThan(40);
      expect(said.join('\n')).not.toContain(key);
    }
    expect(said.join('\n')).not.toContain('PRIVATE KEY');
  });

  it.skipIf(process.platform === 'win32')('keeps all that may be secret for its owner', async () => {
    const wfm = begin(['wfm', '--dev', '--port', '0', '--store', 'fleet.db']);
    const [, url = ''] = await wfm.line(/listens at (https:\S+)\n/);
    await margo(['agent', '--dev', '--once', '--wfm', url]);
    const names = readdirSync(path('.')).filter((name) => name.startsWith('fleet.db'));
    expect(names).toContain('fleet.db');
    for (const name of [...names, '.margo']) expect(statSync(path(name)).mode & 0o077, name).toBe(0);
  });

  it('gives everybody new certificates when the authority is replaced', async () => {
    const before = begin(['wfm', '--dev', '--port', '0']);
    const [, url = ''] = await before.line(/listens at (https:\S+)\n/);
    expect((await margo(['agent', '--dev', '--once', '--wfm', url])).code).toBe(0);
    await before.stop();
    expect((await margo(['pki', 'init', '--force'])).code).toBe(0);
    const after = begin(['wfm', '--dev', '--port', '0']);
    const [, elsewhere = ''] = await after.line(/listens at (https:\S+)\n/);
    expect((await margo(['agent', '--dev', '--once', '--wfm', elsewhere])).code).toBe(0);
  });
});

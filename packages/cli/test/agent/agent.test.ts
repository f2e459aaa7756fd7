import { beforeEach, describe, expect, it } from 'vitest';
import { scheduleOf } from '../../src/agent/schedule.js';
import { durationOf } from '../../src/input/duration.js';
import { DEPLOYMENT } from '../support/documents.js';
import { createWorkbench, type Running } from '../support/workbench.js';

const { margo, begin, file } = createWorkbench();

const ID = 'a3e2f5dc-912e-494f-8395-52cf3769bc06';
let url = '';
let wfm: Running;

const start = async (): Promise<void> => {
  wfm = begin(['wfm', '--dev', '--port', '0']);
  [, url = ''] = await wfm.line(/listens at (https:\/\/127\.0\.0\.1:\d+)\n/);
};
const once = (...more: string[]) => margo(['agent', '--dev', '--once', '--client-id', 'edge-1', '--wfm', url, ...more]);
const publish = (text: string) => {
  file('d.yaml', text);
  return margo(['publish', '--client', 'edge-1', 'd.yaml']);
};

describe('margo agent --dev', () => {
  beforeEach(start);

  it('polls until it is stopped, and tells every event as a line of JSON', async () => {
    await publish(DEPLOYMENT);
    const agent = begin(['agent', '--dev', '--client-id', 'edge-1', '--wfm', url, '--format', 'json']);
    await agent.line(/"state":"installed"/);
    const { code, out } = await agent.stop();
    expect(code).toBe(143);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ type: 'agent.started', wfm: url });
    expect(events.at(-1)).toMatchObject({ type: 'agent.stopping' });
    for (const { at } of events) expect(Date.parse(at)).not.toBeNaN();
  });

  it('gets to what is published while it runs', async () => {
    const agent = begin(['agent', '--dev', '--client-id', 'edge-1', '--wfm', url, '--poll-interval', '1ms']);
    await agent.line(/manifest 1 accepted/);
    await publish(DEPLOYMENT);
    await agent.line(new RegExp(`${ID} installed by manifest 2\n`));
  });

  it('takes a bundle as it is told', async () => {
    await publish(DEPLOYMENT);
    expect((await once('--retrieval', 'bundle', '--reports', 'journal')).code).toBe(0);
    await wfm.line(/GET \/api\/v1\/bundles\/sha256:[0-9a-f]{64} 200\n/);
    const { code, out } = await margo(['status']);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('converged') });
  });

  it('ends with 1 when something is not as wanted, and says what', async () => {
    // Only Helm and Compose are run dry.
    await publish(DEPLOYMENT.replace('type: helm', 'type: custom'));
    const { code, out } = await once();
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`warning: ${ID} is not installed as manifest 1 wants it: failed\\.`));
    // And says so again, although there is nothing new.
    const again = await once();
    expect(again.out).toContain('nothing new');
    expect(again.code).toBe(1);
  });

  it('ends with 1 when nobody is there, and keeps what it has', async () => {
    await publish(DEPLOYMENT);
    expect((await once()).code).toBe(0);
    const { code, out } = await margo([
      ...['agent', '--dev', '--once', '--client-id', 'edge-1'],
      ...['--wfm', 'https://127.0.0.1:1'],
    ]);
    expect(code).toBe(1);
    expect(out).toContain('warning: Nothing could be taken from the fleet manager');
    expect((await once()).code).toBe(0);
  });

  it('forgets the version of its manifest only loudly (M-26)', async () => {
    await publish(DEPLOYMENT);
    await once();
    const { code, out, err } = await once('--reset-manifest-version');
    expect(code).toBe(0);
    expect(err).toContain('WARNING: the device forgets');
    expect(out).toContain('manifest version 1 forgotten');
    expect(out).toContain('manifest 1 accepted');
  });

  it('polls nothing in a planned downtime (API-18)', async () => {
    const { code, out } = await once('--downtime', '2000-01-01T00:00:00Z/2999-01-01T00:00:00Z');
    expect(code).toBe(1);
    expect(out).toContain('There was no poll, because of a planned downtime.');
  });

  it('is not the same device twice at a time', async () => {
    file('.margo/devices/edge-1/agent.pid', `${process.ppid}\n`);
    const { code, err } = await once();
    expect(code).toBe(2);
    expect(err).toContain(`Process ${process.ppid} is this device already.`);
    // Whoever wrote this is gone.
    file('.margo/devices/edge-1/agent.pid', '999999999\n');
    expect((await once()).code).toBe(0);
  });

  it.each([
    [['--state', 'edge'], 'keeps everything in --folder'],
    [['--trust-bundle', 'b.json'], 'does not take --trust-bundle'],
    [['--poll-interval', '5'], 'must be a time such as 30s, 5m or 1h'],
    [['--window', 'night'], 'no stretch of time'],
    [['--retrieval', 'both'], 'must be one of auto, bundle, single'],
    [['--reports', 'none'], 'must be one of latest, journal'],
    [['--client-id', 'a/b'], '--client-id: '],
    [['--wfm', 'http://wfm.example'], '--wfm: '],
    [['--wfm', 'http://127.0.0.1:8443'], '--wfm: '],
    [['--time-zone', 'Europe/Atlantis'], '--time-zone'],
  ])('ends with 2 for %j', async (more, said) => {
    const { code, err } = await margo(['agent', '--dev', '--once', '--wfm', url, ...more]);
    expect(err).toContain(said);
    expect(code).toBe(2);
  });
});

describe('margo agent', () => {
  it.each([
    [['agent'], 'needs --certificate and --key'],
    [['agent', '--client-id', 'edge-1'], 'otherwise the certificate says'],
    [['agent', '--certificate', 'c', '--key', 'k', '--trust-bundle', 'b'], 'needs --wfm'],
    [['agent', '--certificate', 'c', '--key', 'k', '--trust-bundle', 'b', '--wfm', 'https://a'], 'needs --state'],
    [['agent', '--dev'], 'There is no development issuer in .margo.'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv);
    expect(err).toContain(said);
    expect(code).toBe(2);
  });

  it('reads hours of the week, and stretches of time', () => {
    expect(
      scheduleOf({
        window: ['22:00-05:00', 'fri-mon/10:00-11:00', 'Wednesday/00:00-24:00'],
        downtime: ['sat,sun/00:00-24:00', '2026-12-24T12:00:00Z/2026-12-27T06:00:00+01:00'],
        'time-zone': 'Europe/Berlin',
      }),
    ).toEqual({
      timeZone: 'Europe/Berlin',
      polling: [
        { from: '22:00', to: '05:00' },
        { days: ['friday', 'saturday', 'sunday', 'monday'], from: '10:00', to: '11:00' },
        { days: ['wednesday'], from: '00:00', to: '24:00' },
      ],
      downtime: [
        { days: ['saturday', 'sunday'], from: '00:00', to: '24:00' },
        { begins: '2026-12-24T12:00:00Z', ends: '2026-12-27T06:00:00+01:00' },
      ],
    });
  });

  it.each(['25:00-26:00', 'xyz/10:00-11:00', 'mon-/10:00-11:00', '10:00', '2026-12-24T12:00:00Z', 'mon/10:00'])(
    'reads no hours from %s',
    (window) => {
      expect(() => scheduleOf({ window: [window] })).toThrow(/--window/);
    },
  );

  it('reads times', () => {
    expect(['500ms', '30s', '5m', '1h'].map((time) => durationOf('--x', time))).toEqual([
      500, 30_000, 300_000, 3_600_000,
    ]);
    for (const time of ['', '0s', '5', '-5s', '1d', '1.5s']) expect(() => durationOf('--x', time)).toThrow(/--x/);
  });
});

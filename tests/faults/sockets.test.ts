import { FAULTS, createDevelopmentIssuer, type Fault, type FleetManagerFaultName } from '@margo-sdk/testkit';
import { parseTrustBundle, type WireProfile } from '@margo-sdk/protocol';
import { createMutualTlsFetch, createServerTlsFetch } from '@margo-sdk/protocol/node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  CLIENT,
  createFaultBench,
  FIRST_VERSION,
  NEW,
  OLD,
  RUNNING_NEW,
  RUNNING_OLD,
  type FaultBench,
  type Retrieval,
} from './bench.js';

const NOW = new Date();
const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example', now: () => NOW });
const device = await issuer.issueClient('line-1', 'press-7');
const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  vi.useRealTimers();
  for (const close of open.splice(0)) await close();
});

/** Both ways to say who sends a message: by the connection, and by the message. */
const PROFILES = ['rc3', 'rc2-signed'] as const satisfies readonly WireProfile[];

/** How a device fetches changes nothing about who the other end is, so one way is enough for the second profile. */
const waysOf = (profile: WireProfile): readonly Retrieval[] => (profile === 'rc3' ? ['single', 'bundle'] : ['bundle']);

/** A device that is connected over TLS, as the profile has it. */
const atWork = async (retrieval: Retrieval, profile: WireProfile): Promise<FaultBench> => {
  const bench = await createFaultBench(retrieval, {
    profile,
    startMs: NOW.getTime(),
    turn: (ms) => void (vi.isFakeTimers() && vi.advanceTimersByTime(ms)),
    connect: async (fleet) => {
      const { url, close } = await fleet.serve({ issuer });
      const line = createMutualTlsFetch({
        credentials: device,
        trustBundle: parseTrustBundle(issuer.trustBundle()),
        now: () => NOW,
      });
      open.push(close, line.close);
      return { baseUrl: url, fetch: line.fetch };
    },
    connectSigned: async (fleet) => {
      const { url, close } = await fleet.serve({ issuer });
      const line = createServerTlsFetch({
        anchors: [issuer.authority().root.certificate],
        now: () => NOW,
      });
      open.push(close, line.close);
      return { baseUrl: url, fetch: line.fetch };
    },
  });
  await bench.fleet.manager.publish(CLIENT, OLD, { minVersion: FIRST_VERSION });
  await bench.round();
  expect(bench.running()).toEqual(RUNNING_OLD);
  await bench.fleet.manager.publish(CLIENT, NEW);
  bench.events.length = 0;
  return bench;
};

/** What our device says of who is not whom it has to be. */
const CODES: Partial<Record<FleetManagerFaultName, string>> = {
  'connection/closed-at-once': 'ERR_NETWORK',
  'connection/silent-handshake': 'ERR_TIMEOUT',
  'connection/plain-http': 'ERR_NETWORK',
  'connection/tls-1-2': 'ERR_NETWORK',
  'connection/other-protocol': 'ERR_NETWORK',
  'identity/other-fleet-manager': 'ERR_PEER_UNEXPECTED_ID',
  'identity/other-case': 'ERR_PEER_UNEXPECTED_ID',
  'identity/client': 'ERR_PEER_UNEXPECTED_ID',
  'identity/other-service': 'ERR_PEER_UNEXPECTED_ID',
  'identity/foreign-trust-domain': 'ERR_PEER_FOREIGN_TRUST_DOMAIN',
  'identity/other-root': 'ERR_PEER_UNTRUSTED',
  'identity/expired': 'ERR_PEER_EXPIRED',
  'identity/not-yet-valid': 'ERR_PEER_NOT_YET_VALID',
  'identity/authority': 'ERR_PEER_NOT_A_LEAF',
  'identity/two-names': 'ERR_PEER_ID_INVALID',
  'identity/no-name': 'ERR_PEER_ID_INVALID',
  'identity/name-without-path': 'ERR_PEER_NOT_A_LEAF',
  'identity/server-of-other-root': 'ERR_SERVER_REFUSED',
  'identity/server-of-other-name': 'ERR_SERVER_REFUSED',
  'identity/server-expired': 'ERR_SERVER_REFUSED',
  'identity/server-not-yet-valid': 'ERR_SERVER_REFUSED',
  'identity/server-is-a-device': 'ERR_SERVER_REFUSED',
};

const untilNew = async (bench: FaultBench): Promise<void> => {
  for (let polls = 0; polls < 3 && bench.running().join() !== RUNNING_NEW.join(); polls += 1) {
    await bench.clock.advance(3_600_000);
    await bench.round();
  }
  expect(bench.running()).toEqual(RUNNING_NEW);
};

const means = ({ profiles }: Fault, profile: WireProfile): boolean => profiles.includes(profile);
const before = FAULTS.filter(({ side, on }) => side === 'fleet-manager' && on.length === 0);
/** Nothing but time ends it, so time is turned for it. */
const SILENT = 'connection/silent-handshake';
const onTheWire = FAULTS.filter(
  ({ side, on, channel, name }) =>
    side === 'fleet-manager' &&
    on.length > 0 &&
    !on.includes('onboarding') &&
    (channel !== 'content' || name === 'bundle/parent-path' || name === 'manifest/version-lower') &&
    !['connection/never-answers', 'connection/slow-drip'].includes(name),
);

describe.each(PROFILES)('a connection that must not be used, where %s is spoken', (profile) => {
  for (const { name, rules } of before.filter((fault) => means(fault, profile)))
    for (const retrieval of waysOf(profile))
      it(`${name}, fetched by ${retrieval} (${rules.join(', ')})`, async () => {
        const bench = await atWork(retrieval, profile);
        if (name === SILENT) vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
        const remembered = await bench.remembered();
        const asked = bench.fleet.requests.length;
        const end = bench.fleet.fault(name as FleetManagerFaultName);
        await bench.round();
        const told = bench.events.findLast(({ type }) => type === 'poll.failed');
        expect(told && 'error' in told && (told.error as { code?: string }).code).toBe(
          CODES[name as FleetManagerFaultName],
        );
        if (name.startsWith('identity/') && profile === 'rc3')
          expect((told as { error: Error }).error.name).toBe('PeerRefusedError');
        expect(bench.fleet.requests.length).toBe(asked); // not a byte of a request has left
        expect(await bench.remembered()).toEqual(remembered);
        expect(bench.running()).toEqual(RUNNING_OLD);
        end();
        vi.useRealTimers();
        await untilNew(bench);
      });
});

describe.each(PROFILES)('an answer that is broken on the wire, where %s is spoken', (profile) => {
  for (const { name, rules, outcome, on } of onTheWire.filter((fault) => means(fault, profile)))
    for (const retrieval of waysOf(profile))
      it(`${name}, fetched by ${retrieval} (${rules.join(', ')})`, async () => {
        const bench = await atWork(retrieval, profile);
        const remembered = await bench.remembered();
        bench.fleet.fault(name as FleetManagerFaultName);
        await bench.round();
        const met = on.some(
          (one) => one === 'stateManifest' || one === (retrieval === 'single' ? 'deployment' : 'bundle'),
        );
        if (outcome === 'harmless' || !met) expect(bench.running()).toEqual(RUNNING_NEW);
        else {
          expect(bench.events.some(({ type }) => type === 'manifest.refused' || type === 'poll.failed')).toBe(true);
          expect(await bench.remembered()).toEqual(remembered);
          expect(bench.running()).toEqual(RUNNING_OLD);
        }
        bench.fleet.behave();
        await untilNew(bench);
      });
});

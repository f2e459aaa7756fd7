import { FAULTS, type Fault, type FleetManagerFaultName, type FaultOptions } from '@margo-sdk/testkit';
import type { WireProfile } from '@margo-sdk/protocol';
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
import { codeOf } from './told.js';

/** Both ways to say who sends a message. */
const PROFILES = ['rc3', 'rc2-signed'] as const satisfies readonly WireProfile[];

/** A fault, in what it shows, what is spoken, and how the device fetches. */
interface Case {
  readonly profile: WireProfile;
  readonly fault: Fault;
  readonly retrieval: Retrieval;
  /** Where it shows: in the manifest, or in what is fetched after it. */
  readonly place: 'manifest' | 'artefacts';
  readonly title: string;
}

/** A device that fetches in one way never meets what is wrong only in the other. */
const meets = ({ fault, retrieval, place }: Pick<Case, 'fault' | 'retrieval' | 'place'>): boolean =>
  place === 'manifest' || fault.on.includes(retrieval === 'single' ? 'deployment' : 'bundle');

/** Time is what they take, so it is turned for them. */
const IN_TIME = ['connection/never-answers', 'connection/slow-drip'];

const inAnswers = FAULTS.filter(
  ({ side, on }) => side === 'fleet-manager' && on.length > 0 && !on.includes('onboarding'),
);
const casesOf = (profile: WireProfile): Case[] =>
  inAnswers
    .filter(({ profiles }) => profiles.includes(profile))
    .flatMap((fault) =>
      (['single', 'bundle'] as const).flatMap((retrieval) =>
        (['manifest', 'artefacts'] as const)
          .filter((place) => fault.on.some((resource) => (resource === 'stateManifest') === (place === 'manifest')))
          .map((place) => ({
            profile,
            fault,
            retrieval,
            place,
            title: `${fault.name} in the ${place}, fetched by ${retrieval} (${fault.rules.join(', ')})`,
          })),
      ),
    );

const atWork = async (retrieval: Retrieval, profile: WireProfile): Promise<FaultBench> => {
  const turn = (ms: number): void => void (vi.isFakeTimers() && vi.advanceTimersByTime(ms));
  const bench = await createFaultBench(retrieval, { profile, turn });
  await bench.fleet.manager.publish(CLIENT, OLD, { minVersion: FIRST_VERSION });
  await bench.round();
  expect(bench.running()).toEqual(RUNNING_OLD);
  await bench.fleet.manager.publish(CLIENT, NEW);
  bench.events.length = 0;
  bench.steps.length = 0;
  return bench;
};

const showIn = (place: Case['place'], { on }: Fault): FaultOptions => ({
  on: on.filter((resource) => (resource === 'stateManifest') === (place === 'manifest')),
});

/** The error that an embedder was told last of its desired state. */
const toldOf = ({ events }: FaultBench): { type: string; code: unknown } | undefined => {
  const event = events.findLast(({ type }) => type === 'manifest.refused' || type === 'poll.failed');
  return event && 'error' in event ? { type: event.type, code: (event.error as { code?: unknown }).code } : undefined;
};

const SETTLED = ['converged', 'converged', 'gone'];

/** As long as there is something to tell, the device polls and tells it. */
const converges = async (bench: FaultBench): Promise<void> => {
  const states = async (): Promise<string[]> =>
    (await bench.fleet.manager.view(CLIENT)).map(({ state }) => state).sort();
  const isDone = async (): Promise<boolean> =>
    (await states()).join() === SETTLED.join() && (await bench.store.read()).outbox.length === 0;
  for (let polls = 0; polls < 5 && !(await isDone()); polls += 1) {
    await bench.clock.advance(3_600_000); // the longest that a device lets itself be silenced (M-45)
    await bench.round();
  }
  expect(bench.running()).toEqual(RUNNING_NEW);
  expect(await states()).toEqual(SETTLED);
};

afterEach(() => {
  vi.useRealTimers();
});

describe.each(PROFILES)('a fault of a fleet manager that speaks %s', (profile) => {
  const cases = casesOf(profile);

  it('is shown to a device in more than forty ways, whichever way it fetches', () => {
    for (const retrieval of ['single', 'bundle'] as const) {
      const met = cases.filter((one) => one.retrieval === retrieval && one.fault.outcome !== 'harmless' && meets(one));
      expect(new Set(met.map(({ fault }) => fault.name)).size).toBeGreaterThanOrEqual(75);
    }
  });

  for (const { title, fault, retrieval, place } of cases)
    it(title, async () => {
      const inTime = IN_TIME.includes(fault.name);
      const bench = await atWork(retrieval, profile);
      const before = await bench.remembered();
      const documents = await Promise.all(
        documentsOf(before).map((digest) => bench.store.getDocument(digest as never)),
      );
      if (inTime) vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

      const reach = fault.channel === 'content' ? {} : showIn(place, fault);
      bench.fleet.fault(fault.name as FleetManagerFaultName, reach);
      await bench.round();

      if (fault.outcome === 'harmless' || !meets({ fault, retrieval, place })) {
        expect(toldOf(bench)).toBeUndefined();
        expect(bench.running()).toEqual(RUNNING_NEW);
      } else {
        // It showed, the device said so, and nothing is any different.
        expect(bench.fleet.requests.some(({ faults }) => faults.includes(fault.name as FleetManagerFaultName))).toBe(
          true,
        );
        const type = fault.outcome === 'refused' ? 'manifest.refused' : 'poll.failed';
        expect(toldOf(bench)).toEqual({ type, code: codeOf(fault.name, place === 'manifest') });
        expect(bench.events.some((event) => event.type === 'security')).toBe(/version-(equal|lower)/.test(fault.name));
        expect(await bench.remembered()).toEqual(before);
        expect(
          await Promise.all(documentsOf(before).map((digest) => bench.store.getDocument(digest as never))),
        ).toEqual(documents);
        expect([bench.running(), bench.steps]).toEqual([RUNNING_OLD, []]);
      }

      bench.fleet.behave();
      await converges(bench);
    });

  it.each([
    'answer/page-instead',
    'answer/no-such-page',
    'answer/superseded',
    'answer/encoding-bomb',
    'connection/reset-before-header',
    'connection/closed-half-way',
    'connection/length-too-long',
    'connection/endless-body',
    'traffic/bad-gateway',
  ] as const)('%s of a bundle alone makes the device fetch one by one (M-17)', async (name) => {
    const bench = await atWork('bundle', profile);
    bench.fleet.fault(name, { on: ['bundle'] });
    await bench.round();
    expect(bench.events.some(({ type }) => type === 'bundle.missing')).toBe(true);
    expect(bench.running()).toEqual(RUNNING_NEW);
    await converges(bench);
  });

  it.each([
    ['bundle', 'bundle/wrong-digest'],
    ['bundle', 'bundle/parent-path'],
    ['single', 'deployment/wrong-digest'],
  ] as const)('by %s, %s is no reason to fetch in another way (M-17)', async (retrieval, name) => {
    const bench = await atWork(retrieval, profile);
    bench.fleet.fault(name);
    const from = bench.fleet.requests.length;
    await bench.round();
    const other = retrieval === 'bundle' ? 'deployment' : 'bundle';
    expect(bench.fleet.requests.slice(from).filter(({ resource }) => resource === other)).toEqual([]);
  });
});

const documentsOf = ({ deployments }: Awaited<ReturnType<FaultBench['remembered']>>): string[] =>
  Object.values(deployments).flatMap(({ accepted }) => (accepted.digest === null ? [] : [accepted.digest]));

describe.each(PROFILES)('an answer of a fleet manager that speaks %s, and that is lost', (profile) => {
  it.each(['connection/reset-before-header', 'traffic/unavailable', 'traffic/internal-error'] as const)(
    '%s to a report: what was reported arrives later, and in order (M-31, L-19)',
    async (name) => {
      const bench = await atWork('single', profile);
      bench.fleet.fault(name, { on: ['deploymentStatus'], times: 2 });
      await bench.round();
      expect(bench.running()).toEqual(RUNNING_NEW);
      await converges(bench);
      expect((await bench.store.read()).outbox).toEqual([]);
    },
  );

  it.each(['connection/reset-before-header', 'traffic/too-many-requests', 'answer/redirect'] as const)(
    '%s to the first word of a device: it polls for nothing before it was heard (CAP-01)',
    async (name) => {
      const bench = await createFaultBench('single', { profile });
      await bench.fleet.manager.publish(CLIENT, OLD);
      const end = bench.fleet.fault(name, { on: ['capabilities'] });
      await bench.round();
      const asked = new Set(bench.fleet.requests.map(({ resource }) => resource));
      if (name !== 'answer/redirect') expect([...asked]).toEqual(['capabilities']);
      end();
      await bench.clock.advance(3_600_000);
      await bench.round();
      expect(bench.running()).toEqual(RUNNING_OLD);
    },
  );
});

import { STATES, type Digest, type State } from '@margo-sdk/spec-model';
import { fleetView, type FleetFacts, type FleetState, type PublishedRun } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { digestOf } from './support/revisions.js';

// Every small case against a model of its own. It looks at single manifests, where fleetView looks at runs of them.

/** What the manifests 1, 2, … held for the deployment. */
type Manifests = readonly (Digest | null)[];

interface Case {
  readonly manifests: Manifests;
  /** Oldest manifest that is not forgotten. */
  readonly remembered: number;
  /** Version in the report, and its state; null without a report. */
  readonly report: readonly [version: number, state: State] | null;
  readonly abandoned: boolean;
}

const CONTENTS = [digestOf('x'), digestOf('y'), null];

const historiesOfLength = (length: number): Manifests[] =>
  length === 0 ? [[]] : historiesOfLength(length - 1).flatMap((before) => CONTENTS.map((last) => [...before, last]));

/** First manifest of the unbroken run of what is published now. */
const beginOfRun = (manifests: Manifests): number =>
  manifests.findLastIndex((content) => content !== manifests.at(-1)) + 2;

const runsOf = ({ manifests, remembered }: Case): PublishedRun[] =>
  manifests.flatMap((digest, at) => {
    const from = at + 1;
    const begins = from === 1 || digest !== manifests[at - 1];
    return from >= remembered && begins ? [{ from: BigInt(from), digest }] : [];
  });

const factsOf = (one: Case): FleetFacts => ({
  newestVersion: BigInt(one.manifests.length),
  published: runsOf(one),
  abandoned: one.abandoned,
  ...(one.report && { reported: { adoptedManifestVersion: BigInt(one.report[0]), state: one.report[1] } }),
});

const CASES: readonly Case[] = [0, 1, 2, 3, 4].flatMap(historiesOfLength).flatMap((manifests) => {
  const begins = manifests.flatMap((content, at) => (at === 0 || content !== manifests[at - 1] ? [at + 1] : []));
  const versions = Array.from({ length: manifests.length + 2 }, (_, version) => version);
  const reports = [null, ...versions.flatMap((version) => STATES.map((state) => [version, state] as const))];
  return (begins.length === 0 ? [1] : begins).flatMap((remembered) =>
    reports.flatMap((report) => [false, true].map((abandoned) => ({ manifests, remembered, report, abandoned }))),
  );
});

/** The words of the table, one after the other. */
const modelOf = ({ manifests, remembered, report, abandoned }: Case): { state: FleetState; current: boolean } => {
  const newest = manifests.length;
  const wanted = manifests.at(-1) ?? null;
  if (report === null) return { state: wanted === null && abandoned ? 'abandoned' : 'unseen', current: false };
  const [version, state] = report;

  const isKnown = newest === 0 || (version >= remembered && version > 0);
  const current = version <= newest && isKnown && (manifests[version - 1] ?? null) === wanted;
  if (wanted === null && abandoned && state !== 'removed') return { state: 'abandoned', current };
  if (version > newest) return { state: 'ahead', current: false };

  if (wanted === null) {
    if (state === 'removing') return { state: 'removing', current };
    if (state === 'removed') return { state: 'gone', current };
    if (state === 'failed') return { state: 'removal-failed', current };
    return { state: state === 'installed' ? 'stale-installed' : 'stale-applying', current };
  }
  if (state === 'removing' || state === 'removed') return { state: `stale-${state}`, current };
  if (state === 'failed') return { state: current ? 'failed' : 'stale-failed', current };
  if (state === 'installed') return { state: current ? 'converged' : 'stale-installed', current };
  return { state: current ? 'applying' : 'stale-applying', current };
};

/** For a failure: a case as people write it. */
const nameOf = ({ manifests, remembered, report, abandoned }: Case): string => {
  const letters = manifests.map((content) => (content === null ? '-' : content === CONTENTS[0] ? 'x' : 'y'));
  return `${letters.join('')} from ${remembered}, ${report?.join(' ') ?? 'no report'}${abandoned ? ', abandoned' : ''}`;
};

describe('fleetView, for every history of up to four manifests', () => {
  test('answers as the table says (L-24, L-25)', () => {
    const wrong = CASES.filter((one) => {
      const { state, current } = fleetView(factsOf(one));
      const model = modelOf(one);
      return state !== model.state || current !== model.current;
    });
    expect(wrong.map(nameOf)).toEqual([]);
    expect(CASES).toHaveLength(22_778);
  });

  test('with all but the current run pruned, current is what is not before that run', () => {
    const pruned = CASES.filter(({ manifests, remembered }) => remembered === beginOfRun(manifests));
    const wrong = pruned.filter((one) => {
      const version = one.report?.[0] ?? -1;
      const isOfRun = version >= one.remembered && version <= one.manifests.length;
      return one.manifests.length > 0 && fleetView(factsOf(one)).current !== isOfRun;
    });
    expect(wrong.map(nameOf)).toEqual([]);
    expect(pruned.length).toBeGreaterThan(1000);
  });

  test('pruning never makes stale what was current for its version, nor the other way round, within what is left', () => {
    const wrong = CASES.filter((one) => {
      if (one.report === null || one.report[0] < one.remembered) return false;
      const [left, whole] = [fleetView(factsOf(one)), fleetView(factsOf({ ...one, remembered: 1 }))];
      return left.state !== whole.state || left.current !== whole.current;
    });
    expect(wrong.map(nameOf)).toEqual([]);
  });

  test('an empty history is the same as one of manifests that never held it', () => {
    const never = CASES.filter(({ manifests, report }) => manifests.every((one) => one === null) && report?.[0] !== 0);
    for (const one of never) expect(fleetView({ ...factsOf(one), published: [] })).toEqual(fleetView(factsOf(one)));
    expect(never.length).toBeGreaterThan(100);
  });

  test('runs that follow one another and are equal are one run', () => {
    const wrong = CASES.filter((one) => {
      const every = one.manifests.map((digest, at) => ({ from: BigInt(at + 1), digest }));
      const { state, current } = fleetView({ ...factsOf(one), published: every.slice(one.remembered - 1) });
      const model = modelOf(one);
      return state !== model.state || current !== model.current;
    });
    expect(wrong.map(nameOf)).toEqual([]);
  });

  test('silence changes nothing but silent (L-24)', () => {
    for (const one of CASES.filter((_, at) => at % 7 === 0)) {
      const silence = { lastHeardAt: 0, now: 11, afterMs: 10 };
      const facts = factsOf(one);
      expect(fleetView({ ...facts, silence })).toEqual({ ...fleetView(facts), silent: true });
      expect(fleetView({ ...facts, silence: { ...silence, now: 10 } })).toEqual({ ...fleetView(facts), silent: false });
    }
  });

  test('every state has a case', () => {
    const shown = new Set(CASES.map((one) => fleetView(factsOf(one)).state));
    expect([...shown].toSorted()).toEqual([
      'abandoned',
      'ahead',
      'applying',
      'converged',
      'failed',
      'gone',
      'removal-failed',
      'removing',
      'stale-applying',
      'stale-failed',
      'stale-installed',
      'stale-removed',
      'stale-removing',
      'unseen',
    ]);
  });
});

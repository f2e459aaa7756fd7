import { nextLifecycle, startLifecycle, statusReport, type LifecycleEvent } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { DEPLOYMENT_ID, digestOf, revision } from './support/revisions.js';

const error = { code: 'E', message: 'no' };
const untilAFailed: LifecycleEvent[] = [
  { type: 'adopt', revision: revision('a~ b c', 1n) },
  { type: 'checked', digest: digestOf('a~ b c') },
  ...[1, 2, 3].map((step) => ({ type: 'step.succeeded', step }) as const), // prepared
  { type: 'step.applied', step: 4 },
  { type: 'step.failed', step: 4, error },
];

describe('a restart while a step runs beside one that has failed (L-05, L-17)', () => {
  const endOf = (...events: LifecycleEvent[]) => {
    let snapshot = startLifecycle({ deploymentId: DEPLOYMENT_ID });
    for (const event of [...untilAFailed, ...events]) snapshot = nextLifecycle(snapshot, event).snapshot;
    const states = statusReport(snapshot)?.components.map(({ name, state }) => `${name} ${state}`);
    return { phase: snapshot.phase, states };
  };

  test('finishes that step and starts no other', () => {
    const end = { phase: 'failed', states: ['a failed', 'b installed', 'c pending'] };
    expect(endOf({ type: 'step.succeeded', step: 5 })).toEqual(end);
    expect(endOf({ type: 'resumed', workloads: [] }, { type: 'step.succeeded', step: 6 })).toEqual(end);
  });
});

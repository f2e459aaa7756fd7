import { describe, expect, test } from 'vitest';
import { STAGES, TIMED_OUT, type ComponentEvent, type Stage } from '../src/component-machine.js';
import type { StepKind } from '../src/plan.js';
import type { StepInProgress } from '../src/snapshot.js';
import { takeStepEvent } from '../src/step-in-progress.js';
import { digestOf } from './support/revisions.js';

// The life of one step is not exported; here it is shown whole, stage by event.

const BROKEN = { code: 'BROKEN', message: 'broken' };
const EARLIER = { code: 'EARLIER', message: 'the time is over' };

const EVENTS = {
  applied: { type: 'applied' },
  succeeded: { type: 'succeeded' },
  retryable: { type: 'failed', error: BROKEN, retryable: true },
  final: { type: 'failed', error: BROKEN, retryable: false },
  cancelled: { type: 'cancelled' },
  timeout: { type: 'timeout' },
  tryAgain: { type: 'tryAgain' },
  cancel: { type: 'cancel' },
} as const satisfies Record<string, ComponentEvent>;

interface Standing {
  readonly kind: StepKind;
  readonly stage: Stage;
  readonly attempt?: number;
  readonly isLate?: boolean;
}

const step = ({ kind, stage, attempt = 1, isLate = false }: Standing): StepInProgress => ({
  step: { kind, component: 'broker', placement: 'edge-a', number: 7, attempt, digest: digestOf('broker') },
  stage,
  since: 7,
  error: isLate ? EARLIER : null,
});

/** Where an event leads, and the code of what is wrong then: `failed TIMED_OUT`; `-` where it cannot happen. */
const lead = (standing: Standing, name: keyof typeof EVENTS): string => {
  const outcome = takeStepEvent(step(standing), EVENTS[name], 3);
  if (outcome === undefined) return '-';
  const { stage, error } = outcome.progress;
  return [outcome.end ?? stage, error?.code].filter(Boolean).join(' ');
};

const table = (standing: Standing): Record<string, string> =>
  Object.fromEntries(Object.keys(EVENTS).map((name) => [name, lead(standing, name as keyof typeof EVENTS)] as const));

describe.each(['install', 'upgrade', 'reconfigure'] as const)('%s', (kind) => {
  test('working (L-05, L-06, L-13, L-15)', () => {
    expect(table({ kind, stage: 'working' })).toEqual({
      applied: 'settling',
      succeeded: 'done',
      retryable: 'pausing BROKEN',
      final: 'failed BROKEN',
      cancelled: '-',
      timeout: `cancelling ${TIMED_OUT}`,
      tryAgain: '-',
      cancel: 'cancelling',
    });
  });

  test('settling: in place already, and so not put in place again (L-05, L-06, L-13, L-15)', () => {
    expect(table({ kind, stage: 'settling' })).toEqual({ ...table({ kind, stage: 'working' }), applied: '-' });
  });

  test('the last attempt allowed has no other one after it (L-15)', () => {
    for (const stage of ['working', 'settling'] as const)
      expect(table({ kind, stage, attempt: 3 })).toMatchObject({ retryable: 'failed BROKEN', final: 'failed BROKEN' });
  });

  test('pausing: nobody is at it, so there is nothing to be answered (L-06, L-13, L-15)', () => {
    expect(table({ kind, stage: 'pausing', isLate: true })).toEqual({
      applied: '-',
      succeeded: '-',
      retryable: '-',
      final: '-',
      cancelled: '-',
      timeout: `failed ${TIMED_OUT}`,
      tryAgain: 'working',
      cancel: 'cancelled EARLIER',
    });
  });

  test('cancelling because it is not wanted: done if it is done, else called off (L-13)', () => {
    expect(table({ kind, stage: 'cancelling' })).toEqual({
      applied: 'cancelling',
      succeeded: 'done',
      retryable: 'cancelled',
      final: 'cancelled',
      cancelled: 'cancelled',
      timeout: '-',
      tryAgain: '-',
      cancel: 'cancelling',
    });
  });

  test('cancelling because it is too late: failed whatever comes (L-06)', () => {
    expect(table({ kind, stage: 'cancelling', isLate: true })).toEqual({
      applied: 'cancelling EARLIER',
      succeeded: 'failed EARLIER',
      retryable: 'failed EARLIER',
      final: 'failed EARLIER',
      cancelled: 'failed EARLIER',
      timeout: '-',
      tryAgain: '-',
      cancel: 'cancelling EARLIER',
    });
  });
});

describe.each(['prepare', 'remove'] as const)('%s', (kind) => {
  test('working: nothing has to get ready, and every attempt has another one after it (L-06, L-13, L-15)', () => {
    for (const attempt of [1, 3, 99]) {
      expect(table({ kind, stage: 'working', attempt })).toEqual({
        applied: '-',
        succeeded: 'done',
        retryable: 'pausing BROKEN',
        final: 'failed BROKEN',
        cancelled: '-',
        timeout: `cancelling ${TIMED_OUT}`,
        tryAgain: '-',
        cancel: 'cancelling',
      });
    }
  });

  test('pausing (L-15)', () => {
    expect(table({ kind, stage: 'pausing', isLate: true })).toMatchObject({
      tryAgain: 'working',
      cancel: 'cancelled EARLIER',
      succeeded: '-',
      final: '-',
    });
  });

  test('cancelling because it is not wanted (L-13)', () => {
    expect(table({ kind, stage: 'cancelling' })).toEqual({
      applied: '-',
      succeeded: 'done',
      retryable: 'cancelled',
      final: 'cancelled',
      cancelled: 'cancelled',
      timeout: '-',
      tryAgain: '-',
      cancel: 'cancelling',
    });
  });

  test('cancelling because this attempt took too long: it is tried again, unless that is of no use (L-06, L-15)', () => {
    expect(table({ kind, stage: 'cancelling', isLate: true, attempt: 99 })).toEqual({
      applied: '-',
      succeeded: 'done EARLIER',
      retryable: 'pausing BROKEN',
      final: 'failed BROKEN',
      cancelled: 'pausing EARLIER',
      timeout: '-',
      tryAgain: '-',
      cancel: 'cancelling EARLIER',
    });
  });
});

test('another attempt is counted, and begins with nothing wrong (L-15)', () => {
  const outcome = takeStepEvent(
    step({ kind: 'install', stage: 'pausing', attempt: 2, isLate: true }),
    EVENTS.tryAgain,
    3,
  );
  expect(outcome).toMatchObject({
    end: null,
    progress: { stage: 'working', error: null, since: 7, step: { attempt: 3 } },
  });
});

test('the error of a step that took too long says which kind of step it was, and nothing of the component (L-06)', () => {
  const outcome = takeStepEvent(step({ kind: 'upgrade', stage: 'working' }), EVENTS.timeout, 3);
  expect(outcome?.progress.error).toEqual({
    code: TIMED_OUT,
    message: 'The component was not ready in the time that its upgrade may take.',
  });
});

test('no event is taken in a stage without being shown above', () => {
  expect(STAGES).toEqual(['working', 'settling', 'pausing', 'cancelling']);
});

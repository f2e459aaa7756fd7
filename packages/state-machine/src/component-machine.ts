import { and, assign, not, setup } from 'xstate';
import type { FailureReason } from './event.js';
import { isInstallation, type StepKind } from './plan.js';

/**
 * How far a step on one component has come:
 * - `working`: a runtime is at it
 * - `settling`: the component is put in place, and not ready yet (L-05)
 * - `pausing`: an attempt has failed, and the next one has to wait (L-15)
 * - `cancelling`: the runtime was told to stop, and has not answered yet (L-06, L-13)
 */
export const STAGES = ['working', 'settling', 'pausing', 'cancelling'] as const;

/** One of {@link STAGES}. */
export type Stage = (typeof STAGES)[number];

/** How a step ends: done, failed for good, or called off. */
export type StepEnd = 'done' | 'failed' | 'cancelled';

/** Code of the error of a component that was not ready in time (L-06). */
export const TIMED_OUT = 'TIMED_OUT';

/** What is known about a step besides its stage. */
export interface StepFacts {
  readonly kind: StepKind;
  readonly attempt: number;
  /** Most attempts to install; preparations and removals have no limit (L-15). */
  readonly maxAttempts: number;
  readonly error: FailureReason | null;
}

/** What can happen to a step. */
export type ComponentEvent =
  | { readonly type: 'applied' | 'succeeded' | 'cancelled' | 'timeout' | 'tryAgain' | 'cancel' }
  | { readonly type: 'failed'; readonly error: FailureReason; readonly retryable: boolean };

const timedOut = (kind: StepKind): FailureReason => ({
  code: TIMED_OUT,
  message: `The component was not ready in the time that its ${kind} may take.`,
});

const component = setup({
  types: { context: {} as StepFacts, events: {} as ComponentEvent, input: {} as StepFacts },

  guards: {
    // Installations have one time for all attempts (L-06); the others one for each, and are then tried again (L-15).
    installs: ({ context: { kind } }) => isInstallation(kind),
    attemptsRemain: ({ context: { attempt, maxAttempts } }) => attempt < maxAttempts,
    isRetryable: ({ event }) => event.type === 'failed' && event.retryable,
    ranOutOfTime: ({ context: { error } }) => error !== null,
  },

  actions: {
    takeError: assign(({ event }) => (event.type === 'failed' ? { error: event.error } : {})),
    takeTimeout: assign(({ context: { kind } }) => ({ error: timedOut(kind) })),
    countAttempt: assign(({ context: { attempt } }) => ({ attempt: attempt + 1, error: null })),
  },
});

const whenItFails = [
  { guard: and(['isRetryable', not('installs')]), target: 'pausing', actions: 'takeError' },
  { guard: and(['isRetryable', 'attemptsRemain']), target: 'pausing', actions: 'takeError' },
  { target: 'failed', actions: 'takeError' },
] as const;

/** The life of one step on one component, over all its attempts. The deployment decides when it may begin. */
export const componentMachine = component.createMachine({
  id: 'component',
  initial: 'working',
  context: ({ input }) => input,
  states: {
    working: {
      on: {
        applied: { guard: 'installs', target: 'settling' },
        succeeded: 'done',
        failed: whenItFails,
        timeout: { target: 'cancelling', actions: 'takeTimeout' },
        cancel: 'cancelling',
      },
    },

    settling: {
      on: {
        succeeded: 'done',
        failed: whenItFails,
        timeout: { target: 'cancelling', actions: 'takeTimeout' },
        cancel: 'cancelling',
      },
    },

    pausing: {
      on: {
        tryAgain: { target: 'working', actions: 'countAttempt' },
        timeout: { target: 'failed', actions: 'takeTimeout' },
        cancel: 'cancelled',
      },
    },

    cancelling: {
      on: {
        // The runtime may have put it in place before it heard that it is to stop.
        applied: { guard: 'installs', target: 'cancelling' },
        // Too late is failed, whatever the runtime says in the end (L-06).
        succeeded: [{ guard: and(['installs', 'ranOutOfTime']), target: 'failed' }, { target: 'done' }],
        cancelled: [
          { guard: not('ranOutOfTime'), target: 'cancelled' },
          { guard: 'installs', target: 'failed' },
          { target: 'pausing' },
        ],
        failed: [
          { guard: and(['installs', 'ranOutOfTime']), target: 'failed' },
          { guard: and(['isRetryable', not('installs'), 'ranOutOfTime']), target: 'pausing', actions: 'takeError' },
          { guard: not('ranOutOfTime'), target: 'cancelled' },
          { target: 'failed', actions: 'takeError' },
        ],
        cancel: { target: 'cancelling' },
      },
    },

    done: { type: 'final' },
    failed: { type: 'final' },
    cancelled: { type: 'final' },
  },
});

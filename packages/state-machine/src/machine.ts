import { and, assertEvent, assign, not, setup } from 'xstate';
import type { ComponentEvent } from './component-machine.js';
import type { LifecycleEvent, StepFailedEvent } from './event.js';
import * as wishes from './facts.js';
import type { Known } from './facts.js';
import * as inventory from './inventory.js';
import { planChange } from './plan.js';
import { storeRevision } from './revision.js';
import * as steps from './steps.js';
import { stepOfTimer, type TimerKind } from './timers.js';

const failed = ({ error, retryable = false }: StepFailedEvent): ComponentEvent => ({
  type: 'failed',
  error,
  retryable,
});

/** What an answer is to the component that it is about. */
const asComponentEvent = (event: LifecycleEvent): { step: number; event: ComponentEvent } | undefined => {
  switch (event.type) {
    case 'step.applied':
      return { step: event.step, event: { type: 'applied' } };
    case 'step.succeeded':
      return { step: event.step, event: { type: 'succeeded' } };
    case 'step.cancelled':
      return { step: event.step, event: { type: 'cancelled' } };
    case 'step.failed':
      return { step: event.step, event: failed(event) };
    default:
      return undefined;
  }
};

const firedFor = (facts: Known, event: LifecycleEvent, kind: TimerKind): number | undefined =>
  event.type === 'timer' ? stepOfTimer(facts, kind, event.timer, facts.policy)?.step.number : undefined;

const fire = (facts: Known, event: LifecycleEvent, kind: TimerKind, type: 'timeout' | 'tryAgain') => {
  const number = firedFor(facts, event, kind);
  return number === undefined ? {} : steps.takeForStep(facts, number, { type });
};

const lifecycle = setup({
  types: { context: {} as Known, events: {} as LifecycleEvent, input: {} as Known },

  guards: {
    answersCheck: ({ context, event }) =>
      (event.type === 'checked' || event.type === 'refused') && event.digest === context.adopted?.digest,
    answersStep: ({ context, event }) => {
      const answer = asComponentEvent(event);
      return answer !== undefined && steps.canTake(context, answer.step, answer.event);
    },
    isRetryTimer: ({ context, event }) => firedFor(context, event, 'retry') !== undefined,
    isTimeout: ({ context, event }) => firedFor(context, event, 'timeout') !== undefined,

    nothingRuns: ({ context }) => context.running.length === 0,
    stepIsFree: ({ context }) => steps.isFree(context),
    preparationIsNext: ({ context }) => context.ahead[0]?.kind === 'prepare',
    somethingFailed: ({ context }) => context.failures.length > 0,
    isStopped: ({ context }) => steps.isStopped(context),
    isRefused: ({ context }) => context.refusal !== null,

    wishWaits: ({ context }) => context.waiting !== null,
    revisionWaits: ({ context }) => context.waiting?.kind === 'revision',
    withdrawalDoesNotWait: ({ context }) => context.waiting?.kind !== 'withdrawal',

    foundOtherThanAdopted: ({ context: { adopted }, event }) =>
      event.type === 'resumed' && planChange(event.workloads, adopted?.components ?? []).steps.length > 0,
    counts: ({ context, event }) =>
      event.type === 'component.gaveUp' &&
      context.policy.gaveUp === 'fail' &&
      steps.installedAs(context, event.component) !== undefined,
    isToRollBack: ({ context }) => wishes.isToRollBack(context),
    rollbackFailed: ({ context }) => steps.isRollbackStopped(context),
  },

  actions: {
    takeUpRevision: assign(({ context, event }) => {
      assertEvent(event, 'adopt');
      return wishes.takeUpRevision(context, storeRevision(event.revision));
    }),
    takeUpWithdrawal: assign(({ context, event }) => {
      assertEvent(event, 'withdraw');
      return wishes.takeUpWithdrawal(context, String(event.manifestVersion));
    }),
    awaitRevision: assign(({ context, event }) => {
      assertEvent(event, 'adopt');
      return wishes.wait(context, { kind: 'revision', revision: storeRevision(event.revision) });
    }),
    awaitWithdrawal: assign(({ context, event }) => {
      assertEvent(event, 'withdraw');
      return wishes.wait(context, { kind: 'withdrawal', manifestVersion: String(event.manifestVersion) });
    }),
    takeUpWaiting: assign(({ context }) => wishes.takeUpWaiting(context)),
    takeUpAgain: assign(({ context }) => wishes.takeUpAgain(context)),
    takeUpRemovalAgain: assign(({ context }) => wishes.takeUpRemovalAgain(context)),
    takeUpRollback: assign(({ context }) => wishes.takeUpRollback(context)),
    noteInstalled: assign(({ context }) => wishes.noteInstalled(context)),
    advance: assign(({ context, event }) => {
      assertEvent(event, 'advance');
      return wishes.advance(context, String(event.manifestVersion));
    }),

    startNext: assign(({ context }) => steps.startNext(context)),
    takeAnswer: assign(({ context, event }) => {
      const answer = asComponentEvent(event);
      return answer === undefined ? {} : steps.takeForStep(context, answer.step, answer.event);
    }),
    tryAgain: assign(({ context, event }) => fire(context, event, 'retry', 'tryAgain')),
    timeOut: assign(({ context, event }) => fire(context, event, 'timeout', 'timeout')),
    callOff: assign(({ context }) => steps.cancelAll(context)),
    callOffForRemoval: assign(({ context }) => (context.policy.cancelForRemoval ? steps.cancelAll(context) : {})),
    recordRefusal: assign(({ event }) => {
      assertEvent(event, 'refused');
      return { refusal: event.error };
    }),
    recordGaveUp: assign(({ context, event }) => {
      assertEvent(event, 'component.gaveUp');
      return steps.recordGaveUp(context, event.component, event.error);
    }),

    takeInventory: assign(({ context, event }) => {
      assertEvent(event, 'resumed');
      return inventory.takeInventory(context, event.workloads);
    }),
    replanAll: assign(({ context }) => inventory.replanAll(context)),
    replanChange: assign(({ context }) => inventory.replanChange(context)),
    replanRemoval: assign(({ context }) => inventory.replanRemoval(context)),
    replanRollback: assign(({ context }) => inventory.replanRollback(context)),

    // Effects: named here, performed by whoever drives the machine. Those of steps name the attempt.
    check: () => {},
    run: (_, _step: { readonly step: number }) => {},
    cancel: (_, _steps: { readonly steps: readonly number[] }) => {},
    forget: () => {},
  },
});

const newestAttempt = {
  type: 'run',
  params: ({ context }: { context: Known }) => ({ step: context.stepCount }),
} as const;

const calledOff = {
  type: 'cancel',
  params: ({ context }: { context: Known }) => ({
    steps: context.running.filter(({ stage }) => stage === 'cancelling').map(({ step }) => step.number),
  }),
} as const;

const whenStepAnswers = {
  'step.applied': { guard: 'answersStep', actions: 'takeAnswer' },
  'step.succeeded': { guard: 'answersStep', actions: 'takeAnswer' },
  'step.failed': { guard: 'answersStep', actions: 'takeAnswer' },
  'step.cancelled': { guard: 'answersStep', actions: 'takeAnswer' },
  timer: [
    { guard: 'isRetryTimer', actions: ['tryAgain', newestAttempt] },
    { guard: 'isTimeout', actions: ['timeOut', calledOff] },
  ],
} as const;

/** A wish that comes while something runs has to wait until that has answered (L-12). */
const whileWanted = {
  adopt: { actions: 'awaitRevision' },
  advance: { guard: 'withdrawalDoesNotWait', actions: 'advance' },
} as const;

/** The same when what runs is a removal already (L-14). */
const whileRemoved = {
  adopt: { actions: 'awaitRevision' },
  withdraw: { guard: 'revisionWaits', actions: 'awaitWithdrawal' },
  advance: { guard: 'revisionWaits', actions: 'advance' },
} as const;

/** At rest, a wish is taken up at once. */
const whileSettled = {
  adopt: { target: 'checking', actions: 'takeUpRevision' },
  withdraw: { target: 'removing', actions: 'takeUpWithdrawal' },
} as const;

/**
 * The lifecycle of one deployment. Events record what happened; where that leads is decided by the `always` lists, top
 * to bottom. The machine itself never waits and does nothing: time comes in as events, effects are done by others.
 */
export const deploymentMachine = lifecycle.createMachine({
  id: 'deployment',
  initial: 'unadopted',
  context: ({ input }) => input,
  states: {
    unadopted: {
      on: {
        ...whileSettled,
        resumed: { actions: 'takeInventory' },
      },
    },

    checking: {
      entry: 'check',
      on: {
        ...whileWanted,
        withdraw: { guard: 'withdrawalDoesNotWait', actions: 'awaitWithdrawal' },
        checked: { guard: 'answersCheck', target: 'preparing' },
        refused: { guard: 'answersCheck', target: 'failing', actions: 'recordRefusal' },
        resumed: [
          { guard: 'wishWaits', target: 'superseded', actions: 'takeInventory' },
          { target: 'checking', reenter: true, actions: ['takeInventory', 'replanAll'] },
        ],
      },
    },

    preparing: {
      always: [
        { guard: and(['nothingRuns', 'wishWaits']), target: 'superseded' },
        { guard: and(['nothingRuns', 'isRefused']), target: 'failing' },
        { guard: and(['nothingRuns', 'preparationIsNext']), actions: ['startNext', newestAttempt] },
        { guard: 'nothingRuns', target: 'applying' },
      ],
      on: {
        ...whenStepAnswers,
        // Nothing was touched yet, so there is nothing to be finished.
        adopt: { actions: ['awaitRevision', 'callOff', calledOff] },
        withdraw: { guard: 'withdrawalDoesNotWait', actions: ['awaitWithdrawal', 'callOff', calledOff] },
        advance: whileWanted.advance,
        resumed: [
          { guard: 'wishWaits', target: 'superseded', actions: 'takeInventory' },
          { target: 'checking', actions: ['takeInventory', 'replanAll'] },
        ],
      },
    },

    applying: {
      always: [
        { guard: and(['nothingRuns', 'wishWaits']), target: 'superseded' },
        { guard: and(['nothingRuns', 'isStopped']), target: 'failing' },
        { guard: and(['stepIsFree', not('wishWaits'), not('isStopped')]), actions: ['startNext', newestAttempt] },
        { guard: and(['nothingRuns', 'somethingFailed']), target: 'failing' },
        { guard: 'nothingRuns', target: 'installed' },
      ],
      on: {
        ...whenStepAnswers,
        ...whileWanted,
        // L-13
        withdraw: {
          guard: 'withdrawalDoesNotWait',
          actions: ['awaitWithdrawal', 'callOffForRemoval', calledOff],
        },
        'component.gaveUp': { guard: 'counts', actions: 'recordGaveUp' },
        resumed: { actions: ['takeInventory', 'replanChange'] },
      },
    },

    installed: {
      entry: 'noteInstalled',
      on: {
        ...whileSettled,
        advance: { actions: 'advance' },
        'component.gaveUp': { guard: 'counts', target: 'failing', actions: 'recordGaveUp' },
        resumed: [
          { guard: 'foundOtherThanAdopted', target: 'checking', actions: ['takeInventory', 'replanAll'] },
          { actions: 'takeInventory' },
        ],
      },
    },

    failing: {
      always: [
        { guard: 'wishWaits', target: 'superseded' },
        { guard: 'isToRollBack', target: 'rollingBack', actions: 'takeUpRollback' },
        { target: 'failed' },
      ],
    },

    failed: {
      on: {
        ...whileSettled,
        advance: { actions: 'advance' },
        retry: { target: 'checking', actions: 'takeUpAgain' },
        // A restart is no new wish: what failed for good stays failed until something new is wanted (L-15).
        resumed: { actions: 'takeInventory' },
      },
    },

    rollingBack: {
      always: [
        { guard: and(['nothingRuns', 'wishWaits']), target: 'superseded' },
        { guard: and(['nothingRuns', 'rollbackFailed']), target: 'failed' },
        {
          guard: and(['stepIsFree', not('wishWaits'), not('rollbackFailed')]),
          actions: ['startNext', newestAttempt],
        },
        { guard: 'nothingRuns', target: 'failed' },
      ],
      on: {
        ...whenStepAnswers,
        ...whileWanted,
        withdraw: {
          guard: 'withdrawalDoesNotWait',
          actions: ['awaitWithdrawal', 'callOffForRemoval', calledOff],
        },
        resumed: { actions: ['takeInventory', 'replanRollback'] },
      },
    },

    removing: {
      always: [
        { guard: and(['nothingRuns', 'wishWaits']), target: 'superseded' },
        { guard: and(['stepIsFree', not('wishWaits')]), actions: ['startNext', newestAttempt] },
        { guard: and(['nothingRuns', 'somethingFailed']), target: 'removalFailed' },
        { guard: 'nothingRuns', target: 'removed' },
      ],
      on: {
        ...whenStepAnswers,
        ...whileRemoved,
        resumed: { actions: ['takeInventory', 'replanRemoval'] },
      },
    },

    removed: {
      entry: 'forget',
      on: {
        adopt: whileSettled.adopt,
        // Whatever is found after all is removed as well; if nothing is, `forget` is said again (L-17).
        resumed: { target: 'removing', actions: ['takeInventory', 'replanRemoval'] },
      },
    },

    removalFailed: {
      on: {
        adopt: whileSettled.adopt,
        retry: { target: 'removing', actions: 'takeUpRemovalAgain' },
        resumed: { target: 'removing', actions: ['takeInventory', 'replanRemoval'] },
      },
    },

    superseded: {
      always: [
        { guard: 'revisionWaits', target: 'checking', actions: 'takeUpWaiting' },
        { target: 'removing', actions: 'takeUpWaiting' },
      ],
    },
  },
});

import type { DeploymentId } from '@margo-sdk/spec-model/models';
import { and, assertEvent, assign, setup } from 'xstate';
import type { LifecycleEvent } from './event.js';
import * as facts from './facts.js';
import { planChange } from './plan.js';
import { storeRevision } from './revision.js';
import type { DeploymentFacts } from './snapshot.js';

const lifecycle = setup({
  types: { context: {} as DeploymentFacts, events: {} as LifecycleEvent, input: '' as DeploymentId },

  guards: {
    answersCheck: ({ context, event }) =>
      (event.type === 'checked' || event.type === 'refused') && event.digest === context.adopted?.digest,
    answersStep: ({ context, event }) =>
      (event.type === 'step.succeeded' || event.type === 'step.failed') && event.step === context.running?.number,
    nothingRuns: ({ context }) => context.running === null,
    stepsRemain: ({ context }) => context.ahead.length > 0,
    somethingFailed: ({ context }) => context.failures.length > 0,
    // A listed component that fails stops the rest (L-07); a dropped one that cannot be removed does not (L-15).
    listedFailed: ({ context: { adopted, failures } }) =>
      failures.some(({ step }) => adopted?.components.some(({ name }) => name === step.component)),
    wishWaits: ({ context }) => context.waiting !== null,
    revisionWaits: ({ context }) => context.waiting?.kind === 'revision',
    withdrawalDoesNotWait: ({ context }) => context.waiting?.kind !== 'withdrawal',
    foundOtherThanAdopted: ({ context, event }) =>
      event.type === 'resumed' && planChange(event.workloads, context.adopted?.components ?? []).steps.length > 0,
  },

  actions: {
    takeUpRevision: assign(({ context, event }) => {
      assertEvent(event, 'adopt');
      return facts.takeUpRevision(context, storeRevision(event.revision));
    }),
    takeUpWithdrawal: assign(({ context, event }) => {
      assertEvent(event, 'withdraw');
      return facts.takeUpWithdrawal(context, String(event.manifestVersion));
    }),
    awaitRevision: assign(({ event }) => {
      assertEvent(event, 'adopt');
      return facts.wait({ kind: 'revision', revision: storeRevision(event.revision) });
    }),
    awaitWithdrawal: assign(({ event }) => {
      assertEvent(event, 'withdraw');
      return facts.wait({ kind: 'withdrawal', manifestVersion: String(event.manifestVersion) });
    }),
    takeUpWaiting: assign(({ context }) => facts.takeUpWaiting(context)),
    advance: assign(({ context, event }) => {
      assertEvent(event, 'advance');
      return facts.advance(context, String(event.manifestVersion));
    }),
    startStep: assign(({ context }) => facts.startStep(context)),
    recordSuccess: assign(({ context }) => facts.recordSuccess(context)),
    recordFailure: assign(({ context, event }) => {
      assertEvent(event, 'step.failed');
      return facts.recordFailure(context, event.error);
    }),
    recordRefusal: assign(({ event }) => {
      assertEvent(event, 'refused');
      return facts.recordRefusal(event.error);
    }),
    takeInventory: assign(({ context, event }) => {
      assertEvent(event, 'resumed');
      return facts.takeInventory(context, event.workloads);
    }),
    replanChange: assign(({ context }) => facts.replanChange(context)),
    replanRemoval: assign(({ context }) => facts.replanRemoval(context)),

    // Effects: named here, performed by whoever drives the machine.
    check: () => {},
    run: () => {},
    forget: () => {},
  },
});

/** A wish that comes while something runs has to wait until that has answered (L-12, L-13). */
const whileWanted = {
  adopt: { actions: 'awaitRevision' },
  withdraw: { guard: 'withdrawalDoesNotWait', actions: 'awaitWithdrawal' },
  advance: { guard: 'withdrawalDoesNotWait', actions: 'advance' },
} as const;

/** The same when what runs is a removal already (L-14). */
const whileRemoved = {
  adopt: { actions: 'awaitRevision' },
  withdraw: { guard: 'revisionWaits', actions: 'awaitWithdrawal' },
  advance: { guard: 'revisionWaits', actions: 'advance' },
} as const;

const whenStepAnswers = {
  'step.succeeded': { guard: 'answersStep', actions: 'recordSuccess' },
  'step.failed': { guard: 'answersStep', actions: 'recordFailure' },
} as const;

/**
 * The lifecycle of one deployment. Events record what happened; where that leads is decided by the `always` lists, top
 * to bottom, as soon as nothing runs any more. The machine itself never waits, never tries again and does nothing.
 */
export const deploymentMachine = lifecycle.createMachine({
  id: 'deployment',
  initial: 'unadopted',
  // The input is the id itself: xstate begins a machine without input on every transition, where a member would throw.
  context: ({ input }) => facts.noFacts(input),
  states: {
    unadopted: {
      on: {
        adopt: { target: 'checking', actions: 'takeUpRevision' },
        withdraw: { target: 'removing', actions: 'takeUpWithdrawal' },
        resumed: { actions: 'takeInventory' },
      },
    },

    checking: {
      entry: 'check',
      on: {
        ...whileWanted,
        checked: { guard: 'answersCheck', target: 'applying' },
        refused: { guard: 'answersCheck', target: 'failed', actions: 'recordRefusal' },
        resumed: [
          { guard: 'wishWaits', target: 'superseded', actions: 'takeInventory' },
          { target: 'checking', reenter: true, actions: ['takeInventory', 'replanChange'] },
        ],
      },
    },

    applying: {
      always: [
        { guard: and(['nothingRuns', 'wishWaits']), target: 'superseded' },
        { guard: and(['nothingRuns', 'listedFailed']), target: 'failed' },
        { guard: and(['nothingRuns', 'stepsRemain']), actions: ['startStep', 'run'] },
        { guard: and(['nothingRuns', 'somethingFailed']), target: 'failed' },
        { guard: 'nothingRuns', target: 'installed' },
      ],
      on: {
        ...whileWanted,
        ...whenStepAnswers,
        resumed: { actions: ['takeInventory', 'replanChange'] },
      },
    },

    installed: {
      on: {
        adopt: { target: 'checking', actions: 'takeUpRevision' },
        withdraw: { target: 'removing', actions: 'takeUpWithdrawal' },
        advance: { actions: 'advance' },
        resumed: [
          { guard: 'foundOtherThanAdopted', target: 'checking', actions: ['takeInventory', 'replanChange'] },
          { actions: 'takeInventory' },
        ],
      },
    },

    failed: {
      always: { guard: 'wishWaits', target: 'superseded' },
      on: {
        adopt: { target: 'checking', actions: 'takeUpRevision' },
        withdraw: { target: 'removing', actions: 'takeUpWithdrawal' },
        advance: { actions: 'advance' },
        // A restart is no new wish: what failed for good stays failed until something new is wanted (L-15).
        resumed: { actions: 'takeInventory' },
      },
    },

    removing: {
      always: [
        { guard: and(['nothingRuns', 'wishWaits']), target: 'superseded' },
        { guard: and(['nothingRuns', 'stepsRemain']), actions: ['startStep', 'run'] },
        { guard: and(['nothingRuns', 'somethingFailed']), target: 'removalFailed' },
        { guard: 'nothingRuns', target: 'removed' },
      ],
      on: {
        ...whileRemoved,
        ...whenStepAnswers,
        resumed: { actions: ['takeInventory', 'replanRemoval'] },
      },
    },

    removed: {
      entry: 'forget',
      on: {
        adopt: { target: 'checking', actions: 'takeUpRevision' },
        // Whatever is found after all is removed as well; if nothing is, `forget` is said again (L-17).
        resumed: { target: 'removing', actions: ['takeInventory', 'replanRemoval'] },
      },
    },

    removalFailed: {
      on: {
        adopt: { target: 'checking', actions: 'takeUpRevision' },
        // To ask again is to ask for another attempt, so a removal that failed is no dead end.
        withdraw: { target: 'removing', actions: 'takeUpWithdrawal' },
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

/**
 * What the lifecycle is measured against: the same machine as one would write it with nothing but xstate. It has the
 * phases, events and guards of ours, `always` lists that decide, a context of the same members that `assign` replaces,
 * and for each step a child of the size of our component machine. It has no plan (its steps are written down
 * beforehand), checks no revision, makes no reports and no snapshots, and refuses nothing with an error: what it drops
 * is dropped. Children that have ended are kept, for stopping them costs it more than they do.
 */
import { createRequire } from 'node:module';

const require = createRequire(new URL('../packages/state-machine/package.json', import.meta.url));
const { and, assign, createActor, enqueueActions, initialTransition, not, setup, transition } = require('xstate');

/** A step over its attempts: the stages, events and guards of our component machine. */
const step = setup({
  guards: {
    installs: ({ context: { kind } }) => kind !== 'prepare' && kind !== 'remove',
    attemptsRemain: ({ context: { attempt, maxAttempts } }) => attempt < maxAttempts,
    isRetryable: ({ event }) => event.retryable === true,
    ranOutOfTime: ({ context: { error } }) => error !== null,
  },
  actions: {
    takeError: assign(({ event }) => ({ error: event.error })),
    takeTimeout: assign({ error: 'TIMED_OUT' }),
    countAttempt: assign(({ context: { attempt } }) => ({ attempt: attempt + 1, error: null })),
  },
}).createMachine({
  initial: 'working',
  context: ({ input }) => input ?? {},
  states: Object.fromEntries([
    ...['working', 'settling', 'pausing', 'cancelling'].map((stage) => [
      stage,
      {
        on: {
          'step.applied': { guard: 'installs', target: 'settling' },
          'step.succeeded': [{ guard: and(['installs', 'ranOutOfTime']), target: 'failed' }, { target: 'done' }],
          'step.failed': [
            { guard: and(['isRetryable', not('installs')]), target: 'pausing', actions: 'takeError' },
            { guard: and(['isRetryable', 'attemptsRemain']), target: 'pausing', actions: 'takeError' },
            { target: 'failed', actions: 'takeError' },
          ],
          'step.cancelled': { target: 'cancelled' },
          tryAgain: { target: 'working', actions: 'countAttempt' },
          timeout: { target: 'cancelling', actions: 'takeTimeout' },
        },
      },
    ]),
    ...['done', 'failed', 'cancelled'].map((end) => [end, { type: 'final' }]),
  ]),
});

/** Takes what is next up, and leaves it to `keep` how the step is kept. */
const startNext = ({ ahead: [next, ...ahead], running, stepCount, begun }, keep) => ({
  ahead,
  begun: next.kind === 'prepare' ? begun : [...begun, next],
  running: [...running, keep({ ...next, number: stepCount + 1, attempt: 1, maxAttempts: 3, error: null })],
  stepCount: stepCount + 1,
});

const endStep = ({ running, workloads, adopted }, number) => {
  const { kind, component } = running.find((one) => one.number === number);
  const { fingerprint } = adopted.components.find(({ name }) => name === component);
  return {
    running: running.filter((one) => one.number !== number),
    workloads: kind === 'prepare' ? workloads : [...workloads, { name: component, fingerprint }],
  };
};

const takeUp = ({ event: { revision } }) => ({
  adopted: revision,
  waiting: null,
  begun: [],
  failures: [],
  refusal: null,
  ahead: ['prepare', 'install'].flatMap((kind) =>
    revision.components.map(({ name, fingerprint: { placement } }) => ({ kind, component: name, placement })),
  ),
});

const childOf = ({ running }, number) => running.find((one) => one.number === number)?.child;

/** The deployment. With `children` each step is an actor of its own, else a member of the context that only answers end. */
const deployment = (children) =>
  setup({
    actors: { step },
    guards: {
      answersCheck: ({ context, event }) => event.digest === context.adopted?.digest,
      answersStep: ({ context, event }) =>
        children
          ? childOf(context, event.step)?.getSnapshot().can(event) === true
          : context.running.some(({ number }) => number === event.step),
      isRetryTimer: ({ context, event }) => context.running.some(({ number }) => event.timer === `retry ${number}`),
      isTimeout: ({ context, event }) => context.running.some(({ number }) => event.timer === `timeout ${number}`),
      nothingRuns: ({ context }) => context.running.length === 0,
      stepIsFree: ({ context }) => context.running.length === 0 && context.ahead.length > 0,
      preparationIsNext: ({ context }) => context.ahead[0]?.kind === 'prepare',
      somethingFailed: ({ context }) => context.failures.length > 0,
      isStopped: ({ context }) => context.failures.length > 0,
      isRefused: ({ context }) => context.refusal !== null,
      wishWaits: ({ context }) => context.waiting !== null,
      revisionWaits: ({ context }) => context.waiting?.kind === 'revision',
      withdrawalDoesNotWait: ({ context }) => context.waiting?.kind !== 'withdrawal',
      counts: ({ context, event }) => context.workloads.some(({ name }) => name === event.component),
      isToRollBack: ({ context }) => context.rollback !== null,
      rollbackFailed: ({ context }) => context.rollback?.failure !== null,
    },
    actions: {
      takeUp: assign(takeUp),
      wait: assign(({ event }) => ({ waiting: event })),
      takeUpWaiting: assign(({ context: { waiting } }) => takeUp({ event: waiting })),
      noteInstalled: assign(({ context: { adopted } }) => ({ lastInstalled: adopted })),
      advance: assign(({ context, event }) => ({ adopted: { ...context.adopted, manifestVersion: event.version } })),
      startNext: children
        ? assign(({ context, spawn }) =>
            startNext(context, (next) => ({ ...next, child: spawn('step', { id: `${next.number}`, input: next }) })),
          )
        : assign(({ context }) => startNext(context, (next) => next)),
      takeAnswer: children
        ? enqueueActions(({ context, event, enqueue }) => enqueue.sendTo(childOf(context, event.step), event))
        : assign(({ context, event }) => endStep(context, event.step)),
      takeEnd: assign(({ context, event }) => endStep(context, Number(event.actorId))),
      recordRefusal: assign(({ event }) => ({ refusal: event.error })),
      recordFailure: assign(({ context, event }) => ({ failures: [...context.failures, event.error] })),
      takeInventory: assign(({ event }) => ({ workloads: event.workloads, running: [] })),
      check: () => {},
      run: () => {},
      cancel: () => {},
      forget: () => {},
    },
  }).createMachine({
    initial: 'unadopted',
    context: ({ input }) => input ?? {},
    states: {
      unadopted: { on: { ...whileSettled, resumed: { actions: 'takeInventory' } } },
      checking: {
        entry: 'check',
        on: {
          ...whileWanted,
          checked: { guard: 'answersCheck', target: 'preparing' },
          refused: { guard: 'answersCheck', target: 'failed', actions: 'recordRefusal' },
        },
      },
      preparing: {
        always: [
          { guard: and(['nothingRuns', 'wishWaits']), target: 'superseded' },
          { guard: and(['nothingRuns', 'isRefused']), target: 'failed' },
          { guard: and(['nothingRuns', 'preparationIsNext']), actions: ['startNext', 'run'] },
          { guard: 'nothingRuns', target: 'applying' },
        ],
        on: { ...whenStepAnswers, ...whileWanted },
      },
      applying: {
        always: [
          { guard: and(['nothingRuns', 'wishWaits']), target: 'superseded' },
          { guard: and(['nothingRuns', 'isStopped']), target: 'failed' },
          { guard: and(['stepIsFree', not('wishWaits'), not('isStopped')]), actions: ['startNext', 'run'] },
          { guard: and(['nothingRuns', 'somethingFailed']), target: 'failed' },
          { guard: 'nothingRuns', target: 'installed' },
        ],
        on: {
          ...whenStepAnswers,
          ...whileWanted,
          'component.gaveUp': { guard: 'counts', actions: 'recordFailure' },
        },
      },
      installed: { entry: 'noteInstalled', on: { ...whileSettled, advance: { actions: 'advance' } } },
      failed: {
        always: [
          { guard: 'wishWaits', target: 'superseded' },
          { guard: 'isToRollBack', target: 'rollingBack' },
        ],
        on: { ...whileSettled, retry: 'checking' },
      },
      rollingBack: {
        always: [
          { guard: and(['nothingRuns', 'wishWaits']), target: 'superseded' },
          { guard: and(['nothingRuns', 'rollbackFailed']), target: 'failed' },
          { guard: and(['stepIsFree', not('wishWaits'), not('rollbackFailed')]), actions: ['startNext', 'run'] },
          { guard: 'nothingRuns', target: 'failed' },
        ],
        on: { ...whenStepAnswers, ...whileWanted },
      },
      removing: {
        always: [
          { guard: and(['nothingRuns', 'wishWaits']), target: 'superseded' },
          { guard: and(['stepIsFree', not('wishWaits')]), actions: ['startNext', 'run'] },
          { guard: and(['nothingRuns', 'somethingFailed']), target: 'removalFailed' },
          { guard: 'nothingRuns', target: 'removed' },
        ],
        on: { ...whenStepAnswers, ...whileWanted },
      },
      removed: { entry: 'forget', on: whileSettled },
      removalFailed: { on: { ...whileSettled, retry: 'removing' } },
      superseded: {
        always: [{ guard: 'revisionWaits', target: 'checking', actions: 'takeUpWaiting' }, { target: 'removing' }],
      },
    },
  });

const whenStepAnswers = {
  'step.applied': { guard: 'answersStep', actions: 'takeAnswer' },
  'step.succeeded': { guard: 'answersStep', actions: 'takeAnswer' },
  'step.failed': { guard: 'answersStep', actions: 'takeAnswer' },
  'step.cancelled': { guard: 'answersStep', actions: 'takeAnswer' },
  'xstate.done.actor.*': { actions: 'takeEnd' },
  timer: [
    { guard: 'isRetryTimer', actions: 'takeAnswer' },
    { guard: 'isTimeout', actions: ['takeAnswer', 'cancel'] },
  ],
};

const whileWanted = {
  adopt: { actions: 'wait' },
  withdraw: { guard: 'withdrawalDoesNotWait', actions: ['wait', 'cancel'] },
  advance: { guard: 'withdrawalDoesNotWait', actions: 'advance' },
  resumed: { actions: 'takeInventory' },
};

const whileSettled = { adopt: { target: 'checking', actions: 'takeUp' }, withdraw: { target: 'removing' } };

const input = (deploymentId) => ({
  deploymentId,
  adopted: null,
  lastInstalled: null,
  waiting: null,
  workloads: [],
  begun: [],
  ahead: [],
  running: [],
  cutOff: [],
  stepCount: 0,
  failures: [],
  refusal: null,
  rollback: null,
  told: null,
  policy: {},
});

const withChildren = deployment(true);
const without = deployment(false);

/** The events of an installation: the revision, the check, a preparation of each component and its installation. */
const eventsOf = (revision) => [
  { type: 'adopt', revision },
  { type: 'checked', digest: revision.digest },
  ...[...revision.components, ...revision.components].map((_, n) => ({ type: 'step.succeeded', step: n + 1 })),
];

const mustBeInstalled = (state) => {
  if (state.value !== 'installed') throw new Error(`What is measured has to succeed; it ended ${state.value}.`);
};

const runActor = (machine, deploymentId, revision) => {
  const actor = createActor(machine, { input: input(deploymentId) }).start();
  for (const event of eventsOf(revision)) actor.send(event);
  mustBeInstalled(actor.getSnapshot());
  return actor;
};

/** A started actor that has installed a revision, with an actor for each step. */
export const installWithActors = (deploymentId, revision) => runActor(withChildren, deploymentId, revision);

/** The same without machines for the steps: the least that xstate can do for these events. */
export const installWithOneActor = (deploymentId, revision) => runActor(without, deploymentId, revision);

/** The same with the pure functions of xstate, for the deployment and for each answer to a step. */
export const installPurely = (deploymentId, revision) => {
  let [state] = initialTransition(without, input(deploymentId));
  for (const event of eventsOf(revision)) {
    if (event.type === 'step.succeeded') {
      const context = state.context.running.find(({ number }) => number === event.step);
      transition(step, step.resolveState({ value: 'working', context }), event);
    }
    [state] = transition(without, state, event);
  }
  mustBeInstalled(state);
  return state;
};

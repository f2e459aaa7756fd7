import {
  allowedEvents,
  desiredDigest,
  restoreSnapshot,
  statusReport,
  timersOf,
  TIMED_OUT,
  type DeploymentSnapshot,
  type LifecycleEffect,
  type PlannedStep,
  type StepAttempt,
  type StepInProgress,
} from '@margo-sdk/state-machine';
import { legalityFaults, moveFaults, orderFaults, truthFaults, type Busy } from '../support/oracle.js';
import { eventsIn } from './events.js';
import type { Taken } from './graph.js';
import { knownAfter, placesOf } from './known.js';
import type { Model } from './models.js';

// What must be so on each edge and in each state. Written from the rules: it asks the snapshot what is going on, and
// never the code what should come of it.

const touches = ({ step: { kind } }: StepInProgress): boolean => kind !== 'prepare';
const installs = (one: StepInProgress): boolean => touches(one) && one.step.kind !== 'remove';

const busyIn = ({ running }: DeploymentSnapshot): Busy[] =>
  running.flatMap((one) =>
    touches(one) ? [{ component: one.step.component, applied: installs(one) && one.stage === 'settling' }] : [],
  );

const told = ({ told }: DeploymentSnapshot): string => JSON.stringify(told);

const reportOf = (effects: Taken['effects']) => effects.flatMap((one) => (one.type === 'report' ? [one.report] : []));

/** L-19, L-25, ST-10: a report is sent when something has changed, once, and before anything else is done. */
const tellingFaults = ({ before, event, after, effects }: Taken): string[] => {
  const faults: string[] = [];
  const [report, ...more] = reportOf(effects);
  if (more.length > 0 || (report && effects[0]?.type !== 'report')) faults.push('not one report, before all else');
  if (report === undefined) {
    if (after.adopted !== null && told(before) !== told(after)) faults.push('a change is not reported');
    return faults;
  }
  if (JSON.stringify({ status: report.status, components: report.components }) !== told(after))
    faults.push('what is sent is not what is remembered');
  const isTakenUp = before.waiting !== null && after.waiting === null;
  const isAnew = event.type === 'resumed' || event.type === 'adopt' || event.type === 'withdraw' || isTakenUp;
  if (!isAnew && told(before) === told(after)) faults.push('the same is reported again');
  if (String(report.adoptedManifestVersion) < (before.adopted?.manifestVersion ?? '0'))
    faults.push('the adopted version goes back');
  faults.push(...moveFaults(before.told, report));
  // L-02
  const isSame = before.adopted?.digest === after.adopted?.digest && event.type === 'step.succeeded';
  if (isSame && before.phase === 'applying' && after.phase === 'applying')
    if (before.told?.status.state === 'installing' && report.status.state === 'pending')
      faults.push('the overall state goes back to pending between two components');
  return faults;
};

const attemptsOf = ({ running }: DeploymentSnapshot): ReadonlySet<number> =>
  new Set(running.map(({ step }) => step.number));

const isSameStep =
  ({ component, placement }: PlannedStep) =>
  ({ step }: StepInProgress): boolean =>
    step.component === component && step.placement === placement;

const isSameCut =
  ({ component, placement }: PlannedStep) =>
  (cut: StepAttempt): boolean =>
    cut.component === component && cut.placement === placement;

/** Invariant 2, and which effects go with what is remembered. */
const stepFaults = ({ policy }: Model, { before, event, after, effects }: Taken): string[] => {
  const faults: string[] = [];
  const asked = (type: LifecycleEffect['type']) => effects.filter((one) => one.type === type).length;
  const runs = effects.flatMap((one) => (one.type === 'run' ? [one.step] : []));
  const earlier = event.type === 'resumed' ? new Set<number>() : attemptsOf(before);
  const started = after.running.filter(({ step }) => !earlier.has(step.number));
  if (started.map(({ step }) => step.number).join() !== runs.map(({ number }) => number).join())
    faults.push('what is run is not what was started');

  const towards = after.rollback ? after.lastInstalled : after.adopted;
  for (const step of runs) {
    const busy = busyIn(after).filter(({ component }) => component !== step.component);
    if (after.running.filter((one) => one.step.component === step.component).length > 1)
      faults.push(`two steps on ${step.component} at once`);
    // What was begun is gone on with after a pause or a restart, whatever has become of those before it (L-05).
    const isGoingOn =
      event.type === 'timer' || before.running.some(isSameStep(step)) || before.cutOff.some(isSameCut(step));
    if (towards) faults.push(...orderFaults(step, towards, after.workloads, busy, policy, isGoingOn));
    if (after.waiting) faults.push('a step is started while a wish waits (L-12)');
    const isLast = step.kind === 'prepare' || step.kind === 'remove' || step.attempt <= policy.maxAttempts;
    if (!isLast) faults.push('more attempts than there may be (L-15)');
    const isListed = after.adopted?.components.some(({ name }) => name === step.component);
    const isStopped = after.failures.length > 0 && after.phase === 'applying' && !isGoingOn;
    if (isStopped && isListed) faults.push('a listed component is started after a failure (L-07)');
    if (step.kind === 'prepare' && after.running.length > 1) faults.push('a preparation beside something else');
  }

  const told = new Set(effects.flatMap((one) => (one.type === 'cancel' ? [one.step] : [])));
  for (const { step, stage } of after.running) {
    const was = before.running.find((one) => one.step.number === step.number);
    if (stage === 'cancelling' && was?.stage !== 'cancelling' && !told.has(step.number))
      faults.push('called off, and nobody is told');
    if (stage === 'settling' && was?.stage !== 'settling' && event.type !== 'step.applied')
      faults.push('in place, and nobody said so');
    if (stage !== 'cancelling' && told.has(step.number)) faults.push('told to stop, and not called off');
  }
  const isTakenUp = before.waiting !== null && after.waiting === null;
  const isChecked =
    after.phase === 'checking' && (before.phase !== 'checking' || isTakenUp || event.type === 'resumed');
  if (asked('check') !== (isChecked ? 1 : 0)) faults.push('a check too many, or one too few');
  const isGone = after.phase === 'removed' && (before.phase !== 'removed' || event.type === 'resumed');
  if (asked('forget') !== (isGone ? 1 : 0)) faults.push('forgotten at the wrong time');
  if (effects.some(({ type }) => type === 'event.refused')) faults.push('refused');
  return faults;
};

/** L-06, L-15: what comes of what a runtime answers, and of time. */
const answerFaults = ({ policy }: Model, { before, event, after }: Taken): string[] => {
  const faults: string[] = [];
  if (event.type === 'step.failed' && event.retryable) {
    const one = before.running.find(({ step }) => step.number === event.step)!;
    const pauses = after.running.some(({ step, stage }) => step.number === event.step && stage === 'pausing');
    const isOpen = !installs(one) || one.step.attempt < policy.maxAttempts;
    const isWanted = before.waiting === null && one.stage !== 'cancelling';
    if (isWanted && pauses !== isOpen) faults.push(isOpen ? 'not tried again' : 'tried again too often');
  }
  if (event.type === 'timer' && event.timer.startsWith('timeout')) {
    const one = before.running.find(
      ({ since, step }) => event.timer === `timeout ${installs({ step } as StepInProgress) ? since : step.number}`,
    )!;
    const view = after.told?.components.find(({ name }) => name === one.step.component);
    const isReported = installs(one) && after.rollback === null && after.waiting === null;
    if (isReported && (view?.state !== 'failed' || view.error?.code !== TIMED_OUT))
      faults.push('out of time, and not reported as such (L-06)');
  }
  return faults;
};

/** A wish is never lost, and nothing else is wanted than what was wished last. */
const wishFaults = ({ before, event, after }: Taken): string[] => {
  const wanted =
    event.type === 'adopt' ? event.revision.digest : event.type === 'withdraw' ? null : desiredDigest(before);
  const faults = desiredDigest(after) === wanted ? [] : ['a wish is lost'];
  const isInstalled = after.phase === 'installed' && before.phase !== 'installed';
  if (isInstalled && after.lastInstalled?.digest !== after.adopted?.digest)
    faults.push('what is installed is not kept');
  if (after.phase === 'removing' && after.lastInstalled !== null) faults.push('what is removed counts as installed');
  if (event.type === 'advance') {
    const { manifestVersion } = (after.waiting?.kind === 'revision' ? after.waiting.revision : after.adopted)!;
    if (manifestVersion !== String(event.manifestVersion)) faults.push('does not advance (L-25)');
  }
  return faults;
};

/** L-04, L-16: what a report says over all while something is removed or brought back. */
const phaseFaults = ({ phase, told, rollback, adopted, lastInstalled }: DeploymentSnapshot): string[] => {
  const faults: string[] = [];
  const overall = told?.status.state;
  if (adopted === null) return faults;
  if (phase === 'removing' && overall !== 'removing' && overall !== 'failed') faults.push(`removing is ${overall}`);
  if (phase === 'removed' && overall !== 'removed') faults.push(`removed is ${overall}`);
  if ((phase === 'installed') !== (overall === 'installed')) faults.push(`${phase} is ${overall}`);
  if (['failed', 'removalFailed', 'rollingBack'].includes(phase) && overall !== 'failed')
    faults.push(`${phase} is ${overall}`);
  if (phase === 'rollingBack' && (rollback === null || lastInstalled === null)) faults.push('brought back to nothing');
  return faults;
};

/** What must be so on each edge. */
export const edgeFaults = (model: Model, taken: Taken): string[] => {
  const faults = [
    ...tellingFaults(taken),
    ...stepFaults(model, taken),
    ...answerFaults(model, taken),
    ...wishFaults(taken),
  ];
  const expected = placesOf(knownAfter(taken.before, taken.event));
  const actual = placesOf(taken.after.workloads);
  if (expected !== actual) faults.push(`${actual} counts as there, not ${expected}`);
  return faults;
};

/** What must be so in each state, whatever led there. */
export const stateFaults = ({ revisions, policy }: Model, snapshot: DeploymentSnapshot): string[] => {
  const faults: string[] = [];
  const stored = JSON.stringify(snapshot);
  if (JSON.stringify(restoreSnapshot(JSON.parse(stored))) !== stored) faults.push('does not come back from JSON');

  const report = statusReport(snapshot, policy);
  if (report) {
    if (JSON.stringify({ status: report.status, components: report.components }) !== told(snapshot))
      faults.push('what was last told is not so');
    faults.push(...legalityFaults(report, snapshot.adopted!));
    faults.push(...truthFaults(report, snapshot.adopted!, snapshot.workloads, busyIn(snapshot)));
    faults.push(...phaseFaults(snapshot));
  }

  const timers = timersOf(snapshot, policy).map(({ timer }) => timer);
  if (new Set(timers).size !== timers.length) faults.push('two timers of one name');
  for (const one of snapshot.running) {
    const { step, stage, since } = one;
    if (stage === 'cancelling') continue;
    const isBounded = installs(one) || stage !== 'pausing';
    if (isBounded !== timers.includes(`timeout ${installs(one) ? since : step.number}`))
      faults.push('a timeout is wrong');
    if ((stage === 'pausing') !== timers.includes(`retry ${step.number}`)) faults.push('a retry is wrong');
  }

  const expected = new Set(eventsIn(snapshot, revisions, policy).map(({ event }) => event.type));
  const allowed = allowedEvents(snapshot, policy);
  for (const type of allowed)
    if (!expected.has(type) && type !== 'component.gaveUp') faults.push(`${type} is allowed in ${snapshot.phase}`);
  for (const type of expected) if (!allowed.includes(type)) faults.push(`${type} is not allowed in ${snapshot.phase}`);
  return faults;
};

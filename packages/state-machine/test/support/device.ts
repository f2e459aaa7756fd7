import type { DeploymentStatusManifest, Digest } from '@margo-sdk/spec-model';
import {
  allowedEvents,
  DEFAULT_POLICY,
  lifecyclePolicy,
  nextLifecycle,
  restoreSnapshot,
  startLifecycle,
  timersOf,
  type DeploymentSnapshot,
  type LifecycleEffect,
  type LifecycleEvent,
  type LifecyclePolicy,
  type PlannedStep,
  type Revision,
  type Step,
  type StepFailedEvent,
  type Workload,
} from '@margo-sdk/state-machine';
import type { Busy } from './oracle.js';
import { DEPLOYMENT_ID, revision } from './revisions.js';

/** How far a step had come when the process stopped. */
export type Progress = 'nothing' | 'half' | 'all';

export interface Observer {
  /** A step is handed to the runtime while the device looks like this. */
  readonly onRun?: (
    step: Step,
    towards: Revision,
    present: readonly Workload[],
    busy: readonly Busy[],
    /** It had begun before a pause or a restart. */
    isGoingOn: boolean,
  ) => void;
  readonly onReport?: (
    report: DeploymentStatusManifest,
    adopted: Revision,
    present: readonly Workload[],
    busy: readonly Busy[],
  ) => void;
}

const failure = (message: string, code = 'BROKEN') => ({ code, message });

/** A step that was handed to the runtime and not answered yet. */
interface Handed {
  readonly step: Step;
  cancelled: boolean;
  applied: boolean;
}

const revisionsIn = ({ adopted, lastInstalled, waiting }: DeploymentSnapshot): Revision[] =>
  [lastInstalled, adopted, waiting?.kind === 'revision' ? waiting.revision : null].flatMap((stored) =>
    stored === null ? [] : [{ ...stored, manifestVersion: BigInt(stored.manifestVersion) }],
  );

/**
 * A device of its own making: it really has workloads, does what the effects say and answers. Which revision it applies
 * it knows from the check effects, not from the snapshot, which makes a round trip through JSON after every event.
 * Preparations succeed at once and are not counted, unless `byHand` says that the test answers them. With `from` it has
 * just been switched on, and is as that snapshot says.
 */
export const createDevice = (
  observer: Observer = {},
  policy: LifecyclePolicy = DEFAULT_POLICY,
  {
    byHand = false,
    from = startLifecycle({ deploymentId: DEPLOYMENT_ID }),
  }: { readonly byHand?: boolean; readonly from?: DeploymentSnapshot } = {},
) => {
  let snapshot = from;
  let present = [...from.workloads];
  let checking: Digest | undefined;
  let handed: Handed[] = [];
  /** Components on which something was being done when the process stopped. */
  let cutOff = new Set<string>();
  let adopted: Revision | undefined;
  const wanted = new Map(revisionsIn(from).map((one) => [one.digest, one]));
  const reports: DeploymentStatusManifest[] = [];
  const steps: string[] = [];
  let forgotten = 0;

  const send = (event: LifecycleEvent): void => {
    if (event.type === 'adopt') wanted.set(event.revision.digest, event.revision);
    const outcome = nextLifecycle(snapshot, event, policy);
    snapshot = restoreSnapshot(JSON.parse(JSON.stringify(outcome.snapshot)));
    // A check is announced after the report of the adoption, but both speak of the same revision.
    const check = outcome.effects.find(({ type }) => type === 'check');
    if (check?.type === 'check') adopted = wanted.get(check.digest);
    for (const effect of outcome.effects) perform(effect);
    const preparation = handed.find(({ step }) => step.kind === 'prepare');
    if (preparation && !byHand) answer(preparation.step.number, { type: 'step.succeeded' });
  };

  const busy = (): Busy[] =>
    handed.flatMap(({ step: { kind, component }, applied }) => (kind === 'prepare' ? [] : [{ component, applied }]));

  const perform = (effect: LifecycleEffect): void => {
    switch (effect.type) {
      case 'report':
        reports.push(effect.report);
        if (adopted) observer.onReport?.(effect.report, adopted, present, busy());
        return;
      case 'check':
        if (checking || handed.length > 0) throw new Error('A check was started while something ran.');
        checking = effect.digest;
        cutOff = new Set();
        return;
      case 'run': {
        const { step } = effect;
        const twice = handed.find((one) => one.step.component === step.component);
        if (checking || twice) throw new Error('A step was started while something ran.');
        const others = busy();
        handed.push({ step, cancelled: false, applied: false });
        if (step.kind === 'prepare') return;
        steps.push(`${step.kind} ${step.component}`);
        const towards = step.digest === null ? undefined : wanted.get(step.digest);
        if (towards) observer.onRun?.(step, towards, present, others, step.attempt > 1 || cutOff.has(step.component));
        cutOff.delete(step.component);
        return;
      }
      case 'cancel': {
        const one = handed.find(({ step }) => step.number === effect.step);
        if (one === undefined) throw new Error('A step was called off that nobody is at.');
        one.cancelled = true;
        return;
      }
      case 'forget':
        forgotten += 1;
    }
  };

  type Answer = { readonly type: 'step.applied' | 'step.succeeded' | 'step.cancelled' } | Omit<StepFailedEvent, 'step'>;

  const answer = (number: number, what: Answer): void => {
    for (const one of handed) if (one.step.number === number && what.type === 'step.applied') one.applied = true;
    if (what.type !== 'step.applied') handed = handed.filter(({ step }) => step.number !== number);
    send({ ...what, step: number });
  };

  const isAt =
    ({ component, placement }: PlannedStep) =>
    ({ name, fingerprint }: Workload): boolean =>
      name === component && fingerprint.placement === placement;

  const specOf = (step: Step) => {
    const revision = [...wanted.values()].find(({ digest }) => digest === step.digest);
    return revision?.components.find(({ name }) => name === step.component);
  };

  const carryOut = (step: Step, progress: Progress): void => {
    if (progress === 'nothing' || step.kind === 'prepare') return;
    const before = present.find(isAt(step));
    const others = present.filter((workload) => !isAt(step)(workload));
    if (step.kind === 'remove') {
      present = progress === 'all' || !before ? others : [...others, { ...before, doubtful: true }];
      return;
    }
    const spec = specOf(step);
    if (!spec) throw new Error(`Step for ${step.component}, which is not wanted.`);
    const { name, fingerprint } = spec;
    present = [...others, { name, fingerprint, ...(progress === 'all' ? {} : { doubtful: true }) }];
  };

  const oldest = (component?: string): Step => {
    const one = handed.find(({ step }) => component === undefined || step.component === component);
    if (!one) throw new Error('No step to carry out.');
    return one.step;
  };

  return {
    send,
    want: (text: string, version: bigint) => send({ type: 'adopt', revision: revision(text, version) }),
    withdraw: (manifestVersion: bigint) => send({ type: 'withdraw', manifestVersion }),
    advance: (manifestVersion: bigint) => send({ type: 'advance', manifestVersion }),
    retry: () => send({ type: 'retry' }),
    /** Answers the check; with a text it is refused for that reason. */
    check: (refusal?: string, code?: string): void => {
      const digest = checking;
      if (!digest) throw new Error('No check to answer.');
      checking = undefined;
      send(
        refusal === undefined
          ? { type: 'checked', digest }
          : { type: 'refused', digest, error: failure(refusal, code) },
      );
    },
    /** Carries the oldest step out, or that on a component; with a text it fails half-way for that reason. */
    step: (problem?: string, { component, retryable = false }: StepOptions = {}): void => {
      const step = oldest(component);
      carryOut(step, problem === undefined ? 'all' : 'half');
      if (problem === undefined) answer(step.number, { type: 'step.succeeded' });
      else answer(step.number, { type: 'step.failed', error: failure(problem), retryable });
    },
    /** Puts a component in place that is not ready yet (L-05). */
    apply: (component?: string): void => {
      const step = oldest(component);
      carryOut(step, 'half');
      answer(step.number, { type: 'step.applied' });
    },
    /** Answers that a step was called off half-way (L-13). */
    callOff: (component?: string): void => {
      const step = oldest(component);
      carryOut(step, 'half');
      answer(step.number, { type: 'step.cancelled' });
    },
    /** Lets the time come that the first timer of this kind was set for, or that of a component. */
    fire: (kind: 'retry' | 'timeout', component?: string): void => {
      const running = snapshot.running.filter(({ step }) => component === undefined || step.component === component);
      const timer = timersOf({ ...snapshot, running }, policy).find((one) => one.timer.startsWith(kind))?.timer;
      if (timer === undefined) throw new Error(`No ${kind} is set.`);
      send({ type: 'timer', timer });
    },
    /** Tells that a component has given up restarting (L-20). */
    giveUp: (component: string): void =>
      send({ type: 'component.gaveUp', component, error: failure('keeps stopping') }),
    allowed: (): readonly LifecycleEvent['type'][] => allowedEvents(snapshot, policy),
    /** Stops the process and starts it again; the runtime then tells what is there, in no particular order. */
    crash: (progress: Progress = 'nothing'): void => {
      for (const { step } of handed) {
        carryOut(step, progress);
        if (step.kind !== 'prepare') cutOff.add(step.component);
      }
      handed = [];
      checking = undefined;
      send({ type: 'resumed', workloads: [...present].reverse() });
    },
    /** Puts something on the device behind everybody's back. */
    tamper: (workloads: readonly Workload[]): void => {
      present = [...workloads];
    },
    policy,
    get snapshot() {
      return snapshot;
    },
    get present() {
      return present;
    },
    /** The oldest step that was handed to the runtime and not answered. */
    get running() {
      return handed[0]?.step;
    },
    /** Numbers of the steps that were called off and not answered. */
    get calledOff() {
      return handed.flatMap(({ step, cancelled }) => (cancelled ? [step.number] : []));
    },
    get checking() {
      return checking;
    },
    get timers() {
      return timersOf(snapshot, policy);
    },
    get busy() {
      return checking !== undefined || snapshot.running.length > 0;
    },
    reports,
    /** Every attempt that was started, as `install broker`; without preparations. */
    steps,
    get forgotten() {
      return forgotten;
    },
    /** The reports so far, as `installing: broker=installed dashboard=installing`. */
    told: () =>
      reports.map(
        ({ status, components }) => `${status.state}: ${components.map((c) => `${c.name}=${c.state}`).join(' ')}`,
      ),
    /** Answers everything with success until nothing is asked any more. */
    settle(): void {
      while (this.busy)
        if (checking) this.check();
        else if (handed.length > 0) this.step();
        else this.fire('retry');
    },
  };
};

/** How a step fails, and which. */
export interface StepOptions {
  readonly component?: string;
  readonly retryable?: boolean;
}

export type Device = ReturnType<typeof createDevice>;

/** A device on which a deployment is installed; its reports and steps so far are forgotten. */
export const deviceWith = (text: string, chosen: Partial<LifecyclePolicy> = {}, byHand = false): Device => {
  const device = createDevice({}, lifecyclePolicy(chosen), { byHand });
  device.want(text, 1n);
  device.settle();
  device.reports.length = 0;
  device.steps.length = 0;
  return device;
};

/** A device that has nothing, and is applying a deployment. */
export const deviceApplying = (text: string, chosen: Partial<LifecyclePolicy> = {}): Device => {
  const device = createDevice({}, lifecyclePolicy(chosen));
  device.want(text, 1n);
  device.check();
  return device;
};

import type { DeploymentStatusManifest, Digest } from '@margo-sdk/spec-model';
import {
  nextLifecycle,
  restoreSnapshot,
  startLifecycle,
  type DeploymentSnapshot,
  type LifecycleEvent,
  type PlannedStep,
  type Revision,
  type Step,
  type Workload,
} from '@margo-sdk/state-machine';
import { DEPLOYMENT_ID, revision } from './revisions.js';

/** How far a step had come when the process stopped. */
export type Progress = 'nothing' | 'half' | 'all';

export interface Observer {
  /** A step is handed to the runtime while the device looks like this. */
  readonly onRun?: (step: Step, adopted: Revision, present: readonly Workload[]) => void;
  readonly onReport?: (report: DeploymentStatusManifest, adopted: Revision, present: readonly Workload[]) => void;
}

const failure = (text: string) => ({ code: 'BROKEN', message: text });

/**
 * A device of its own making: it really has workloads, does what the effects say and answers. Which revision it applies
 * it knows from the check effects, not from the snapshot, which makes a round trip through JSON after every event.
 */
export const createDevice = (observer: Observer = {}) => {
  let snapshot: DeploymentSnapshot = startLifecycle({ deploymentId: DEPLOYMENT_ID });
  let present: Workload[] = [];
  let checking: Digest | undefined;
  let running: Step | undefined;
  let adopted: Revision | undefined;
  const wanted = new Map<Digest, Revision>();
  const reports: DeploymentStatusManifest[] = [];
  const steps: string[] = [];
  let forgotten = 0;

  const send = (event: LifecycleEvent): void => {
    if (event.type === 'adopt') wanted.set(event.revision.digest, event.revision);
    const outcome = nextLifecycle(snapshot, event);
    snapshot = restoreSnapshot(JSON.parse(JSON.stringify(outcome.snapshot)));
    // A check is announced after the report of the adoption, but both speak of the same revision.
    const check = outcome.effects.find(({ type }) => type === 'check');
    if (check?.type === 'check') adopted = wanted.get(check.digest);
    for (const effect of outcome.effects) {
      if (effect.type === 'report') {
        reports.push(effect.report);
        if (adopted) observer.onReport?.(effect.report, adopted, present);
      } else if (effect.type === 'check') {
        if (checking || running) throw new Error('A check was started while something ran.');
        checking = effect.digest;
      } else if (effect.type === 'run') {
        if (checking || running) throw new Error('A step was started while something ran.');
        running = effect.step;
        steps.push(`${effect.step.kind} ${effect.step.component}`);
        if (adopted) observer.onRun?.(effect.step, adopted, present);
      } else {
        forgotten += 1;
      }
    }
  };

  const isAt =
    ({ component, placement }: PlannedStep) =>
    ({ name, fingerprint }: Workload): boolean =>
      name === component && fingerprint.placement === placement;

  const carryOut = (step: Step, progress: Progress): void => {
    if (progress === 'nothing') return;
    const before = present.find(isAt(step));
    const others = present.filter((workload) => !isAt(step)(workload));
    if (step.kind === 'remove') {
      present = progress === 'all' || !before ? others : [...others, { ...before, doubtful: true }];
      return;
    }
    const spec = adopted?.components.find(({ name }) => name === step.component);
    if (!spec) throw new Error(`Step for ${step.component}, which is not wanted.`);
    present = [...others, progress === 'all' ? { ...spec } : { ...spec, doubtful: true }];
  };

  return {
    send,
    want: (text: string, version: bigint) => send({ type: 'adopt', revision: revision(text, version) }),
    withdraw: (manifestVersion: bigint) => send({ type: 'withdraw', manifestVersion }),
    advance: (manifestVersion: bigint) => send({ type: 'advance', manifestVersion }),
    /** Answers the check; with a text it is refused for that reason. */
    check: (refusal?: string): void => {
      const digest = checking;
      if (!digest) throw new Error('No check to answer.');
      checking = undefined;
      send(refusal === undefined ? { type: 'checked', digest } : { type: 'refused', digest, error: failure(refusal) });
    },
    /** Carries the running step out; with a text it fails half-way for that reason. */
    step: (problem?: string): void => {
      const step = running;
      if (!step) throw new Error('No step to carry out.');
      running = undefined;
      carryOut(step, problem === undefined ? 'all' : 'half');
      send(
        problem === undefined
          ? { type: 'step.succeeded', step: step.number }
          : { type: 'step.failed', step: step.number, error: failure(problem) },
      );
    },
    /** Stops the process and starts it again; the runtime then tells what is there, in no particular order. */
    crash: (progress: Progress = 'nothing'): void => {
      if (running) carryOut(running, progress);
      running = undefined;
      checking = undefined;
      send({ type: 'resumed', workloads: [...present].reverse() });
    },
    /** Puts something on the device behind everybody's back. */
    tamper: (workloads: readonly Workload[]): void => {
      present = [...workloads];
    },
    get snapshot() {
      return snapshot;
    },
    get present() {
      return present;
    },
    get running() {
      return running;
    },
    get checking() {
      return checking;
    },
    get busy() {
      return checking !== undefined || running !== undefined;
    },
    reports,
    /** Every step that was started, as `install broker`. */
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
        else this.step();
    },
  };
};

export type Device = ReturnType<typeof createDevice>;

/** A device on which a deployment is installed; its reports and steps so far are forgotten. */
export const deviceWith = (text: string): Device => {
  const device = createDevice();
  device.want(text, 1n);
  device.settle();
  device.reports.length = 0;
  device.steps.length = 0;
  return device;
};

import {
  type Expected,
  type ExpectedReport,
  type Fault,
  type LifecycleEvent,
  type Policy,
  type Revision,
} from './terms.js';
import { sameFingerprint, type State, type Task, type Workload } from './terms.js';

/** How far the deployment is; `removing` with nothing left to do is also where it rests when all is gone. */
export type Stage =
  | 'nothing'
  | 'checking'
  | 'preparing'
  | 'applying'
  | 'installed'
  | 'failed'
  | 'rolling back'
  | 'removing'
  | 'removal failed';

/** A step that was begun and is not over: at work, in place and not ready, called off, or between two attempts. */
export interface Open extends Task {
  number: number;
  since: number;
  doing: 'working' | 'applied' | 'called off' | 'between';
  expired: boolean;
}

/** Whether a step puts a component in place. */
export const isApply = ({ kind }: Task): boolean => kind !== 'prepare' && kind !== 'remove';

/** What attempts are counted by: the work on a component, whether it is an install, an upgrade or a new setting. */
export const keyOf = ({ kind, component }: Task): string =>
  `${kind === 'remove' || kind === 'prepare' ? kind : 'apply'} ${component}`;

export type Wish = Extract<LifecycleEvent, { type: 'adopt' | 'withdraw' }>;
/** What is known of one deployment, and what may be seen of it while nothing happens. */
export class LifecycleState {
  stage: Stage = 'nothing';
  adopted: Revision | undefined;
  version = 0n;
  lastInstalled: Revision | undefined;
  waiting: Wish | undefined;
  there: Workload[] = [];
  queue: Task[] = [];
  open: Open[] = [];
  faults = new Map<string, Fault>();
  /** What stands on the carrier: a refusal or a leftover that could not be removed. */
  carrierFault: Fault | undefined;
  carrier = '';
  protected steps = 0;
  protected tries = new Map<string, number>();
  /** What could not be removed. */
  protected stuck = new Set<string>();
  /** L-05, L-17, invariant 5: steps that a restart cut off; they are finished even if one ahead of them fails. */
  protected cutOff = new Set<string>();
  protected begun = new Set<string>();
  protected told = '';
  protected adopting = false;
  protected out: Expected = { runs: [], cancels: [], forget: false };

  readonly policy: Policy;

  constructor(policy: Policy) {
    this.policy = policy;
  }

  get busy(): Open[] {
    return this.open.filter(({ doing }) => doing !== 'between');
  }

  /** The digest that is wanted in the end, none when the deployment is to go. */
  get desired(): string | undefined {
    if (this.waiting) return this.waiting.type === 'adopt' ? this.waiting.revision.digest : undefined;
    return this.wantsNothing ? undefined : this.adopted?.digest;
  }

  protected get wantsNothing(): boolean {
    return this.stage === 'nothing' || this.stage === 'removing' || this.stage === 'removal failed';
  }

  allowed(): LifecycleEvent['type'][] {
    const types: LifecycleEvent['type'][] = ['adopt', 'resumed'];
    if (this.desired !== undefined) types.push('advance');
    if (this.desired !== undefined || this.stage === 'nothing') types.push('withdraw');
    if (this.stage === 'checking') types.push('checked', 'refused');
    if (this.busy.length > 0) types.push('step.succeeded', 'step.failed');
    if (this.busy.some((open) => isApply(open) && open.doing !== 'applied')) types.push('step.applied');
    if (this.open.some(({ doing }) => doing === 'called off')) types.push('step.cancelled');
    if (this.timers().length > 0) types.push('timer');
    if (this.stage === 'failed' || this.stage === 'removal failed') types.push('retry');
    if (this.mayGiveUp().length > 0) types.push('component.gaveUp');
    return types;
  }

  protected get gaveUpCounts(): boolean {
    return this.policy.gaveUp === 'fail' && (this.stage === 'installed' || this.stage === 'applying');
  }

  /** L-20: the components that are installed and may be said to have given up. */
  mayGiveUp(): string[] {
    if (!this.gaveUpCounts) return [];
    return (this.adopted?.components ?? [])
      .filter(({ name }) => this.runsAsAdopted(name) && !this.open.some(({ component }) => component === name))
      .map(({ name }) => name);
  }

  private runsAsAdopted(name: string): boolean {
    const workload = this.there.find((each) => each.name === name);
    const spec = this.adopted?.components.find((each) => each.name === name);
    return (
      workload !== undefined &&
      spec !== undefined &&
      !workload.doubtful &&
      sameFingerprint(workload.fingerprint, spec.fingerprint)
    );
  }

  /** The timers that must be set: name, least and greatest time. */
  timers(): { timer: string; maxMs: number }[] {
    return this.open.flatMap((open) => {
      const timers: { timer: string; maxMs: number }[] = [];
      // L-12: what waits for its next attempt gets none when a wish has come.
      if (open.doing === 'called off' || (open.doing === 'between' && this.waiting)) return timers;
      if (open.doing === 'between') {
        const { firstMs, maxMs } = this.policy.backoff;
        const failed = this.tries.get(keyOf(open)) ?? 1;
        timers.push({ timer: `retry ${open.number}`, maxMs: Math.min(maxMs, firstMs * 2 ** (failed - 1)) });
      }
      if (open.doing !== 'between' || isApply(open)) {
        timers.push({ timer: `timeout ${open.since}`, maxMs: this.timeoutOf(open) });
      }
      return timers;
    });
  }

  protected timeoutOf(task: Task): number {
    if (task.kind === 'prepare') return this.policy.prepareTimeoutMs;
    if (task.kind === 'remove') return this.policy.removeTimeoutMs;
    return this.specOf(task.component)?.timeoutMs ?? this.policy.installTimeoutMs;
  }

  protected get target(): Revision | undefined {
    return this.stage === 'rolling back' ? this.lastInstalled : this.adopted;
  }

  protected specOf(component: string) {
    return this.target?.components.find(({ name }) => name === component);
  }

  protected isListed(component: string): boolean {
    return this.target?.components.some(({ name }) => name === component) === true;
  }

  /** Whether anything that is no longer listed has still to go. */
  protected get dropping(): boolean {
    return [...this.open, ...this.queue].some(({ component }) => !this.isListed(component));
  }

  protected toGo(name: string): boolean {
    return [...this.open, ...this.queue].some(({ component }) => component === name);
  }

  protected faultOf(name: string): Fault | undefined {
    const own = this.faults.get(name);
    if (own || name !== this.carrier) return own;
    return this.carrierFault;
  }

  protected stateOf(name: string): State {
    const removing = this.stage === 'removing' || this.stage === 'removal failed';
    const fault = this.faultOf(name);
    if (fault) return 'failed';
    if (removing) {
      // Invariant 6: while anything that is not listed is left, the carrier is not `removed`.
      return this.toGo(name) || (name === this.carrier && this.dropping) ? 'removing' : 'removed';
    }
    if ((this.stage === 'checking' || this.stage === 'preparing') && name === this.carrier) return 'pending';
    if (this.stage === 'applying') {
      if (this.open.some((open) => open.component === name)) return 'installing';
      // What moves is begun once it has been taken down, and the carrier once something is dropped.
      if (this.begun.has(name) && this.queue.some(({ component }) => component === name)) return 'installing';
      const dropping = this.open.some(({ component }) => !this.isListed(component));
      if (name === this.carrier && (dropping || (this.dropping && this.begun.has(name)))) return 'installing';
    }
    // L-16: what is being brought back runs neither the one revision nor the other.
    if (this.stage === 'rolling back' && this.open.some((open) => open.component === name)) return 'pending';
    return this.runsAsAdopted(name) ? 'installed' : 'pending';
  }

  /** Invariant 1. */
  report(): ExpectedReport | undefined {
    if (this.adopted === undefined) return undefined;
    const components = this.adopted.components.map(({ name }) => {
      const error = this.faultOf(name);
      return { name, state: this.stateOf(name), ...(error ? { error } : {}) };
    });
    const state = this.policy.severityOrder.find((each) => components.some((component) => component.state === each));
    const error = components.find((component) => component.error)?.error;
    return { version: this.version, state: state ?? 'installed', ...(error ? { error } : {}), components };
  }
}

import { type Effect, type Fingerprint, type Revision, sameFingerprint, type Workload } from './terms.js';

type Step = Extract<Effect, { type: 'run' }>['step'];
/** How much of a step had been done when it ended or was cut off. */
export type Done = 'nothing' | 'half' | 'all';

/** The device under the lifecycle: what is really on it, and the steps that are at work. */
export class World {
  /** From the oldest to the newest. */
  workloads: Workload[] = [];
  readonly running = new Map<number, Step>();
  readonly calledOff = new Set<number>();
  readonly applied = new Set<number>();

  private readonly revisions: ReadonlyMap<string, Revision>;

  constructor(revisions: ReadonlyMap<string, Revision>) {
    this.revisions = revisions;
  }

  copy(revisions: ReadonlyMap<string, Revision>): World {
    const copy = new World(revisions);
    copy.workloads = [...this.workloads];
    for (const [number, step] of this.running) copy.running.set(number, step);
    for (const number of this.calledOff) copy.calledOff.add(number);
    for (const number of this.applied) copy.applied.add(number);
    return copy;
  }

  see(effect: Effect): void {
    if (effect.type === 'run') this.running.set(effect.step.number, effect.step);
    if (effect.type === 'cancel') this.calledOff.add(effect.step);
  }

  end(number: number, done: Done): void {
    const step = this.running.get(number);
    this.running.delete(number);
    this.calledOff.delete(number);
    this.applied.delete(number);
    if (step === undefined || step.kind === 'prepare' || done === 'nothing') return;
    if (step.kind === 'remove') {
      const others = this.workloads.filter(({ name }) => name !== step.component);
      if (done === 'all') this.workloads = others;
      else this.change(step.component, undefined, true);
      return;
    }
    this.change(step.component, this.fingerprintFor(step), done === 'half');
  }

  /** A component in place and not ready: whoever looks finds something half-done. */
  place(number: number): void {
    const step = this.running.get(number);
    if (step === undefined || step.kind === 'prepare' || step.kind === 'remove') return;
    this.applied.add(number);
    this.change(step.component, this.fingerprintFor(step), true);
  }

  private fingerprintFor(step: Step): Fingerprint | undefined {
    return this.revisions.get(step.digest ?? '')?.components.find(({ name }) => name === step.component)?.fingerprint;
  }

  private change(name: string, fingerprint: Fingerprint | undefined, doubtful: boolean): void {
    const at = this.workloads.findIndex((workload) => workload.name === name);
    const before = this.workloads[at];
    const now = fingerprint ?? before?.fingerprint;
    if (now === undefined) return;
    if (before) this.workloads[at] = { name, fingerprint: now, doubtful };
    else this.workloads.push({ name, fingerprint: now, doubtful });
  }

  holdsExactly(revision: Revision): boolean {
    return (
      this.workloads.length === revision.components.length &&
      revision.components.every(({ name, fingerprint }) =>
        this.workloads.some(
          (there) => there.name === name && !there.doubtful && sameFingerprint(there.fingerprint, fingerprint),
        ),
      )
    );
  }
}

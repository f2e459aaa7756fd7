import { carrierOf, dropTasks, inTurn, listedTasks, removalTasks } from './plan.js';
import { isApply, keyOf, LifecycleState, type Open, type Wish } from './state.js';
import type { Expected, Fault, LifecycleEvent, Task, Workload } from './terms.js';

type Answer = Extract<LifecycleEvent, { type: `step.${string}` }>;

/** Thrown for an event that the lifecycle must refuse. */
export class NotAllowed extends Error {}

/** What a device must do and report for one deployment. */
export class LifecycleModel extends LifecycleState {
  /** Takes an event and says what must be seen. */
  take(event: LifecycleEvent): Expected {
    if (!this.allowed().includes(event.type)) throw new NotAllowed(event.type);
    this.out = { runs: [], cancels: [], forget: false };
    this.adopting = false;
    this.handle(event);
    this.goOn();
    const report = this.report();
    if (report !== undefined) {
      const { version: _version, ...states } = report;
      const now = JSON.stringify(states);
      if (now !== this.told || event.type === 'resumed' || this.adopting) this.out.report = report;
      this.told = now;
    }
    if (this.out.forget) this.told = '';
    return this.out;
  }

  private handle(event: LifecycleEvent): void {
    switch (event.type) {
      case 'adopt':
      case 'withdraw':
        return this.wish(event);
      case 'advance':
        // L-25: shown by the next report, none is sent for it.
        if (this.waiting?.type === 'adopt') {
          this.waiting = {
            ...this.waiting,
            revision: { ...this.waiting.revision, manifestVersion: event.manifestVersion },
          };
        } else this.version = event.manifestVersion;
        return;
      case 'checked':
      case 'refused':
        if (event.digest !== this.adopted?.digest) throw new NotAllowed('another digest');
        if (this.waiting) return this.takeUp();
        if (event.type === 'refused') return this.refuse(event.error);
        this.stage = 'preparing';
        this.queue = this.preparations();
        return;
      case 'timer':
        return this.timer(event.timer);
      case 'retry':
        return this.retry();
      case 'component.gaveUp':
        this.doubt(event.component);
        this.faults.set(event.component, event.error);
        return;
      case 'resumed':
        return this.resume(event.workloads.map((found) => ({ ...found, doubtful: found.doubtful === true })));
      default:
        return this.answer(event);
    }
  }

  private wish(wish: Wish): void {
    if (wish.type === 'withdraw' && this.stage === 'nothing') {
      this.out.forget = true;
      return;
    }
    this.waiting = wish;
    if (this.stage === 'removing') return;
    const callOff = this.stage === 'preparing' || (wish.type === 'withdraw' && this.policy.cancelForRemoval);
    if (callOff) for (const open of this.busy) this.callOff(open);
  }

  private callOff(open: Open): void {
    if (open.doing === 'called off') return;
    open.doing = 'called off';
    this.out.cancels.push(open.number);
  }

  private takeUp(): void {
    const wish = this.waiting;
    if (wish === undefined) return;
    // Convention: what is taken up is reported even where it changes no state, with its version.
    this.adopting = true;
    this.waiting = undefined;
    this.open = [];
    this.tries.clear();
    this.faults.clear();
    this.carrierFault = undefined;
    if (wish.type === 'adopt') {
      this.adopted = wish.revision;
      this.version = wish.revision.manifestVersion;
      this.beginCheck();
    } else {
      this.version = wish.manifestVersion;
      this.lastInstalled = undefined;
      this.beginRemoval();
    }
  }

  private beginCheck(): void {
    if (this.adopted === undefined) return;
    this.stage = 'checking';
    this.queue = [];
    this.open = [];
    this.tries.clear();
    this.faults.clear();
    this.carrierFault = undefined;
    this.stuck.clear();
    this.carrier = carrierOf(this.adopted, this.there);
    this.out.check = this.adopted.digest;
  }

  private beginRemoval(): void {
    if (this.adopted === undefined) return;
    this.stage = 'removing';
    this.faults.clear();
    this.carrierFault = undefined;
    const listed = this.adopted.components.map(({ name }) => name);
    this.carrier = listed.find((name) => this.there.some((workload) => workload.name === name)) ?? listed[0] ?? '';
    this.queue = removalTasks(this.adopted, this.there);
    this.stuck.clear();
  }

  /** L-15, invariant 5: what could not be removed stays failed over a restart, until it is asked for again. */
  private removeRest(): void {
    if (this.adopted === undefined) return;
    this.forgetWhatIsGone();
    for (const name of [...this.faults.keys()])
      if (!this.there.some((workload) => workload.name === name)) this.faults.delete(name);
    this.stage = 'removing';
    this.queue = removalTasks(this.adopted, this.there).filter(({ component }) => !this.stuck.has(component));
  }

  private forgetWhatIsGone(): void {
    const found = new Set(this.there.map(({ name }) => name));
    for (const name of [...this.stuck]) if (!found.has(name) && !this.isListed(name)) this.stuck.delete(name);
    if (![...this.stuck].some((name) => !this.isListed(name))) this.carrierFault = undefined;
  }

  /** L-15, L-17: what has failed for good is not tried again because the process was restarted. */
  private applyRest(): void {
    const goesBack = this.stage === 'rolling back';
    if (!goesBack) this.forgetWhatIsGone();
    this.beginApplying();
    this.queue = this.queue.filter(({ component }) => !this.stuck.has(component));
    if (goesBack && this.stuck.size > 0) this.queue = this.queue.filter((task) => this.isToBeFinished(task));
  }

  /** L-05, L-07: what a restart has cut off beside a failure, unless it stands behind what it has to wait for. */
  private isToBeFinished(task: Task): boolean {
    const failed = this.stage === 'rolling back' ? [...this.stuck] : [...this.faults.keys()];
    return this.cutOff.has(keyOf(task)) && failed.every((name) => this.mayBeLate(name));
  }

  private preparations(): Task[] {
    if (this.adopted === undefined) return [];
    return listedTasks(this.adopted, this.there)
      .filter(isApply)
      .map((task) => ({ ...task, kind: 'prepare' }));
  }

  private beginApplying(): void {
    if (this.target === undefined) return;
    const listed = inTurn(listedTasks(this.target, this.there));
    const drops = dropTasks(this.target, this.there);
    this.queue = this.policy.dropOrder === 'before' ? [...drops, ...listed] : [...listed, ...drops];
  }

  private refuse(fault: Fault): void {
    this.stage = 'failed';
    this.queue = [];
    this.carrierFault = fault;
    this.maybeRollBack();
  }

  private maybeRollBack(): void {
    if (this.policy.rollback === 'off' || this.lastInstalled === undefined) return;
    // There is nothing to go back to where it is the last installed revision itself that failed.
    if (this.lastInstalled.digest === this.adopted?.digest) return;
    this.stage = 'rolling back';
    this.tries.clear();
    this.stuck.clear();
    this.cutOff.clear();
    this.beginApplying();
  }

  private retry(): void {
    if (this.stage === 'removal failed') {
      this.tries.clear();
      return this.beginRemoval();
    }
    this.beginCheck();
  }

  private timer(name: string): void {
    if (!this.timers().some(({ timer }) => timer === name)) throw new NotAllowed(name);
    const [kind, number] = name.split(' ');
    if (kind === 'retry') {
      const open = this.open.find((each) => each.number === Number(number));
      if (open) this.begin(open);
      return;
    }
    const open = this.open.find((each) => each.since === Number(number));
    if (open === undefined) return;
    open.expired = true;
    const running = open.doing !== 'between';
    if (running) this.callOff(open);
    if (!isApply(open)) return;
    this.fail(open, { code: 'TIMED_OUT' });
    if (!running) this.close(open);
  }

  private answer(event: Answer): void {
    const open = this.busy.find(({ number }) => number === event.step);
    if (open === undefined) throw new NotAllowed('no such step');
    if (event.type === 'step.cancelled' && open.doing !== 'called off') throw new NotAllowed('not called off');
    const kept = open.expired && isApply(open);
    if (event.type === 'step.applied') {
      if (!isApply(open) || open.doing === 'applied') throw new NotAllowed('it is in place already');
      if (open.doing === 'working') {
        open.doing = 'applied';
        this.put(open.component, true);
      }
      return;
    }
    if (event.type === 'step.succeeded') {
      this.close(open);
      this.tries.delete(keyOf(open));
      if (open.kind === 'remove') this.there = this.there.filter(({ name }) => name !== open.component);
      else if (open.kind !== 'prepare') this.put(open.component, false);
      return;
    }
    if (open.kind !== 'prepare') this.doubt(open.component);
    if (kept) return this.close(open);
    // L-13: how a step ends that was called off is no matter any more.
    if (open.doing === 'called off' && !open.expired) return this.close(open);
    const again = event.type === 'step.cancelled' || event.retryable === true;
    const tries = (this.tries.get(keyOf(open)) ?? 0) + 1;
    this.tries.set(keyOf(open), tries);
    if (again && (!isApply(open) || tries < this.policy.maxAttempts)) {
      open.doing = 'between';
      open.expired = false;
      return;
    }
    this.close(open);
    if (event.type === 'step.failed') this.fail(open, event.error);
  }

  private close(open: Open): void {
    this.open = this.open.filter((each) => each !== open);
  }

  private put(component: string, doubtful: boolean): void {
    const spec = this.specOf(component);
    if (spec === undefined) return;
    const workload = { name: component, fingerprint: spec.fingerprint, doubtful };
    const at = this.there.findIndex(({ name }) => name === component);
    if (at < 0) this.there.push(workload);
    else this.there[at] = workload;
  }

  private doubt(component: string): void {
    const at = this.there.findIndex(({ name }) => name === component);
    const workload = this.there[at];
    if (workload) this.there[at] = { ...workload, doubtful: true };
    else this.put(component, true);
  }

  private fail(task: Task, fault: Fault): void {
    if (task.kind === 'prepare') return this.refuse({ code: fault.code, mentions: task.component });
    if (this.stage === 'rolling back') {
      // Convention: a rollback is tried once, and what goes wrong with it is not reported.
      this.queue = [];
      this.stuck.add(task.component);
      return;
    }
    this.stuck.add(task.component);
    if (this.adopted?.components.some(({ name }) => name === task.component)) this.faults.set(task.component, fault);
    else this.carrierFault = { code: 'LEFTOVER_NOT_REMOVED', mentions: task.component };
  }

  private resume(found: Workload[]): void {
    this.there = found;
    if (this.stage === 'applying' || this.stage === 'rolling back')
      for (const open of this.open) this.cutOff.add(keyOf(open));
    this.open = [];
    if (this.waiting) return this.takeUp();
    if (this.stage === 'checking' || this.stage === 'preparing') this.beginCheck();
    else if (this.stage === 'removing' || this.stage === 'removal failed') this.removeRest();
    else if (this.stage === 'applying' || this.stage === 'rolling back') this.applyRest();
    else if (this.stage === 'installed' && this.adopted) {
      const differs = listedTasks(this.adopted, found).length + dropTasks(this.adopted, found).length > 0;
      if (differs) this.beginCheck();
    }
  }

  /** Starts what may start now and says where it ends. */
  private goOn(): void {
    if (this.waiting) {
      if (this.stage !== 'checking' && this.busy.length === 0) this.takeUp();
    }
    if (this.waiting) return;
    for (let next = this.next(); next && this.mayStart(next); next = this.next()) {
      const begun = next;
      this.queue = this.queue.filter((task) => task !== begun);
      const open: Open = { ...next, number: 0, since: 0, doing: 'working', expired: false };
      this.open.push(open);
      this.begin(open);
    }
    this.comeToRest();
  }

  /** L-07: once a component has failed for good nothing further starts, but for what a restart cut off. */
  private next(): Task | undefined {
    if (this.stage !== 'applying' || this.faults.size === 0) return this.queue[0];
    return this.queue.find((task) => this.isToBeFinished(task) && !this.faults.has(task.component));
  }

  private begin(open: Open): void {
    this.steps += 1;
    this.cutOff.delete(keyOf(open));
    this.begun.add(this.isListed(open.component) ? open.component : this.carrier);
    open.number = this.steps;
    if (open.since === 0 || !isApply(open)) open.since = this.steps;
    open.doing = 'working';
    this.out.runs.push({
      number: open.number,
      attempt: (this.tries.get(keyOf(open)) ?? 0) + 1,
      kind: open.kind,
      component: open.component,
      placement: open.placement,
      digest: this.target?.digest ?? '',
    });
  }

  private mayStart(next: Task): boolean {
    if (this.stage === 'removing') return this.busy.length === 0;
    if (this.stage === 'preparing') return this.open.length === 0;
    if (this.stage !== 'applying' && this.stage !== 'rolling back') return false;
    if (this.stage === 'applying' && this.carrierFault && this.isListed(next.component)) return false;
    // A removal that waits for its next attempt holds up no other removal.
    if (next.kind === 'remove') return this.open.every((open) => open.doing === 'between' && open.kind === 'remove');
    return this.open.every((open) => open.doing === 'applied' && this.mayBeLate(open.component));
  }

  /** L-05 */
  private mayBeLate(component: string): boolean {
    return this.policy.honourNoWait && this.specOf(component)?.wait === false;
  }

  private comeToRest(): void {
    if (this.open.length > 0) return;
    const failed = this.faults.size > 0 || this.carrierFault !== undefined;
    switch (this.stage) {
      case 'preparing':
        if (this.queue.length > 0) return;
        this.stage = 'applying';
        this.begun.clear();
        this.cutOff.clear();
        this.beginApplying();
        return this.goOn();
      case 'applying':
        if (this.queue.length > 0 && !failed) return;
        this.queue = [];
        this.stage = failed ? 'failed' : 'installed';
        if (failed) {
          this.maybeRollBack();
          if (this.stage !== 'failed') this.goOn();
        } else this.lastInstalled = this.adopted;
        return;
      case 'installed':
        if (failed) {
          this.stage = 'failed';
          this.maybeRollBack();
          if (this.stage !== 'failed') this.goOn();
        }
        return;
      case 'rolling back':
        if (this.queue.length === 0) this.stage = 'failed';
        return;
      case 'removing':
        if (this.queue.length > 0) return;
        if (failed) this.stage = 'removal failed';
        else {
          this.out.forget = true;
        }
        return;
      default:
    }
  }
}

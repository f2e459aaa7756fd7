import { expect } from 'vitest';
import { parseDeploymentId, parseDigest } from '@margo-sdk/spec-model';
import {
  allowedEvents,
  desiredDigest,
  nextLifecycle,
  restoreSnapshot,
  startLifecycle,
  statusReport,
  timersOf,
} from '@margo-sdk/state-machine';
import type { Choice } from './choices.js';
import { checkInvariants } from './invariants.js';
import { LifecycleModel } from './model.js';
import { seen, seenReport } from './seen.js';
import type { ComponentSpec, Effect, LifecycleEvent, Policy, Report, Revision, Snapshot } from './terms.js';
import { World } from './world.js';

const DEPLOYMENT = parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06');
const print = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member));

/** A line of the history, short enough to be read. */
const line = (value: unknown): string =>
  print(value)
    .replaceAll(/sha256:0*([0-9a-f]+)/g, '#$1')
    .replaceAll(/"fingerprint":\{"placement":"(\w+)","artifact":"(\w+)","configuration":"(\w+)"\}/g, '$1/$2/$3')
    .replaceAll(`"deploymentId":"${DEPLOYMENT}",`, '')
    .replaceAll('"', '');

/** The package and the model side by side over one history. */
export class Run {
  snapshot: Snapshot = startLifecycle({ deploymentId: DEPLOYMENT });
  readonly model: LifecycleModel;
  readonly revisions = new Map<string, Revision>();
  world = new World(this.revisions);
  lastReport: Report | undefined;
  checking: string | undefined;
  /** The components that have been begun since the last check. */
  readonly begun = new Set<string>();
  /** Whether the last thing that was said is that all is gone. */
  forgotten = false;
  readonly story: string[] = [];
  private version = 1n;
  private readonly digests = new Map<string, Revision['digest']>();

  readonly policy: Policy;

  constructor(policy: Policy) {
    this.policy = policy;
    this.model = new LifecycleModel(policy);
    this.story.push(`policy ${line(policy)}`);
  }

  revision(components: readonly ComponentSpec[]): Revision {
    const content = print(components);
    const known =
      this.digests.get(content) ?? parseDigest(`sha256:${(this.digests.size + 1).toString(16).padStart(64, '0')}`);
    this.digests.set(content, known);
    this.version += 1n;
    const revision: Revision = { digest: known, manifestVersion: this.version, name: 'app', components };
    this.revisions.set(known, revision);
    return revision;
  }

  nextVersion(): bigint {
    this.version += 1n;
    return this.version;
  }

  /** Gives an event to both, and compares everything that may be seen. */
  give(event: LifecycleEvent): readonly Effect[] {
    this.story.push(`${this.model.stage} > ${line(event)}`);
    const { snapshot, effects } = nextLifecycle(this.snapshot, event, this.policy);
    const expected = this.model.take(event);
    this.snapshot = snapshot;
    for (const effect of effects) this.story.push(`    ${line(effect)}`);
    // Convention: a step that was called off and has not answered may be called off again.
    const fresh = effects.filter((effect) => effect.type !== 'cancel' || !this.world.calledOff.has(effect.step));
    expect(seen(fresh, expected), 'the effects').toEqual({
      report: expected.report,
      check: expected.check,
      runs: expected.runs,
      cancels: expected.cancels,
      forget: expected.forget,
    });
    const order = effects.map(({ type }) => ['report', 'check', 'run', 'cancel', 'forget'].indexOf(type));
    expect(order, 'the order of the effects').toEqual([...order].sort((a, b) => a - b));
    if (event.type === 'checked' || event.type === 'refused' || event.type === 'resumed') this.checking = undefined;
    for (const effect of effects) {
      if (effect.type === 'check') {
        this.checking = effect.digest;
        this.begun.clear();
      }
      if (effect.type === 'report') this.lastReport = effect.report;
    }
    checkInvariants(this, effects);
    for (const effect of effects) {
      this.world.see(effect);
      if (effect.type === 'run' && effect.step.kind !== 'prepare') this.begun.add(effect.step.component);
    }
    if (event.type === 'adopt') this.forgotten = false;
    if (effects.some(({ type }) => type === 'forget')) this.forgotten = true;
    this.compare();
    return effects;
  }

  private compare(): void {
    const { snapshot, policy, model } = this;
    expect([...allowedEvents(snapshot, policy)].sort(), 'the events allowed').toEqual(model.allowed().sort());
    expect(desiredDigest(snapshot) ?? undefined, 'the digest wanted').toBe(model.desired);
    const timers = timersOf(snapshot, policy);
    const plain = timers.map(({ timer, maxMs }) => ({ timer, maxMs })).sort((a, b) => a.timer.localeCompare(b.timer));
    expect(plain, 'the timers').toEqual(model.timers().sort((a, b) => a.timer.localeCompare(b.timer)));
    for (const { timer, minMs, maxMs } of timers) {
      expect(
        minMs > 0 && minMs <= maxMs && (timer.startsWith('retry') || minMs === maxMs),
        'the bounds of a timer',
      ).toBe(true);
    }
    const report = statusReport(snapshot, policy);
    const expected = model.report();
    expect(report && seenReport(report, expected), 'the status').toEqual(expected);
  }

  /** What happens, in the words of the history; passed over where it does not apply. */
  happen(choice: Choice): void {
    if (choice.pick % 3 === 0) this.snapshot = restoreSnapshot(JSON.parse(JSON.stringify(this.snapshot)));
    const allowed = new Set(this.model.allowed());
    switch (choice.what) {
      case 'adopt':
        return void this.give({ type: 'adopt', revision: this.revision(choice.target) });
      case 'same': {
        const again = [...this.revisions.values()].at(-1 - (choice.pick % this.revisions.size));
        return void this.give({ type: 'adopt', revision: this.revision(again?.components ?? choice.target) });
      }
      case 'withdraw':
        if (allowed.has('withdraw')) this.give({ type: 'withdraw', manifestVersion: this.nextVersion() });
        return;
      case 'advance':
        if (allowed.has('advance')) this.give({ type: 'advance', manifestVersion: this.nextVersion() });
        return;
      case 'retry':
        if (allowed.has('retry')) this.give({ type: 'retry' });
        return;
      case 'gaveUp': {
        const component = this.model.mayGiveUp()[choice.pick % 2];
        if (component !== undefined)
          this.give({ type: 'component.gaveUp', component, error: { code: 'GAVE_UP', message: 'It gave up.' } });
        return;
      }
      case 'timer': {
        const timers = this.model.timers();
        const timer = timers[choice.pick % (timers.length || 1)]?.timer;
        if (timer !== undefined) this.give({ type: 'timer', timer });
        return;
      }
      case 'crash':
        return this.crash(choice);
      case 'wrong':
        return this.wrong(choice);
      default:
        return this.answer(choice);
    }
  }

  answer(choice: Choice): void {
    if (this.checking !== undefined) {
      const digest = parseDigest(this.checking);
      const error = { code: 'NOT_ELIGIBLE', message: 'The device has too little of something.' };
      return void this.give(
        choice.outcome === 'final' ? { type: 'refused', digest, error } : { type: 'checked', digest },
      );
    }
    const numbers = [...this.world.running.keys()];
    const step = numbers[choice.pick % (numbers.length || 1)];
    if (step === undefined) return;
    let { outcome } = choice;
    if (outcome === 'cancelled' && !this.world.calledOff.has(step)) outcome = 'succeeded';
    const kind = this.world.running.get(step)?.kind;
    const placed = kind === 'prepare' || kind === 'remove' || this.world.applied.has(step);
    if (outcome === 'applied' && placed) outcome = 'succeeded';
    const error = { code: 'BROKEN', message: `Attempt ${step} broke.` };
    switch (outcome) {
      case 'applied':
        this.world.place(step);
        return void this.give({ type: 'step.applied', step });
      case 'succeeded':
        this.world.end(step, 'all');
        return void this.give({ type: 'step.succeeded', step });
      case 'cancelled':
        this.world.end(step, choice.done);
        return void this.give({ type: 'step.cancelled', step });
      default:
        this.world.end(step, choice.done);
        return void this.give({
          type: 'step.failed',
          step,
          error,
          ...(outcome === 'retryable' ? { retryable: true } : {}),
        });
    }
  }

  /** Whether something may be gone after a restart that was there before it. */
  private get mayVanish(): boolean {
    return this.model.stage !== 'rolling back';
  }

  /** The process stops, with what is at work done to some part, and starts again. */
  crash(choice: Pick<Choice, 'done' | 'pick'>): void {
    for (const number of [...this.world.running.keys()]) this.world.end(number, choice.done);
    if (choice.pick === 11 && this.mayVanish) this.world.workloads.pop();
    this.snapshot = restoreSnapshot(JSON.parse(JSON.stringify(this.snapshot)));
    const workloads = this.world.workloads.map(({ name, fingerprint, doubtful }) => ({
      name,
      fingerprint,
      ...(doubtful ? { doubtful } : {}),
    }));
    this.give({ type: 'resumed', workloads });
  }

  /** An event out of turn is refused with what is allowed, and changes nothing. */
  private wrong(choice: Choice): void {
    const digest = parseDigest(`sha256:${'f'.repeat(64)}`);
    const error = { code: 'X', message: 'Out of turn.' };
    const events: LifecycleEvent[] = [
      { type: 'checked', digest },
      { type: 'refused', digest, error },
      { type: 'step.succeeded', step: 9_999 },
      { type: 'step.failed', step: 9_999, error },
      { type: 'step.applied', step: 9_999 },
      { type: 'step.cancelled', step: 9_999 },
      { type: 'timer', timer: 'timeout 9999' },
      { type: 'component.gaveUp', component: 'nobody', error },
    ];
    if (!this.model.allowed().includes('retry')) events.push({ type: 'retry' });
    if (!this.model.allowed().includes('withdraw'))
      events.push({ type: 'withdraw', manifestVersion: this.nextVersion() });
    if (!this.model.allowed().includes('advance'))
      events.push({ type: 'advance', manifestVersion: this.nextVersion() });
    const event = events[choice.pick % events.length];
    if (event === undefined) return;
    this.story.push(`${this.model.stage} > wrong: ${line(event)}`);
    expect(() => nextLifecycle(this.snapshot, event, this.policy)).toThrow(
      expect.objectContaining({ code: 'ERR_TRANSITION_REFUSED' }),
    );
  }

  /** Lets everything that is under way end well, until nothing is left to do. */
  settle(): void {
    for (let left = 300; left > 0; left -= 1) {
      const retry = this.model.timers().find(({ timer }) => timer.startsWith('retry'));
      if (this.checking !== undefined || this.world.running.size > 0) {
        this.answer({ what: 'answer', target: [], outcome: 'succeeded', done: 'all', pick: 0 });
      } else if (retry) this.give({ type: 'timer', timer: retry.timer });
      else return;
    }
    throw new Error('It never comes to rest.');
  }

  /** The same moment on a second device, so that it can go on in another way. */
  fork(): Run {
    const fork = new Run(this.policy);
    fork.story.push(...this.story);
    Object.assign(fork, {
      snapshot: this.snapshot,
      lastReport: this.lastReport,
      checking: this.checking,
      forgotten: this.forgotten,
      version: this.version,
    });
    Object.assign(fork.model, structuredClone({ ...this.model }));
    for (const [digest, revision] of this.revisions) fork.revisions.set(digest, revision);
    for (const [content, digest] of this.digests) fork.digests.set(content, digest);
    for (const component of this.begun) fork.begun.add(component);
    fork.world = this.world.copy(fork.revisions);
    return fork;
  }
}

import type { FailureReason } from '../event.js';
import type { RunDeploymentEvent, RunEntry, RunReportEvent, RunStep } from './run.js';
import type {
  ComponentTimeline,
  DeploymentTimeline,
  Outage,
  RollbackSpan,
  StateSpan,
  StepOutcome,
  StepSpan,
  Timeline,
} from './timeline.js';

type Draft<T> = { -readonly [K in keyof T]: T[K] };

interface ComponentDraft extends ComponentTimeline {
  listed: boolean;
  readonly states: Draft<StateSpan>[];
  readonly steps: Draft<StepSpan>[];
}

interface DeploymentDraft extends DeploymentTimeline {
  readonly states: Draft<StateSpan>[];
  readonly components: ComponentDraft[];
  readonly adoptions: { readonly atMs: number; readonly manifestVersion: string }[];
  readonly refusals: { readonly atMs: number; readonly error: FailureReason }[];
  readonly rollbacks: Draft<RollbackSpan>[];
}

/** One deployment while the run is read. */
interface Account {
  readonly draft: DeploymentDraft;
  readonly byName: Map<string, ComponentDraft>;
  /** Names that the last report has listed. */
  listed: ReadonlySet<string>;
  /** Attempts by their numbers, ended ones too. */
  readonly attempts: Map<number, Draft<StepSpan>>;
  /** The rollback that has not ended. */
  rollback: Draft<RollbackSpan> | undefined;
  /** Attempts that have not ended, of all deployments: a process that ends cuts them all off. */
  readonly open: Set<Draft<StepSpan>>;
}

/**
 * Lays out what happened in a run: which state was reported when, and which steps were taken. A clock that was set back
 * does not make anything end before it began: its time stands still until it has caught up.
 *
 * @param run - What {@link readRun} gives, or a part of it.
 *
 * @example
 * ```ts
 * import { readRun, timelineOf } from '@margo-sdk/state-machine';
 *
 * const report = (state: string) => ({ type: 'report', state, adoptedManifestVersion: '7', components: [{ name: 'broker', state }] });
 * const line = (at: number, event: object) => JSON.stringify({ at, deploymentId: 'ad9b614e-8912-45f4-a523-372358765def', event });
 * const text = ['{"margoRun":1}', line(0, report('installing')), line(4000, report('installed'))].join('\n');
 *
 * const [deployment] = timelineOf(readRun(text)).deployments;
 * console.log(deployment?.components[0]?.states[0]); // { state: 'installing', fromMs: 0, toMs: 4000 }
 * ```
 */
export const timelineOf = (run: readonly RunEntry[]): Timeline => {
  const accounts = new Map<string, Account>();
  const open = new Set<Draft<StepSpan>>();
  const outages: Outage[] = [];
  const fromMs = run[0]?.at ?? 0;
  let now = fromMs;
  let stoppedMs: number | undefined;

  for (const [index, { at, deploymentId, event }] of run.entries()) {
    const before = now;
    now = Math.max(now, at);
    if (deploymentId !== undefined) {
      take(accountOf(accounts, deploymentId, open), event, now);
      continue;
    }
    if (event.type === 'process.stopped') stoppedMs = now;
    else if (index > 0) outages.push({ fromMs: stoppedMs ?? before, toMs: now, unexpected: stoppedMs === undefined });
    const endMs = event.type === 'process.stopped' ? now : (stoppedMs ?? before);
    for (const attempt of open) end(attempt, 'cut off', endMs);
    open.clear();
    if (event.type === 'process.started') stoppedMs = undefined;
  }

  if (stoppedMs !== undefined && stoppedMs < now) outages.push({ fromMs: stoppedMs, toMs: now, unexpected: false });
  for (const attempt of open) attempt.toMs = now;
  for (const account of accounts.values()) {
    const { draft, listed, rollback } = account;
    for (const name of listed) {
      const component = componentOf(account, name);
      component.listed = true;
      endState(component.states, now);
    }
    endState(draft.states, now);
    if (rollback) rollback.toMs = now;
  }
  return { fromMs, toMs: now, deployments: [...accounts.values()].map(({ draft }) => draft), outages };
};

const accountOf = (accounts: Map<string, Account>, deploymentId: string, open: Account['open']): Account => {
  const known = accounts.get(deploymentId);
  if (known) return known;
  const draft: DeploymentDraft = {
    deploymentId,
    states: [],
    components: [],
    adoptions: [],
    refusals: [],
    rollbacks: [],
  };
  const account: Account = {
    draft,
    byName: new Map(),
    listed: new Set(),
    attempts: new Map(),
    rollback: undefined,
    open,
  };
  accounts.set(deploymentId, account);
  return account;
};

const componentOf = ({ draft, byName }: Account, name: string): ComponentDraft => {
  const known = byName.get(name);
  if (known) return known;
  const component: ComponentDraft = { name, listed: false, states: [], steps: [] };
  byName.set(name, component);
  draft.components.push(component);
  return component;
};

const take = (account: Account, event: RunDeploymentEvent, now: number): void => {
  switch (event.type) {
    case 'report':
      takeReport(account, event, now);
      return;
    case 'refused':
      account.draft.refusals.push({ atMs: now, error: event.error });
      return;
    case 'rollback.started':
      account.rollback = { fromMs: now, toMs: now };
      account.draft.rollbacks.push(account.rollback);
      return;
    case 'rollback.ended':
      if (account.rollback) Object.assign(account.rollback, { toMs: now, ...(event.error && { error: event.error }) });
      account.rollback = undefined;
      return;
    case 'step.started':
      // A number that comes again is another attempt; what became of the first was lost.
      begin(account, event.step, now);
      return;
    case 'step.applied':
      attemptOf(account, event.step, now).appliedMs = now;
      return;
    case 'step.retrying':
      attemptOf(account, event.step, now).retryMs = now + event.delayMs;
      return;
    case 'step.failed':
      attemptOf(account, event.step, now).error = event.error;
      finish(account, event.step, 'failed', now);
      return;
    case 'step.succeeded':
      finish(account, event.step, 'succeeded', now);
      return;
    case 'step.cancelled':
      finish(account, event.step, 'cancelled', now);
      return;
  }
};

const takeReport = (account: Account, report: RunReportEvent, now: number): void => {
  const { draft, listed, byName } = account;
  const { state, adoptedManifestVersion: manifestVersion, components } = report;
  if (draft.adoptions.at(-1)?.manifestVersion !== manifestVersion) draft.adoptions.push({ atMs: now, manifestVersion });
  const culprit = components.find(({ error }) => error !== undefined)?.error;
  enter(draft.states, { state, ...(culprit && { error: culprit }) }, now, draft.states.length > 0);
  const names = new Set(components.map(({ name }) => name));
  for (const name of listed) if (!names.has(name)) endState(byName.get(name)?.states, now);
  for (const { name, state, error } of components)
    enter(componentOf(account, name).states, { state, ...(error && { error }) }, now, listed.has(name));
  account.listed = names;
};

/** The state that was reported goes on, or ends where another one begins. */
const enter = (
  states: Draft<StateSpan>[],
  { state, error }: Pick<StateSpan, 'state' | 'error'>,
  now: number,
  isListed: boolean,
): void => {
  const last = states.at(-1);
  if (isListed && last) {
    last.toMs = now;
    if (last.state === state && last.error?.code === error?.code && last.error?.message === error?.message) return;
  }
  states.push({ state, fromMs: now, toMs: now, ...(error && { error }) });
};

const endState = (states: readonly Draft<StateSpan>[] | undefined, now: number): void => {
  const last = states?.at(-1);
  if (last) last.toMs = now;
};

const begin = (account: Account, { number, attempt, kind, component }: RunStep, now: number): Draft<StepSpan> => {
  const lost = account.attempts.get(number);
  if (lost && account.open.delete(lost)) end(lost, 'cut off', now);
  const span: Draft<StepSpan> = { number, attempt, kind, fromMs: now, toMs: now, outcome: 'running' };
  account.attempts.set(number, span);
  componentOf(account, component).steps.push(span);
  account.open.add(span);
  return span;
};

/** The attempt that an answer names. Where the record begins later than the attempt, it began no later than this. */
const attemptOf = (account: Account, step: RunStep, now: number): Draft<StepSpan> =>
  account.attempts.get(step.number) ?? begin(account, step, now);

const finish = (account: Account, step: RunStep, outcome: StepOutcome, now: number): void => {
  const attempt = attemptOf(account, step, now);
  account.open.delete(attempt);
  end(attempt, outcome, now);
};

const end = (attempt: Draft<StepSpan>, outcome: StepOutcome, now: number): void => {
  attempt.outcome = outcome;
  attempt.toMs = now;
};

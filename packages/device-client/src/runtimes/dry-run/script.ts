import { MargoError } from '@margo-sdk/spec-model';
import type { FailureReason, Step } from '@margo-sdk/state-machine';

/** One step that a dry run is about to take. */
export interface DryRunStep {
  readonly deploymentId: string;
  readonly component: string;
  readonly kind: Step['kind'];
  /** Revision of the component that is prepared, installed or removed. */
  readonly revision: string;
}

/** What shall happen in a step besides what always happens. */
export interface DryRunOutcome {
  /** Milliseconds that the step takes longer. */
  readonly delayMs?: number;
  /**
   * The component is put in place, and becomes ready so many milliseconds later: if it says `wait: false`, the next one
   * starts meanwhile (L-05). Nothing in a preparation or a removal.
   */
  readonly readyAfterMs?: number;
  /**
   * The step fails before it touches anything, or with `readyAfterMs` when the component should have become ready.
   * `retryable`: another attempt may succeed (L-15); default false.
   */
  readonly fail?: FailureReason & { readonly retryable?: boolean };
  /** Where it would fail, the step does not end at all before it is called off. */
  readonly hang?: boolean;
  /** The process dies before the step has touched anything, or when it is done but nobody was told. */
  readonly crash?: 'before' | 'after';
}

/** Decides what happens in each step; undefined for nothing special. */
export type DryRunScript = (step: DryRunStep) => DryRunOutcome | undefined;

const MAX_SCRIPT_CHARACTERS = 64 * 1024;
const MATCHES = ['component', 'kind', 'revision'] as const;
const MEMBERS: readonly string[] = [...MATCHES, 'times', 'delayMs', 'readyAfterMs', 'fail', 'hang', 'crash'];
const FAIL_MEMBERS: readonly string[] = ['code', 'message', 'retryable'];
const KINDS: readonly unknown[] = [
  'prepare',
  'install',
  'upgrade',
  'reconfigure',
  'remove',
] satisfies readonly Step['kind'][];

type Rule = DryRunOutcome & { readonly [Member in (typeof MATCHES)[number]]?: string } & { readonly times: number };

/**
 * Reads a script: `{ "rules": [ … ] }`. A rule holds for steps with its `component`, `kind` and `revision`, as far as it
 * names them; one without `kind` holds for all that touch something, so not for `prepare`. It is used up after `times`
 * steps (default: never). The first rule that holds decides, by `delayMs`, `readyAfterMs`, `fail`, `hang` and `crash` as
 * {@link DryRunOutcome} has them. Uses are counted in this process only.
 *
 * @param text - JSON, at most 64 Ki characters
 * @throws MargoError `ERR_SCRIPT_INVALID`
 *
 * @example
 * ```ts
 * import { parseDryRunScript } from '@margo-sdk/device-client';
 *
 * const script = parseDryRunScript(`{ "rules": [
 *   { "component": "dashboard", "kind": "install", "times": 1, "fail": { "code": "NO_SPACE", "message": "Disk full." } }
 * ] }`);
 * const step = { deploymentId: 'ad9b614e-8912-45f4-a523-372358765def', kind: 'install', revision: '1.0.0' } as const;
 * console.log(script({ ...step, component: 'broker' }), script({ ...step, component: 'dashboard' }));
 * ```
 */
export const parseDryRunScript = (text: string): DryRunScript => {
  const rules = readRules(text);
  const uses = rules.map(() => 0);
  return (step) => {
    const index = rules.findIndex(
      (rule, r) =>
        (uses[r] ?? 0) < rule.times &&
        (rule.kind !== undefined || step.kind !== 'prepare') &&
        MATCHES.every((name) => rule[name] === undefined || rule[name] === step[name]),
    );
    const rule = rules[index];
    if (rule === undefined) return undefined;
    uses[index] = (uses[index] ?? 0) + 1;
    const { delayMs, readyAfterMs, fail, hang, crash } = rule;
    return {
      ...(delayMs === undefined ? {} : { delayMs }),
      ...(readyAfterMs === undefined ? {} : { readyAfterMs }),
      ...(fail && { fail }),
      ...(hang && { hang }),
      ...(crash && { crash }),
    };
  };
};

const refuse = (reason: string, cause?: unknown): MargoError =>
  new MargoError('ERR_SCRIPT_INVALID', `Not a dry-run script: ${reason}.`, {
    cause,
    hint: 'Write {"rules": [{"component": "…", "kind": "install", "times": 1, "fail": {"code": "…", "message": "…"}}]}.',
  });

const readRules = (text: string): readonly Rule[] => {
  if (text.length > MAX_SCRIPT_CHARACTERS) throw refuse(`it has more than ${MAX_SCRIPT_CHARACTERS} characters`);
  let script: unknown;
  try {
    script = JSON.parse(text);
  } catch (cause) {
    throw refuse('it is not JSON', cause);
  }
  if (!isObject(script) || !Array.isArray(script['rules'])) throw refuse('rules has to be a list');
  return script['rules'].map((rule: unknown, index) => readRule(rule, `rules[${index}]`));
};

const readRule = (rule: unknown, at: string): Rule => {
  if (!isObject(rule)) throw refuse(`${at} has to be an object`);
  const unknown = Object.keys(rule).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) throw refuse(`${at} has no member ${JSON.stringify(unknown)}`);
  const { kind, times = Infinity, delayMs, readyAfterMs, fail, hang, crash } = rule;
  if (MATCHES.some((name) => rule[name] !== undefined && typeof rule[name] !== 'string'))
    throw refuse(`${MATCHES.join(', ')} of ${at} have to be texts`);
  if (kind !== undefined && !KINDS.includes(kind)) throw refuse(`kind of ${at} has to be one of ${KINDS.join(', ')}`);
  if (times !== Infinity && !isCount(times)) throw refuse(`times of ${at} has to be a whole number`);
  if (delayMs !== undefined && !isCount(delayMs)) throw refuse(`delayMs of ${at} has to be whole milliseconds`);
  if (readyAfterMs !== undefined && !isCount(readyAfterMs))
    throw refuse(`readyAfterMs of ${at} has to be whole milliseconds`);
  if (hang !== undefined && typeof hang !== 'boolean') throw refuse(`hang of ${at} has to be true or false`);
  if (crash !== undefined && crash !== 'before' && crash !== 'after')
    throw refuse(`crash of ${at} has to be "before" or "after"`);
  if (fail !== undefined && !isFailure(fail))
    throw refuse(`fail of ${at} needs a code and a message, and has at most retryable, true or false, besides`);
  if (hang === true && fail !== undefined) throw refuse(`${at} cannot fail and hang`);
  return { ...rule, times };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFailure = (fail: unknown): boolean =>
  isObject(fail) &&
  typeof fail['code'] === 'string' &&
  typeof fail['message'] === 'string' &&
  (fail['retryable'] === undefined || typeof fail['retryable'] === 'boolean') &&
  Object.keys(fail).every((name) => FAIL_MEMBERS.includes(name));

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

import { MargoError } from '@margo-sdk/spec-model';
import type { FailureReason, Step } from '@margo-sdk/state-machine';

/** One step that a dry run is about to take. */
export interface DryRunStep {
  readonly deploymentId: string;
  readonly component: string;
  readonly kind: Step['kind'];
  /** Revision of the component that is installed or removed. */
  readonly revision: string;
}

/** What shall happen in a step besides what always happens. */
export interface DryRunOutcome {
  /** Milliseconds that the step takes longer. */
  readonly delayMs?: number;
  /** The step fails before it touches anything. */
  readonly fail?: FailureReason;
  /** The process dies before the step has touched anything, or when it is done but nobody was told. */
  readonly crash?: 'before' | 'after';
}

/** Decides what happens in each step; undefined for nothing special. */
export type DryRunScript = (step: DryRunStep) => DryRunOutcome | undefined;

const MAX_SCRIPT_CHARACTERS = 64 * 1024;
const MATCHES = ['component', 'kind', 'revision'] as const;
const MEMBERS: readonly string[] = [...MATCHES, 'times', 'delayMs', 'fail', 'crash'];

type Rule = DryRunOutcome & { readonly [Member in (typeof MATCHES)[number]]?: string } & { readonly times: number };

/**
 * Reads a script: `{ "rules": [ … ] }`. A rule holds for steps with its `component`, `kind` and `revision`, as far as it
 * names them; it is used up after `times` steps (default: never). The first rule that holds decides. Uses are counted
 * in this process only.
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
        (uses[r] ?? 0) < rule.times && MATCHES.every((name) => rule[name] === undefined || rule[name] === step[name]),
    );
    const rule = rules[index];
    if (rule === undefined) return undefined;
    uses[index] = (uses[index] ?? 0) + 1;
    const { delayMs, fail, crash } = rule;
    return { ...(delayMs === undefined ? {} : { delayMs }), ...(fail && { fail }), ...(crash && { crash }) };
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
  const { times = Infinity, delayMs, fail, crash } = rule;
  if (MATCHES.some((name) => rule[name] !== undefined && typeof rule[name] !== 'string'))
    throw refuse(`${MATCHES.join(', ')} of ${at} have to be texts`);
  if (times !== Infinity && !isCount(times)) throw refuse(`times of ${at} has to be a whole number`);
  if (delayMs !== undefined && !isCount(delayMs)) throw refuse(`delayMs of ${at} has to be whole milliseconds`);
  if (crash !== undefined && crash !== 'before' && crash !== 'after')
    throw refuse(`crash of ${at} has to be "before" or "after"`);
  if (
    fail !== undefined &&
    !(isObject(fail) && typeof fail['code'] === 'string' && typeof fail['message'] === 'string')
  )
    throw refuse(`fail of ${at} needs a code and a message`);
  return { ...rule, times };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

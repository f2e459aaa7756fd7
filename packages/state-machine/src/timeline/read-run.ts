import { MargoError, STATES } from '@margo-sdk/spec-model/models';
import type { FailureReason } from '../event.js';
import { STEP_KINDS } from '../plan.js';
import { count, digits, list, Mismatch, object, oneOf, optional, text, type Shape } from '../shape.js';
import {
  RUN_HEADER,
  type RunComponent,
  type RunEntry,
  type RunProcessEvent,
  type RunRefusedEvent,
  type RunReportEvent,
  type RunRollbackEvent,
  type RunStep,
  type RunStepEvent,
  type RunStepFailedEvent,
  type RunStepRetryingEvent,
} from './run.js';

/** How much of a record is read, unless something else is asked for. */
export const RUN_LIMITS = {
  /** Characters of the whole text. */
  maxLength: 1024 * 1024,
  /** Lines, empty ones too. */
  maxLines: 20_000,
} as const;

/** How much of a record {@link readRun} takes. */
export interface ReadRunOptions {
  /** Most characters. Default that of {@link RUN_LIMITS}. */
  readonly maxLength?: number;
  /** Most lines. Default that of {@link RUN_LIMITS}. */
  readonly maxLines?: number;
}

/** Thrown when a text is no run record, or a line of it cannot be read. Code `ERR_RUN_INVALID`. */
export class RunError extends MargoError {
  override name = 'RunError';
  /** The line concerned, counted from 1. */
  readonly line: number;

  constructor(line: number, message: string, hint: string) {
    super('ERR_RUN_INVALID', message, { hint });
    this.line = line;
  }
}

/** The last moment that a calendar of JavaScript knows. */
const LATEST_MS = 8.64e15;

const moment: Shape<number> = (value, path) => {
  const at = count(value, path);
  if (at > LATEST_MS) throw new Mismatch(path, 'milliseconds since 1970', value);
  return at;
};

const flag = oneOf(true, false);
const state = oneOf(...STATES);
const reason = object<FailureReason>({ code: text, message: text, source: optional(text) });
const step = object<RunStep>({ number: count, attempt: count, kind: oneOf(...STEP_KINDS), component: text });

const PROCESS_EVENTS = {
  'process.started': object<RunProcessEvent>({ type: oneOf('process.started') }),
  'process.stopped': object<RunProcessEvent>({ type: oneOf('process.stopped') }),
};
const stepEvent = object<RunStepEvent>({
  type: oneOf('step.started', 'step.applied', 'step.succeeded', 'step.cancelled'),
  step,
});
const rollbackEvent = object<RunRollbackEvent>({
  type: oneOf('rollback.started', 'rollback.ended'),
  error: optional(reason),
});
const DEPLOYMENT_EVENTS = {
  report: object<RunReportEvent>({
    type: oneOf('report'),
    state,
    adoptedManifestVersion: digits,
    components: list(object<RunComponent>({ name: text, state, error: optional(reason) })),
  }),
  'step.started': stepEvent,
  'step.applied': stepEvent,
  'step.succeeded': stepEvent,
  'step.cancelled': stepEvent,
  'step.failed': object<RunStepFailedEvent>({ type: oneOf('step.failed'), step, error: reason, retryable: flag }),
  'step.retrying': object<RunStepRetryingEvent>({ type: oneOf('step.retrying'), step, delayMs: count }),
  'rollback.started': rollbackEvent,
  'rollback.ended': rollbackEvent,
  refused: object<RunRefusedEvent>({ type: oneOf('refused'), error: reason }),
};

const isTypeOf = <T extends object>(type: string, events: T): type is Extract<keyof T, string> =>
  Object.hasOwn(events, type);

const entry: Shape<RunEntry> = (value, path) => {
  const { at } = object<{ readonly at: number }>({ at: moment })(value, path);
  const { event } = value as { readonly event?: unknown };
  const { type } = object<{ readonly type: string }>({ type: text })(event, `${path}.event`);
  if (isTypeOf(type, PROCESS_EVENTS)) return { at, event: PROCESS_EVENTS[type](event, `${path}.event`) };
  if (!isTypeOf(type, DEPLOYMENT_EVENTS)) throw new Mismatch(`${path}.event.type`, 'a known type of event', type);
  const { deploymentId } = object<{ readonly deploymentId: string }>({ deploymentId: text })(value, path);
  return { at, deploymentId, event: DEPLOYMENT_EVENTS[type](event, `${path}.event`) };
};

/**
 * Reads a run record: JSON Lines that `createRunRecorder` of `@margo-sdk/device-client` writes. Nothing that a record
 * holds is trusted. Where a device lost power in the middle of a line, that line is left out: the last one of the text,
 * and one that runs into the first line of the process that went on.
 *
 * @param source - The text.
 * @returns The entries in the order of their lines.
 * @throws {@link RunError} `ERR_RUN_INVALID`: the text is too long, is no record, or has a line that cannot be read
 *
 * @example
 * ```ts
 * import { readRun } from '@margo-sdk/state-machine';
 *
 * const entries = readRun('{"margoRun":1}\n{"at":1764000000000,"event":{"type":"process.started"}}\n');
 * console.log(entries.length); // 1
 * ```
 */
export const readRun = (
  source: string,
  { maxLength = RUN_LIMITS.maxLength, maxLines = RUN_LIMITS.maxLines }: ReadRunOptions = {},
): readonly RunEntry[] => {
  if (source.length > maxLength) throw tooLong(1, `Expected at most ${maxLength} characters, got more.`);
  const entries: RunEntry[] = [];
  let start = 0;
  for (let number = 1; start < source.length; number += 1) {
    if (number > maxLines) throw tooLong(number, `Expected at most ${maxLines} lines, got more.`);
    const end = source.indexOf('\n', start);
    const line = source.slice(start, end < 0 ? source.length : end).trim();
    start = end < 0 ? source.length : end + 1;
    if (number === 1 && line.replace(/^\ufeff/, '') !== RUN_HEADER)
      throw new RunError(
        1,
        `Expected ${RUN_HEADER} as line 1, which every run record begins with.`,
        'Name a file that a run recorder has written.',
      );
    if (line === '' || line.endsWith(RUN_HEADER)) continue;
    const read = readLine(line, number, end < 0);
    if (read) entries.push(read);
  }
  if (start === 0)
    throw new RunError(1, 'Expected a run record, got an empty text.', 'Begin with the line of a record.');
  return entries;
};

const readLine = (line: string, number: number, isCut: boolean): RunEntry | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    if (isCut) return undefined;
    throw new RunError(number, `Line ${number} is not JSON.`, 'Leave the line out, or record the run again.');
  }
  try {
    return entry(value, 'entry');
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    throw new RunError(number, `Line ${number}: ${error.message}`, 'Leave the line out, or record the run again.');
  }
};

const tooLong = (line: number, message: string): RunError =>
  new RunError(line, message, 'Take a part of the record: its first line, and the lines of the time that matters.');

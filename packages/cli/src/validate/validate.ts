import {
  type CheckOptions,
  CURRENT_REVISION,
  DOCUMENT_NAMES,
  documentKind,
  type Issue,
  MargoError,
  pathText,
  recogniseDocument,
  REVISIONS,
} from '@margo-sdk/spec-model';
import { type Context, defineCommand } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { type CheckedFile, checkFile } from '../input/checked-file.js';
import { expandPatterns } from '../input/expand-patterns.js';
import { readInput } from '../input/read-input.js';
import { countsOf, fileJson, hintLines, issueJson, issueLines } from '../output/issues.js';
import { printJson } from '../output/json.js';
import { writeFile } from '../output/write-file.js';
import { neededOperand, oneOf } from '../parse-call.js';
import { paint, printable, type Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { safeFixes } from './safe-fixes.js';
import { sarifLog } from './sarif.js';

/** A file, with what was put right before the rest was found in it. */
interface ValidatedFile extends CheckedFile {
  readonly fixed: readonly Issue[];
}

/** A file that could not be read, and why. */
interface Unread {
  readonly file: string;
  readonly unread: string;
}

/** Checks each file and says everything that is wrong with it. A file that cannot be read does not hide the others. */
export const validate = defineCommand({
  name: 'validate',
  synopsis: 'FILE…',
  summary: 'Check documents and say everything that is wrong with them',
  usage: `Usage: margo validate FILE… [options]

Checks Margo documents of any kind and revision. Each is recognised by its members. FILE is a file, a pattern in quotes
such as 'apps/**/margo.yaml', or - for standard input.

Options:
  --kind KIND            What the documents are, instead of what they look like: ApplicationDescription, …
  --revision REVISION    The revision to hold them to: ${REVISIONS.join(', ')}
  --strict               Count warnings as errors
  --fix                  Put right in the files what can be meant in one way only: apiVersion, kind, quotes, times, ENV.
  --format pretty|json|sarif
                         For people (the default), for programs, or for code scanning (SARIF 2.1.0)
  --help, -h             Show this text

Exit codes: 0 every file is valid, 1 a file is invalid, 2 a file could not be read, or the call was not understood.`,
  options: {
    kind: { type: 'string' },
    revision: { type: 'string' },
    strict: { type: 'boolean' },
    fix: { type: 'boolean' },
  },
  formats: ['pretty', 'json', 'sarif'],
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    neededOperand('validate', operands, 0, 'at least one file');
    const { terminal } = context;
    const known = {
      ...(options.kind === undefined ? {} : { kind: oneOf('--kind', DOCUMENT_NAMES, options.kind) }),
      ...(options.revision === undefined ? {} : { revision: oneOf('--revision', REVISIONS, options.revision) }),
    };
    if (options.fix && operands.includes('-')) throw new UsageError('Standard input cannot be fixed: name a file.');
    const results: (ValidatedFile | Unread)[] = [];
    for await (const { file, bytes, unread } of readAll(operands, context, format === 'pretty')) {
      const result = bytes === undefined ? { file, unread } : check(file, bytes, known);
      if ('unread' in result) {
        terminal.err(`margo: Cannot read ${printable(file)}: ${result.unread}.`);
        results.push(result);
        continue;
      }
      const fixed = options.fix ? await fix(result, known, context) : { ...result, fixed: [] };
      const checked = options.strict ? strictly(fixed) : fixed;
      if (format === 'pretty') show(checked, known, terminal);
      // Of thousands of files what they say is not kept, only what is wrong with them.
      const { value: _value, ...kept } = checked;
      results.push({ ...kept, text: '' });
    }
    if (format === 'json') printJson({ files: results.map(asJson) }, terminal);
    if (format === 'sarif') printJson(sarifLog(results), terminal);
    if (results.some((one) => 'unread' in one)) return EXIT_CODES.usage;
    return results.every((one) => 'valid' in one && one.valid) ? EXIT_CODES.ok : EXIT_CODES.failed;
  },
});

type ReadFile = { readonly file: string } & (
  { readonly bytes: Uint8Array; readonly unread?: never } | { readonly bytes?: never; readonly unread: string }
);

/** Reads file after file, and tells how far it got where nothing else does. */
async function* readAll(names: readonly string[], context: Context, isTold: boolean): AsyncGenerator<ReadFile> {
  const { terminal, signal } = context;
  const found = await expandPatterns(names, context);
  for (const [at, one] of found.entries()) {
    signal.throwIfAborted();
    if ('pattern' in one) {
      yield { file: one.pattern, unread: 'no file matches this pattern' };
      continue;
    }
    if (!isTold && found.length > 1) terminal.status(`${at + 1} of ${found.length}: ${printable(one.file)}`);
    const input = await readInput(one.file, context);
    yield input.ok ? { file: one.file, bytes: input.bytes } : { file: one.file, unread: input.reason };
  }
  terminal.status('');
}

/** Not every revision has every kind of document. */
const check = (file: string, bytes: Uint8Array, known: CheckOptions): CheckedFile | Unread => {
  try {
    return checkFile(file, bytes, known);
  } catch (error) {
    if (MargoError.isInstance(error)) return { file, unread: error.message.replace(/\.$/, '') };
    throw error;
  }
};

/** Some rules can only be checked once others are kept. */
const MOST_ROUNDS = 3;

/** Writes what can be put right over the file, and checks it again. */
const fix = async (checked: CheckedFile, known: CheckOptions, context: Context): Promise<ValidatedFile> => {
  let now = checked;
  const all: Issue[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { text, fixed } = safeFixes(now);
    if (fixed.length === 0) break;
    all.push(...fixed);
    now = checkFile(checked.file, new TextEncoder().encode(text), known);
  }
  if (all.length > 0) await writeFile(checked.file, now.text, context);
  return { ...now, fixed: all };
};

const strictly = (checked: ValidatedFile): ValidatedFile => ({
  ...checked,
  valid: checked.valid && checked.issues.every(({ severity }) => severity !== 'warning'),
});

const asJson = (one: ValidatedFile | Unread): object => {
  if ('unread' in one) return { file: one.file, valid: false, unread: one.unread, issues: [] };
  return { ...fileJson(one), ...(one.fixed.length === 0 ? {} : { fixed: one.fixed.map(issueJson) }) };
};

const show = (checked: ValidatedFile, known: CheckOptions, terminal: Terminal): void => {
  for (const { rule, path, line = 1, column = 1 } of checked.fixed) {
    const place = paint(terminal, 'bold', `${printable(checked.file)}:${line}:${column}`);
    terminal.out(`${place} ${paint(terminal, 'green', `fixed ${rule}`)} ${printable(pathText(path))}`);
  }
  if (checked.fixed.length > 0) terminal.out('');
  for (const line of issueLines(checked, terminal)) terminal.out(line);
  const { file, kind, revision, because, valid, issues } = checked;
  const name = printable(file);
  const verdict = valid ? paint(terminal, 'green', 'valid') : paint(terminal, 'red', 'invalid');
  terminal.out(`${name}: ${verdict} ${kind} of ${revision}, ${countsOf(issues)}`);
  if (revision !== CURRENT_REVISION) terminal.out(`  ${revision}: ${printable(because)}`);
  else if (because === UNTOLD && !known.kind) terminal.out(`  ${because}`);
  for (const line of hintLines(nextStep(checked, known), terminal)) terminal.out(line);
};

/** What is said of a document that shows nothing of what it is. */
const UNTOLD = recogniseDocument(undefined).because;

/** What a person can do about a file as a whole. */
const nextStep = (checked: ValidatedFile, known: CheckOptions): string | undefined => {
  const { kind, revision, because } = checked;
  const name = printable(checked.file);
  if (revision !== CURRENT_REVISION) {
    if (!documentKind(kind, CURRENT_REVISION)) return `${CURRENT_REVISION} has no ${kind}.`;
    const given = known.revision === undefined ? '' : ` --from ${revision}`;
    return `margo convert ${name}${given} brings it to ${CURRENT_REVISION}.`;
  }
  if (because === UNTOLD && !known.kind) return 'If it is another document of Margo, say which with --kind.';
  const { length } = checked.file === '-' ? [] : safeFixes(checked).fixed;
  return length === 0 ? undefined : `margo validate --fix ${name} puts ${length} of these right.`;
};

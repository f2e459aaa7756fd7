import {
  type ConversionResult,
  convertDocument,
  DOCUMENT_NAMES,
  explainConversion,
  pathText,
  REVISIONS,
} from '@margo-sdk/spec-model';
import { type Context, defineCommand } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { checkFile } from '../input/checked-file.js';
import { DocumentFault } from '../input/document-fault.js';
import { readNeeded } from '../input/read-input.js';
import { printText } from '../output/document-text.js';
import { countsOf, hintLines, issueJson, issueLines } from '../output/issues.js';
import { printJson } from '../output/json.js';
import { writeFile } from '../output/write-file.js';
import { neededOperand, oneOf, refuseOperands } from '../parse-call.js';
import { printable } from '../terminal.js';
import { asArgument, UsageError } from '../usage-error.js';
import { decisionsSample } from './decisions-sample.js';
import { readDecisions } from './read-decisions.js';

/** Brings a document to another revision, and says what that took. */
export const convert = defineCommand({
  name: 'convert',
  synopsis: 'FILE',
  summary: 'Bring a document to another revision, and keep its comments',
  usage: `Usage: margo convert FILE [options]

Writes the document in another revision to standard output, and to standard error what changed, what was lost and what a
person has to decide. FILE is a file, or - for standard input.

Options:
  --to REVISION          rc3 (the default), rc2-signed or pr1
  --from REVISION        The revision that it is in, instead of what it looks like: ${REVISIONS.slice(0, -1).join(', ')}, …
  --kind KIND            The kind of the document, instead of what it looks like
  --decide FILE          Answers to what is to be decided, in YAML or JSON
  --write                Write the result over FILE, once nothing is left to decide
  -o, --output FILE      Write the result to this file
  --format pretty|json   For people (the default), or all in one object for programs
  --help, -h             Show this text

Exit codes: 0 the result is valid and nothing is left to decide, 1 it is not valid or something is left to decide,
2 a file could not be read or written, or the call was not understood.`,
  options: {
    to: { type: 'string' },
    from: { type: 'string' },
    kind: { type: 'string' },
    decide: { type: 'string' },
    write: { type: 'boolean' },
    output: { type: 'string', short: 'o' },
  },
  formats: ['pretty', 'json'],
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    const file = neededOperand('convert', operands, 0, 'a file');
    refuseOperands('convert', operands, 1);
    if (options.write && options.output !== undefined) throw new UsageError('Use --write or --output, not both.');
    if (options.write && file === '-') throw new UsageError('Standard input cannot be written over.', 'Use -o FILE.');
    const bytes = await readNeeded(file, context);
    const decisions = options.decide === undefined ? {} : await readDecisions(options.decide, context);
    const result = asArgument('convert', () =>
      convertDocument(bytes, {
        decisions,
        ...(options.to === undefined ? {} : { to: oneOf('--to', REVISIONS, options.to) }),
        ...(options.from === undefined ? {} : { from: oneOf('--from', REVISIONS, options.from) }),
        ...(options.kind === undefined ? {} : { kind: oneOf('--kind', DOCUMENT_NAMES, options.kind) }),
      }),
    );
    if (result.value === undefined) throw new DocumentFault(checkFile(file, bytes, { kind: result.kind }));
    const output = options.write ? (isDone(result) ? file : undefined) : options.output;
    const isKept = options.write === true && output === undefined;
    if (output !== undefined) await writeFile(output, result.text, context);
    if (format === 'json') printJson(asJson(file, result, output), context.terminal);
    else {
      tell(file, result, context);
      if (output === undefined && !isKept) printText(result.text, context.terminal);
      if (output !== undefined) context.terminal.err(`Wrote ${printable(output)}.`);
      if (isKept) context.terminal.err(`${printable(file)} stays as it is, since something is left to do.`);
    }
    return isDone(result) ? EXIT_CODES.ok : EXIT_CODES.failed;
  },
});

const isDone = ({ ok, report }: ConversionResult): boolean => ok && report.decide.length === 0;

const tell = (file: string, result: ConversionResult, { terminal }: Context): void => {
  const { kind, from, to, text, ok, report, issues } = result;
  for (const line of explainConversion(report)) terminal.err(printable(line));
  const errors = issues.filter(({ severity }) => severity === 'error');
  const wrong = { file: `${file} as ${to}`, text, kind, revision: to, because: '', valid: ok, issues: errors };
  for (const line of issueLines(wrong, terminal)) terminal.err(line);
  const { changed, lost, decide } = report;
  terminal.err(
    `${printable(file)}: ${kind} from ${from} to ${to}: ${changed.length} changed, ${lost.length} lost, ` +
      `${decide.length} to decide; ${ok ? 'valid' : `invalid, ${countsOf(issues)}`}`,
  );
  const sample = decisionsSample(result);
  if (sample.length === 0) {
    const hint = decide.length === 0 ? undefined : 'Change the document by hand, and convert it again.';
    for (const line of hintLines(hint, terminal)) terminal.err(line);
    return;
  }
  for (const line of hintLines('Put the answers into a file, for example:', terminal)) terminal.err(line);
  for (const line of sample) terminal.err(`    ${printable(line)}`);
  terminal.err(`  and give it with margo convert ${printable(file)} --decide FILE`);
};

const asJson = (file: string, result: ConversionResult, output: string | undefined): object => {
  const { kind, from, to, text, ok, report, issues } = result;
  return {
    file,
    kind,
    from,
    to,
    valid: ok,
    changed: report.changed.map(({ delta, from: old, to: now, what }) => ({
      delta,
      ...(old === undefined ? {} : { from: pathText(old) }),
      ...(now === undefined ? {} : { to: pathText(now) }),
      what,
    })),
    lost: report.lost.map(({ delta, path, why, value }) => ({ delta, path: pathText(path), why, value })),
    decide: report.decide.map(({ delta, path, question, suggestion, placeholder }) => ({
      delta,
      path: pathText(path),
      question,
      suggestion,
      placeholder,
    })),
    decisions: decisionsSample(result).join('\n'),
    issues: issues.map(issueJson),
    ...(output === undefined ? { text } : { output }),
  };
};

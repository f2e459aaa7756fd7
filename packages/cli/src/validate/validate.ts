import { checkDocument, type Issue, pathText, type Severity } from '@margo-sdk/spec-model';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { paint, printable, type Style, type Terminal } from '../terminal.js';
import { excerpt } from './excerpt.js';
import { readInput } from './read-input.js';

/** How `margo validate` is called. */
export interface ValidateOptions {
  readonly files: readonly string[];
  readonly format: 'pretty' | 'json';
}

interface Checked {
  readonly file: string;
  readonly kind: string;
  readonly valid: boolean;
  readonly issues: readonly Issue[];
  readonly text: string;
}

/** A file that could not be read, and why. */
interface Unread {
  readonly file: string;
  readonly unread: string;
}

const STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'blue' };

/** Checks each file and says everything that is wrong with it. A file that cannot be read does not hide the others. */
export const validate = async ({ files, format }: ValidateOptions, terminal: Terminal): Promise<ExitCode> => {
  const results: (Checked | Unread)[] = [];
  for (const file of files) {
    const input = await readInput(file, process.stdin);
    if (!input.ok) {
      terminal.err(`margo: cannot read ${printable(file)}: ${input.reason}`);
      results.push({ file, unread: input.reason });
      continue;
    }
    const { kind, result } = checkDocument(input.bytes);
    const text = new TextDecoder().decode(input.bytes);
    const checked = { file, kind, valid: result.ok, issues: result.issues, text };
    results.push(checked);
    if (format === 'pretty') show(checked, terminal);
  }
  if (format === 'json') terminal.out(JSON.stringify({ files: results.map(asJson) }, null, 2));
  if (results.some((one) => 'unread' in one)) return EXIT_CODES.usage;
  return results.every((one) => 'valid' in one && one.valid) ? EXIT_CODES.ok : EXIT_CODES.failed;
};

const asJson = (one: Checked | Unread): object => {
  if ('unread' in one) return { file: one.file, valid: false, unread: one.unread, issues: [] };
  const { file, kind, valid, issues } = one;
  return {
    file,
    kind,
    valid,
    issues: issues.map(({ rule, path, line, column, severity, message, hint }) => ({
      code: rule,
      path: pathText(path),
      line,
      column,
      severity,
      message,
      hint,
    })),
  };
};

const show = ({ file, kind, valid, issues, text }: Checked, terminal: Terminal): void => {
  const lines = text.split(/\r?\n/);
  for (const { rule, severity, line = 1, column = 1, message, hint } of issues) {
    const label = paint(terminal, STYLES[severity], `${severity} ${rule}`);
    terminal.out(`${paint(terminal, 'bold', `${file}:${line}:${column}`)} ${label} ${printable(message)}`);
    for (const row of excerpt(lines, line, column)) terminal.out(`  ${paint(terminal, 'grey', row)}`);
    if (hint !== undefined) terminal.out(`  ${paint(terminal, 'cyan', 'hint:')} ${printable(hint)}`);
    terminal.out('');
  }
  const verdict = valid ? paint(terminal, 'green', 'valid') : paint(terminal, 'red', 'invalid');
  terminal.out(`${file}: ${verdict} ${kind}, ${counts(issues)}`);
};

const counts = (issues: readonly Issue[]): string =>
  (['error', 'warning', 'info'] as const)
    .map((severity) => [issues.filter((issue) => issue.severity === severity).length, severity] as const)
    .map(([count, severity]) => `${count} ${severity === 'info' || count === 1 ? severity : `${severity}s`}`)
    .join(', ');

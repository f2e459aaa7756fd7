import { readFile } from 'node:fs/promises';
import { checkDocument, type Issue, pathText, type Severity } from '@margo-sdk/spec-model';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { paint, printable, type Style, type Terminal } from '../terminal.js';
import { excerpt } from './excerpt.js';

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

const STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'blue' };

/** Checks each file and says everything that is wrong with it. */
export const validate = async ({ files, format }: ValidateOptions, terminal: Terminal): Promise<ExitCode> => {
  const checked: Checked[] = [];
  for (const file of files) {
    let bytes: Uint8Array;
    try {
      bytes = await readFile(file);
    } catch (error) {
      terminal.err(`margo: cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
      return EXIT_CODES.usage;
    }
    const { kind, result } = checkDocument(bytes);
    checked.push({ file, kind, valid: result.ok, issues: result.issues, text: new TextDecoder().decode(bytes) });
  }
  if (format === 'json') terminal.out(JSON.stringify({ files: checked.map(asJson) }, null, 2));
  else for (const one of checked) show(one, terminal);
  return checked.every(({ valid }) => valid) ? EXIT_CODES.ok : EXIT_CODES.failed;
};

const asJson = ({ file, kind, valid, issues }: Checked): object => ({
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
});

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

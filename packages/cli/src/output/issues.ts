import { type Issue, pathText, type Severity } from '@margo-sdk/spec-model';
import type { CheckedFile } from '../input/checked-file.js';
import { paint, printable, type Style, type Terminal } from '../terminal.js';
import { excerpt } from './excerpt.js';

const STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'blue' };

/** The lines that tell a person what is wrong with a file: place, excerpt and hint of each issue. */
export const issueLines = ({ file, text, issues }: CheckedFile, terminal: Terminal): string[] => {
  const lines = text.split(/\r?\n/);
  return issues.flatMap(({ rule, severity, line = 1, column = 1, message, hint }) => {
    const label = paint(terminal, STYLES[severity], `${severity} ${rule}`);
    return [
      `${paint(terminal, 'bold', `${printable(file)}:${line}:${column}`)} ${label} ${printable(message)}`,
      ...excerpt(lines, line, column).map((row) => `  ${paint(terminal, 'grey', row)}`),
      ...hintLines(hint, terminal),
      '',
    ];
  });
};

/** The lines of issues about what never was text: each with the place where it belongs. */
export const placelessLines = (issues: readonly Issue[], terminal: Terminal): string[] =>
  issues.flatMap(({ rule, severity, path, message, hint }) => [
    `${paint(terminal, STYLES[severity], `${severity} ${rule}`)} ${printable(pathText(path))}: ${printable(message)}`,
    ...hintLines(hint, terminal),
  ]);

/** The line of a hint, where there is one. */
export const hintLines = (hint: string | undefined, terminal: Terminal): string[] =>
  hint === undefined ? [] : [`  ${paint(terminal, 'cyan', 'hint:')} ${printable(hint)}`];

/** How many issues of each weight. */
export const countsOf = (issues: readonly Issue[]): string =>
  (['error', 'warning', 'info'] as const)
    .map((severity) => [issues.filter((issue) => issue.severity === severity).length, severity] as const)
    .map(([count, severity]) => `${count} ${severity === 'info' || count === 1 ? severity : `${severity}s`}`)
    .join(', ');

/** An issue for programs. */
export const issueJson = ({ rule, path, line, column, severity, message, hint }: Issue): object => ({
  code: rule,
  path: pathText(path),
  line,
  column,
  severity,
  message,
  hint,
});

/** A file for programs. */
export const fileJson = ({ file, kind, revision, because, valid, issues }: CheckedFile): object => ({
  file,
  kind,
  revision,
  because,
  valid,
  issues: issues.map(issueJson),
});

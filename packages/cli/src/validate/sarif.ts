import { pathToFileURL } from 'node:url';
import { type Issue, pathText, type RuleId, RULES, type Severity } from '@margo-sdk/spec-model';
import type { CheckedFile } from '../input/checked-file.js';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * What was found as a SARIF 2.1.0 log, which code scanning and editors read. A file that could not be read is a
 * notification of the tool.
 */
export const sarifLog = (
  results: readonly (CheckedFile | { readonly file: string; readonly unread: string })[],
): object => {
  const files = results.flatMap((one) => ('unread' in one ? [] : [one]));
  const unread = results.flatMap((one) => ('unread' in one ? [one] : []));
  const ids = [...new Set(files.flatMap(({ issues }) => issues.map(({ rule }) => rule)))].sort();
  const indexes = new Map(ids.map((id, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'margo', rules: ids.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: unread.length === 0,
            toolExecutionNotifications: unread.map((one) => ({
              level: 'error',
              message: { text: `Cannot read it: ${one.unread}.` },
              locations: [locationOf(one.file)],
            })),
          },
        ],
        results: files.flatMap(({ file, issues }) => issues.map((issue) => resultOf(file, issue, indexes))),
      },
    ],
  };
};

const ruleOf = (id: string): object => {
  const { message, hint, severity, section } = RULES[id as RuleId];
  return {
    id,
    shortDescription: { text: message },
    help: { text: hint ?? message },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { section },
  };
};

const resultOf = (file: string, issue: Issue, indexes: ReadonlyMap<string, number>): object => {
  const { rule, severity, path, line = 1, column = 1, message, hint } = issue;
  const logical = pathText(path);
  return {
    ruleId: rule,
    ruleIndex: indexes.get(rule),
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message} ${hint}` },
    locations: [
      {
        ...locationOf(file, { startLine: line, startColumn: column }),
        ...(logical === '' ? {} : { logicalLocations: [{ fullyQualifiedName: logical }] }),
      },
    ],
  };
};

const locationOf = (file: string, region?: object): object => ({
  physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...(region === undefined ? {} : { region }) },
});

/** Names of files are relative to where the repository is; those from the root are addresses of their own. */
const uriOf = (file: string): string =>
  /^(\/|[A-Za-z]:)/.test(file)
    ? pathToFileURL(file).href
    : file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');

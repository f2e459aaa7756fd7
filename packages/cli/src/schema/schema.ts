import {
  CURRENT_REVISION,
  DOCUMENT_NAMES,
  type DocumentName,
  documentJsonSchema,
  documentKind,
  fileNameOf,
  type Revision,
  REVISIONS,
} from '@margo-sdk/spec-model';
import { defineCommand } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { didYouMean } from '../nearest.js';
import { printJson } from '../output/json.js';
import { oneOf, refuseOperands } from '../parse-call.js';
import { printable, type Terminal } from '../terminal.js';
import { asArgument, UsageError } from '../usage-error.js';

/** Prints the JSON Schema of a kind of document. */
export const schema = defineCommand({
  name: 'schema',
  synopsis: '[KIND]',
  summary: 'Print the JSON Schema of a kind of document, for editors and other tools',
  usage: `Usage: margo schema [KIND] [options]

Prints the JSON Schema (draft 2020-12) of a kind of document; without KIND it lists all kinds and their revisions.
ApplicationDescription and application-description are the same.

In an editor with the YAML language server, put the schema beside the document and name it in the first line:
  margo schema ApplicationDescription > application-description.json
  # yaml-language-server: $schema=application-description.json

Options:
  --revision REVISION    Default ${CURRENT_REVISION}; others are ${REVISIONS.slice(0, -1).join(', ')}
  --format pretty|json   How the list is printed; a schema is JSON in any case
  --help, -h             Show this text

Exit codes: 0 it was printed, 2 there is no such kind or revision.`,
  options: { revision: { type: 'string' } },
  formats: ['pretty', 'json'],
  run: ({ operands, options, format }, { terminal }): ExitCode => {
    refuseOperands('schema', operands, 1);
    const [given] = operands;
    const revision = options.revision === undefined ? undefined : oneOf('--revision', REVISIONS, options.revision);
    if (given !== undefined) {
      printJson(
        asArgument(given, () => documentJsonSchema(kindNamed(given), revision)),
        terminal,
      );
    } else if (format === 'json') printJson({ kinds: kindsOf(revision) }, terminal);
    else printKinds(kindsOf(revision), terminal);
    return EXIT_CODES.ok;
  },
});

const kindNamed = (given: string): DocumentName => {
  const wanted = given.toLowerCase();
  const found = DOCUMENT_NAMES.find((name) => [name.toLowerCase(), fileNameOf(name)].includes(wanted));
  if (found) return found;
  throw new UsageError(
    `There is no kind of document ${printable(given)}.`,
    didYouMean(given, [...DOCUMENT_NAMES, ...DOCUMENT_NAMES.map(fileNameOf)]) ?? 'See margo schema for all kinds.',
  );
};

interface ListedKind {
  readonly kind: DocumentName;
  readonly revisions: readonly Revision[];
}

const kindsOf = (wanted: Revision | undefined): ListedKind[] =>
  DOCUMENT_NAMES.map((kind) => ({
    kind,
    revisions: REVISIONS.filter((revision) => documentKind(kind, revision) !== undefined),
  })).filter(({ revisions }) => wanted === undefined || revisions.includes(wanted));

const printKinds = (kinds: readonly ListedKind[], terminal: Terminal): void => {
  const width = Math.max(...kinds.map(({ kind }) => kind.length));
  for (const { kind, revisions } of kinds) terminal.out(`${kind.padEnd(width)}  ${revisions.join(', ')}`);
  terminal.out('\nPrint one with margo schema KIND; margo schema --help says how editors use it.');
};

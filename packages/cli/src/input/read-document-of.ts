import { CURRENT_REVISION, documentKind, type DocumentOf, type DocumentTypes } from '@margo-sdk/spec-model';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { type CheckedFile, checkFile } from './checked-file.js';
import { DocumentFault } from './document-fault.js';
import { readNeeded, type Source } from './read-input.js';

type CurrentName = keyof DocumentTypes[typeof CURRENT_REVISION];

/**
 * Reads the document that a command works on.
 *
 * @param expected - kinds that it can be
 * @throws UsageError when it cannot be read, or is another document, or one of an older revision
 * @throws DocumentFault when it is invalid
 */
export const readDocumentOf = async <Name extends CurrentName>(
  name: string,
  expected: readonly [Name, ...Name[]],
  source: Source,
): Promise<DocumentOf<typeof CURRENT_REVISION, Name>> =>
  checkDocumentOf(name, await readNeeded(name, source), expected).value as DocumentOf<typeof CURRENT_REVISION, Name>;

/**
 * Checks what was read as the document that a command works on.
 *
 * @throws UsageError when it is another document, or one of an older revision
 * @throws DocumentFault when it is invalid
 */
export const checkDocumentOf = (
  name: string,
  bytes: Uint8Array,
  expected: readonly [CurrentName, ...CurrentName[]],
): CheckedFile => {
  const taken = checkFile(name, bytes);
  const isExpected = expected.some((one) => one === taken.kind);
  // What has no member that tells its kind is checked as what the command expects.
  const checked = isExpected || taken.valid ? taken : checkFile(name, bytes, { kind: expected[0] });
  const shown = printable(name);
  if (!isExpected && taken.valid) {
    throw new UsageError(`${shown} holds the kind ${taken.kind}, but ${expected.join(' or ')} was expected.`);
  }
  if (checked.revision !== CURRENT_REVISION) {
    throw new UsageError(
      `${shown} is of revision ${checked.revision}, but this works on ${CURRENT_REVISION}. ${printable(checked.because)}`,
      documentKind(checked.kind, CURRENT_REVISION) && `Bring it there first: margo convert ${shown}`,
    );
  }
  if (!checked.valid) throw new DocumentFault(checked);
  return checked;
};

import { refusedByWriters } from '@margo-sdk/spec-model';
import type { Context } from '../command.js';
import { DocumentFault } from '../input/document-fault.js';
import { expandPatterns } from '../input/expand-patterns.js';
import { checkDocumentOf } from '../input/read-document-of.js';
import { readNeeded } from '../input/read-input.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';

/**
 * Reads the deployments in files, as the bytes that they are.
 *
 * @throws UsageError when one cannot be read, is another document or one of an older revision
 * @throws DocumentFault when one is invalid, or has what only a reader puts up with (AX-04, AX-08)
 */
export const readDeployments = async (names: readonly string[], context: Context): Promise<readonly Uint8Array[]> => {
  const found: Uint8Array[] = [];
  const files = await expandPatterns(names, context);
  for (const [at, named] of files.entries()) {
    if ('pattern' in named) throw new UsageError(`No file matches ${printable(named.pattern)}.`);
    if (files.length > 1) context.terminal.status(`${at + 1} of ${files.length}: ${printable(named.file)}`);
    const bytes = await readNeeded(named.file, context);
    const checked = checkDocumentOf(named.file, bytes, ['ApplicationDeployment']);
    if (refusedByWriters(checked.issues).length > 0) throw new DocumentFault(checked);
    found.push(bytes);
  }
  context.terminal.status('');
  return found;
};

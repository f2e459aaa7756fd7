import { MargoError } from '@margo-sdk/spec-model';
import { printable } from '../terminal.js';
import type { CheckedFile } from './checked-file.js';

/** A document that a command works on is invalid. */
export class DocumentFault extends MargoError {
  override name = 'DocumentFault';
  readonly checked: CheckedFile;

  constructor(checked: CheckedFile) {
    super('ERR_DOCUMENT_INVALID', `${printable(checked.file)} is not a valid ${checked.kind}.`);
    this.checked = checked;
  }
}

import { checkDocument, type CheckOptions, type DocumentName, type Issue, type Revision } from '@margo-sdk/spec-model';

/** A file that was read and checked. */
export interface CheckedFile {
  readonly file: string;
  readonly text: string;
  readonly kind: DocumentName;
  readonly revision: Revision;
  /** What tells the revision. */
  readonly because: string;
  readonly valid: boolean;
  readonly issues: readonly Issue[];
  /** What the document says; only when it is valid. */
  readonly value?: unknown;
}

/** Checks what was read from a file. */
export const checkFile = (file: string, bytes: Uint8Array, options: CheckOptions = {}): CheckedFile => {
  const { kind, revision, because, result } = checkDocument(bytes, options);
  return {
    file,
    text: new TextDecoder().decode(bytes),
    kind,
    revision,
    because,
    valid: result.ok,
    issues: result.issues,
    ...(result.ok ? { value: result.value } : {}),
  };
};

import { MargoError } from '../errors.js';
import type { ParseResult } from '../issue.js';
import { checkSource, type DocumentSource, readSource } from '../reading/read-document.js';
import type { Revision } from '../revisions/revision.js';
import type { ReadLimits } from '../yaml/limits.js';
import { documentKind, familyOf } from './catalogue.js';
import type { DocumentName } from './document-name.js';
import { recogniseDocument } from './recognise.js';

/** What is known about a document before it is checked, and how much of it is looked at. */
export interface CheckOptions extends ReadLimits {
  /** Its kind; recognised where it is not given. */
  readonly kind?: DocumentName;
  /** The revision to hold it to; recognised where it is not given. */
  readonly revision?: Revision;
}

/** What came of checking a document whose kind was not known before. */
export interface CheckedDocument {
  readonly kind: DocumentName;
  /** The revision that the document was held to. */
  readonly revision: Revision;
  /** What tells that revision, in one sentence. */
  readonly because: string;
  readonly result: ParseResult<unknown>;
}

/**
 * Recognises the kind and the revision of a document by its members, and checks it by the rules of that revision.
 *
 * @throws MargoError `ERR_REVISION_UNKNOWN` when the revision asked for does not have that kind of document
 *
 * @example
 * ```ts
 * import { checkDocument } from '@margo-sdk/spec-model';
 *
 * const { kind, revision, result } = checkDocument('{"manifestVersion": 1, "bundle": null, "deployments": []}');
 * console.log(kind, revision, result.ok); // StateManifest rc3 true
 * ```
 */
export const checkDocument = (source: DocumentSource, options: CheckOptions = {}): CheckedDocument => {
  const { kind: knownName, revision: wanted, ...limits } = options;
  const read = readSource(source, limits);
  const value = read.read.ok ? read.read.document.value : undefined;
  const recognised = recogniseDocument(value, knownName);
  const name = recognised.kind;
  const revision = wanted ?? recognised.revision;
  const kind = documentKind(name, revision);
  if (!kind) {
    throw new MargoError('ERR_REVISION_UNKNOWN', `There is no ${name} in revision ${revision}.`, {
      hint: `It exists in ${Object.keys(familyOf(name).kinds).join(', ')}.`,
    });
  }
  const because = wanted === undefined ? recognised.because : 'The revision was given.';
  return { kind: name, revision, because, result: checkSource(kind, read) };
};

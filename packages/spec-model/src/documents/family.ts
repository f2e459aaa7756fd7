import type { DocumentKind } from '../reading/document-kind.js';
import type { Mapping } from '../reading/mapping.js';
import type { Revision } from '../revisions/revision.js';
import type { DocumentName } from './document-name.js';

/** The revision that a document was written for, and what gives it away. */
export interface RecognisedRevision {
  readonly revision: Revision;
  /** One sentence for a person: what in the document tells its revision. */
  readonly because: string;
}

/** One kind of document through all revisions that have it. */
export interface DocumentFamily {
  readonly name: DocumentName;
  /** How it is read, by revision. */
  readonly kinds: Readonly<Partial<Record<Revision, DocumentKind<unknown>>>>;
  /** Whether the members of a root are those of this kind, in any revision. */
  readonly fits: (root: Mapping) => boolean;
  /** Tells the revision of a document of this kind. Never fails: the current revision is what nothing speaks against. */
  readonly recognise: (root: Mapping) => RecognisedRevision;
}

/** Forgets what a kind holds, for tables of all kinds. */
export const anyKind = <Document>(kind: DocumentKind<Document>): DocumentKind<unknown> =>
  kind as unknown as DocumentKind<unknown>;

import type { DocumentName, Revision, RuleId } from '@margo-sdk/spec-model';

interface Document {
  readonly file: string;
  readonly kind: DocumentName;
  /** The revision that is recognised, without being told. */
  readonly revision: Revision;
}

/** A document without errors. */
export interface Accepted extends Document {
  readonly valid: true;
  /** Why its authors do not accept it. */
  readonly although?: string;
}

/** A document that was made to be refused: the reason is among its errors. */
export interface Refused extends Document {
  readonly invalid: readonly RuleId[];
  readonly because: string;
}

/** A document that its authors call valid and that is not: all its errors, each once. */
export interface Defective extends Document {
  readonly upstreamDefect: readonly RuleId[];
  readonly reason: string;
}

/** A file that is no document. */
export interface Other {
  readonly file: string;
  readonly other: 'LinkML' | 'OpenAPI';
}

export type Row = Accepted | Refused | Defective | Other;

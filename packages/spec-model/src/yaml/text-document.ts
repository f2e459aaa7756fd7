import type { DocumentPath } from '../issue.js';

/** A place in a text, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a text said, and where it said it. */
export interface TextDocument {
  readonly value: unknown;
  /** Where a member or list element starts; for a missing one, where the nearest thing above it starts. */
  locate(path: DocumentPath): Position;
  /** The characters a scalar was written with: `1.0` is not `1`, although both are the number one. */
  sourceAt(path: DocumentPath): string | undefined;
  /** The same, but only of a scalar without quotes: how it is read depends on the version of YAML. */
  plainSourceAt(path: DocumentPath): string | undefined;
}

/** Why a text could not be read. */
export interface ReadFault extends Position {
  readonly message: string;
  readonly hint?: string;
}

/** Outcome of reading a text. */
export type ReadResult =
  | { readonly ok: true; readonly document: TextDocument }
  | { readonly ok: false; readonly faults: readonly ReadFault[] };

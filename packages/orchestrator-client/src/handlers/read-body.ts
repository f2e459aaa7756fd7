import {
  checkDocument,
  convertValue,
  CURRENT_REVISION,
  stringifyJson,
  type ConversionDecisions,
  type DocumentName,
  type JsonValue,
  type ParseResult,
  type Revision,
} from '@margo-sdk/spec-model';

/** What is read, and how it is judged in the current revision. */
export interface BodyReading<Document> {
  readonly kind: DocumentName;
  /** The revision of the profile. */
  readonly revision: Revision;
  readonly maxBytes: number;
  /** The reader of the current revision. */
  readonly parse: (source: Uint8Array | string, limits: { readonly maxBytes: number }) => ParseResult<Document>;
  /** What a document of the older revision leaves open, once it is known to be a valid one. */
  readonly complete: (value: Readonly<Record<string, unknown>>) => Completion | Promise<Completion>;
}

/** Answers to what the conversion asks, and what the document says after all. */
export interface Completion {
  readonly decisions: ConversionDecisions;
  /** The document without what only seems to say something. */
  readonly value?: Readonly<Record<string, unknown>>;
}

/**
 * Reads a body in the revision of the profile and judges what it says by the rules of the current one, as everything
 * behind this does. A body of another revision is read as well, since peers mix them; the faults that are told are those
 * of the revision that was asked for.
 */
export const readBody = async <Document>(
  bytes: Uint8Array,
  { kind, revision, maxBytes, parse, complete }: BodyReading<Document>,
): Promise<ParseResult<Document>> => {
  if (revision === CURRENT_REVISION) return parse(bytes, { maxBytes });
  const recognised = checkDocument(bytes, { kind, maxBytes });
  const asked = recognised.revision === revision ? recognised : checkDocument(bytes, { kind, revision, maxBytes });
  const read = asked.result.ok ? asked : recognised;
  if (!read.result.ok) return asked.result as ParseResult<Document>;
  const given = read.result.value as Readonly<Record<string, unknown>>;
  const { decisions, value = given } = await complete(given);
  const { value: converted } = convertValue(kind, value, read.revision, CURRENT_REVISION, decisions);
  const text = stringifyJson(converted as JsonValue);
  // It may have grown by what the conversion has added; what came was small enough.
  return parse(text, { maxBytes: MAX_BYTES_OF_A_CHARACTER * text.length });
};

const MAX_BYTES_OF_A_CHARACTER = 3;

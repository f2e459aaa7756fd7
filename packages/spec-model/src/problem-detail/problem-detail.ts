import type { ParseResult } from '../issue.js';
import type { Report } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import type { ReadLimits } from '../yaml/limits.js';
import { type ProblemDetail, problemDetailSchema } from './schema.js';
import type { Mapping } from '../reading/mapping.js';

/** M-42, RFC 9457 §3.1.1: a problem of no named type is `about:blank`. */
const tolerate = (value: Mapping, report: Report): Record<string, unknown> => {
  if ('type' in value) return { ...value };
  report('PB-01', [], 'type is missing and is read as about:blank.', { severity: 'warning' });
  return { ...value, type: 'about:blank' };
};

/** How a problem document is read. */
export const PROBLEM_DETAIL: DocumentKind<ProblemDetail> = {
  name: 'ProblemDetail',
  revision: 'rc3',
  format: 'json',
  schema: problemDetailSchema,
  shapeRule: 'PB-00',
  readRule: 'PB-00',
  tolerate,
  checks: [],
};

/** Reads a problem document and gives it, or everything that is wrong with it. */
export const safeParseProblemDetail = (source: DocumentSource, limits?: ReadLimits): ParseResult<ProblemDetail> =>
  safeReadDocument(PROBLEM_DETAIL, source, limits);

/** Reads a problem document. Throws a {@link DocumentError} with all issues. */
export const parseProblemDetail = (source: DocumentSource, limits?: ReadLimits): ProblemDetail =>
  readDocument(PROBLEM_DETAIL, source, limits);

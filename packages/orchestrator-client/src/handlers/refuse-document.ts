import type { DocumentPath, Issue } from '@margo-sdk/spec-model';
import { refuse } from './answer.js';
import type { HandlerAnswer } from './request.js';

/** One fault of a request body. */
export interface Fault {
  /** JSON Pointer to the member (RFC 6901), for example `/properties/id`; empty for the whole body. */
  readonly field: string;
  readonly message: string;
}

/** A hostile body can have a fault in every byte; nobody reads that many. */
const MAX_FAULTS = 50;

/** `422 #semantic-error`: the body can be read but makes no sense, and this is where (PT-12). */
export const semanticError = (detail: string, faults: readonly Fault[]): HandlerAnswer =>
  refuse('semantic-error', { detail, errors: faults.slice(0, MAX_FAULTS) });

/** `400 #invalid-request`: the request cannot be read. */
export const invalidRequest = (detail: string, faults: readonly Fault[] = []): HandlerAnswer =>
  refuse('invalid-request', { detail, ...(faults.length > 0 && { errors: faults }) });

/** Answers to a document that breaks rules: 400 when it is no JSON, else 422 with what is wrong where. */
export const refuseDocument = (bytes: Uint8Array, issues: readonly Issue[]): HandlerAnswer => {
  if (!isJson(bytes))
    return invalidRequest('The body is not JSON in UTF-8.', [{ field: '', message: 'It must be JSON in UTF-8.' }]);
  const errors = issues.filter(({ severity }) => severity === 'error');
  return semanticError('The body breaks rules of the specification.', errors.map(faultOf));
};

/** An issue, as a problem tells of it. */
export const faultOf = ({ path, message, rule }: Issue): Fault => ({
  field: pointerTo(path),
  message: `${message} (${rule})`,
});

/** RFC 6901 §3. */
const pointerTo = (path: DocumentPath): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const isJson = (bytes: Uint8Array): boolean => {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
};

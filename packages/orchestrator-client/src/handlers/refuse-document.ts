import { createProblem, problemResponse } from '@margo-sdk/protocol';
import { pathText, type Issue } from '@margo-sdk/spec-model';

/** One fault of a request body. */
export interface Fault {
  /** Path of the member, for example `properties.id`. */
  readonly field: string;
  readonly message: string;
}

/** A hostile body can have a fault in every byte; nobody reads that many. */
const MAX_FAULTS = 50;

/** `422 #semantic-error`: the body can be read but makes no sense, and this is where (PT-12). */
export const semanticError = (detail: string, faults: readonly Fault[]): Response =>
  problemResponse(createProblem('semantic-error', { detail, errors: faults.slice(0, MAX_FAULTS) }));

/** `400 #invalid-request`: the request cannot be read. */
export const invalidRequest = (detail: string): Response =>
  problemResponse(createProblem('invalid-request', { detail }));

/** Answers to a document that breaks rules: 400 when it is no JSON, else 422 with what is wrong where. */
export const refuseDocument = (bytes: Uint8Array, issues: readonly Issue[]): Response => {
  if (!isJson(bytes)) return invalidRequest('The body is not JSON in UTF-8.');
  const errors = issues.filter(({ severity }) => severity === 'error');
  return semanticError('The body breaks rules of the specification.', errors.map(faultOf));
};

/** An issue, as a problem tells of it. */
export const faultOf = ({ path, message, rule }: Issue): Fault => ({
  field: path.length === 0 ? 'body' : pathText(path),
  message: `${message} (${rule})`,
});

const isJson = (bytes: Uint8Array): boolean => {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
};

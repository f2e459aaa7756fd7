import type { ProfileFacts } from '@margo-sdk/protocol';
import { SignatureError } from '@margo-sdk/protocol/signatures';
import { ClientRefusedError, type ClientRefusal } from '../clients/client-refused-error.js';
import type { HandlerAnswer } from '../handlers/request.js';

/** Why a request does not get past the gate. */
export type GateRefusal = SignatureError | ClientRefusedError;

/** What the contract of the older profiles has for each. */
const STATUS: Readonly<Record<ClientRefusal, number>> = {
  ERR_CLIENT_UNKNOWN: 401,
  ERR_CLIENT_REVOKED: 403,
  ERR_CLIENT_CERTIFICATE_INVALID: 400,
  ERR_CLIENT_CERTIFICATE_EXPIRED: 403,
  ERR_CLIENT_CERTIFICATE_REPLACED: 403,
  ERR_CLIENT_CERTIFICATE_TAKEN: 403,
  ERR_CLIENT_ID_TAKEN: 409,
  ERR_CLIENT_NOT_ACCEPTED: 403,
  ERR_CLIENT_PENDING: 503,
};

/** What is said in front, in the words of the contract. */
const BEGINNING: Readonly<Partial<Record<number, string>>> = { 400: 'Invalid certificate', 403: 'Client rejected' };

/** Tells a refusal from a fault of our own. */
export const isGateRefusal = (error: unknown): error is GateRefusal =>
  error instanceof SignatureError || error instanceof ClientRefusedError;

/** Status by which something is refused: 400 for the digest, 401 for the signature, 403 for the client. */
export const statusOf = (error: GateRefusal): number => {
  if (error instanceof ClientRefusedError) return STATUS[error.code];
  return error.code.startsWith('ERR_CONTENT_DIGEST_') ? 400 : 401;
};

/** The sentence for the caller: what is wrong, and nothing that only we know. */
export const sentenceOf = (error: GateRefusal): string => {
  const beginning = error instanceof ClientRefusedError ? BEGINNING[statusOf(error)] : undefined;
  return beginning === undefined ? error.message : `${beginning}. ${error.message}`;
};

/** An answer with JSON. */
export const answerJson = (
  status: number,
  members: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): HandlerAnswer => {
  const body = new TextEncoder().encode(JSON.stringify(members));
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': `${body.byteLength}` },
    body,
  };
};

/** Refuses in the form of the profile; `code` says which of the checks it was, for software. */
export const answerRefusal = (
  { refusals }: ProfileFacts,
  error: GateRefusal,
  { status = statusOf(error), retryAfterSeconds }: { readonly status?: number; readonly retryAfterSeconds: number },
): HandlerAnswer =>
  answerJson(
    status,
    { [refusals === 'problem' ? 'error' : refusals]: sentenceOf(error), code: error.code },
    status === 503 ? { 'Retry-After': `${retryAfterSeconds}` } : {},
  );

import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import { UnexpectedResponseError } from '../errors.js';
import { WIRE_PROFILES, joinBasePath, type SignedProfile } from '../profiles/index.js';
import { baseAddress } from './base-address.js';
import { readCertificates, writeCertificate } from './certificate-text.js';
import { isClientId } from './client-id.js';
import { withDeadline } from './deadline.js';
import { onboardingHint } from './hint.js';
import { contentOf } from './judge-answer.js';
import type { CallOptions } from './operations.js';
import { sendWith, type Fetch } from './send.js';

/** Limits that hold unless the options say otherwise: milliseconds, and bytes after decompression. */
export const ONBOARDING_CLIENT_DEFAULTS = {
  timeoutMs: 30_000,
  maxBytes: 256 * 1024,
  maxProblemBytes: 64 * 1024,
} as const;

/** Options of {@link createOnboardingClient}. */
export interface OnboardingClientOptions {
  /** What the fleet manager speaks, as its operator says; it is never guessed (M-01). */
  readonly profile: SignedProfile;
  /** Origin of the fleet manager, for example `https://wfm.example.com`; plain http only to this very machine. */
  readonly baseUrl: string | URL;
  /** Where below the origin the interface is served (M-04). Default: where the profile has it. */
  readonly basePath?: string;
  /**
   * Sends a request over a connection whose server is proven, and signs it with the key of the certificate that is to be
   * let in (LG-12): made with `createSigningFetch`.
   */
  readonly fetch: Fetch;
  /** Milliseconds for one whole exchange, its body included. Default 30 000. */
  readonly timeoutMs?: number;
  /** Largest answer in bytes. Default 256 KiB. */
  readonly maxBytes?: number;
  /** Largest refusal in bytes; of a longer one only the status is used. Default 64 KiB. */
  readonly maxProblemBytes?: number;
  /** Milliseconds since 1970, to measure `Retry-After` dates against. Default: the system clock. */
  readonly now?: () => number;
}

/** The certificate that a device asks to be let in with. */
export interface OnboardingRequestOptions extends CallOptions {
  /** PEM text. Only the first certificate in it is sent; a key that stands beside it is not. */
  readonly certificate: string;
}

/**
 * How a device gets into a fleet in the older profiles, one method an operation. Each makes one attempt and throws
 * `ProblemError` (refused), `TransportError` (no complete answer) or `UnexpectedResponseError` (an answer outside the
 * contract; `ERR_UNEXPECTED_BODY` where it says something else than it has to).
 */
export interface OnboardingClient {
  /** The profile that it speaks. */
  readonly profile: SignedProfile;
  /**
   * Asks to be let in. Where the answer was lost it may be asked again: the same certificate gets the same id, save with
   * `symphony-2025`, which answers 409.
   *
   * @returns what the fleet manager calls this client from now on, to be kept (LG-03)
   * @throws MargoError `ERR_CERTIFICATE_INVALID`: what was given is no certificate in PEM
   */
  onboard(request: OnboardingRequestOptions): Promise<{ readonly clientId: string }>;
  /**
   * Fetches the certificate that the fleet manager is to be known by. It proves nothing by itself: use it only when it
   * came over a channel that is trusted already, or when its fingerprint is the one that the operator gave (LG-02).
   *
   * @returns PEM
   */
  getRootCertificate(options?: CallOptions): Promise<string>;
}

/**
 * Makes the client that a device asks to be let in with. The certificate is sent as base64 of its PEM text, as the
 * reference client does; answers are read in all forms that are known from peers. Redirects are refused, sizes and times
 * bounded.
 *
 * @throws MargoError `ERR_BASE_URL_INVALID` or `ERR_BASE_PATH_INVALID`
 *
 * @example
 * ```ts
 * import { createOnboardingClient } from '@margo-sdk/protocol/client';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'plant.example' });
 * const { certificate } = await issuer.issueClient('wfm-1', 'press-7');
 *
 * const client = createOnboardingClient({
 *   profile: 'rc2-signed',
 *   baseUrl: 'https://wfm.example.com',
 *   // Stands in for a fetch that signs, and for a fleet manager that takes everybody.
 *   fetch: async () => Response.json({ clientId: 'f3b9c2d0-5f0a-4c1e-9d57-0a4b6f1d2e33' }, { status: 201 }),
 * });
 * console.log(await client.onboard({ certificate })); // { clientId: 'f3b9c2d0-5f0a-4c1e-9d57-0a4b6f1d2e33' }
 * ```
 */
export const createOnboardingClient = ({
  profile,
  baseUrl,
  fetch,
  timeoutMs = ONBOARDING_CLIENT_DEFAULTS.timeoutMs,
  maxBytes = ONBOARDING_CLIENT_DEFAULTS.maxBytes,
  maxProblemBytes = ONBOARDING_CLIENT_DEFAULTS.maxProblemBytes,
  now = Date.now,
  ...options
}: OnboardingClientOptions): OnboardingClient => {
  const facts = WIRE_PROFILES[profile];
  const { path, certificatePath, certificateMember, clientIdMember } = facts.onboarding;
  const { basePath = facts.basePath } = options;
  const address = baseAddress(baseUrl, basePath);
  const send = sendWith({ fetch, now, maxProblemBytes, refusals: facts.refusals, hintFor: onboardingHint });

  /** Makes one exchange, and gives one member of the JSON object that has to be its answer. */
  const memberOf = async (
    { method, path, statuses, member, body }: Exchange,
    { signal: outer }: CallOptions,
  ): Promise<{ readonly text: string; readonly request: string }> => {
    const request = `${method} ${joinBasePath(basePath, path)}`;
    return withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
      const asked = new Request(address + path, {
        method,
        headers: { Accept: MEDIA_TYPES.json, ...(body !== undefined && { 'Content-Type': MEDIA_TYPES.json }) },
        ...(body !== undefined && { body }),
        credentials: 'omit',
        redirect: 'manual',
        signal,
      });
      const response = await send(asked);
      const bytes = await contentOf(response, MEDIA_TYPES.json, { request, maxBytes, signal }, statuses);
      const text = textOf(bytes, member);
      if (text === undefined) throw unexpectedBody(request, `a JSON object with the text ${member}`);
      return { text, request };
    });
  };

  return {
    profile,

    onboard: async ({ certificate, ...call }) => {
      const body = JSON.stringify({
        apiVersion: 'onboarding.margo.org/v1alpha1',
        kind: 'OnboardingRequest',
        [certificateMember]: writeCertificate(certificate),
      });
      const exchange = { method: 'POST', path, statuses: LET_IN, member: clientIdMember, body };
      const { text: clientId, request } = await memberOf(exchange, call);
      if (!isClientId(clientId)) throw unexpectedBody(request, `a ${clientIdMember} that can stand in a path`);
      return { clientId };
    },

    getRootCertificate: async (call = {}) => {
      const exchange = { method: 'GET', path: certificatePath, statuses: [200], member: 'certificate' };
      const { text, request } = await memberOf(exchange, call);
      const found = readCertificates(text);
      if (found === undefined) throw unexpectedBody(request, 'a certificate in base64');
      return found;
    },
  };
};

/** 201 by the contract; early builds of a peer answered 200. */
const LET_IN = [201, 200];

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly statuses: readonly number[];
  readonly member: string;
  readonly body?: string;
}

const textOf = (bytes: Uint8Array, member: string): string | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined;
  const text = (value as Readonly<Record<string, unknown>>)[member];
  return typeof text === 'string' ? text : undefined;
};

const unexpectedBody = (request: string, expected: string): UnexpectedResponseError =>
  new UnexpectedResponseError('ERR_UNEXPECTED_BODY', `${request} was answered with something else than ${expected}.`, {
    hint: 'Check baseUrl, basePath and profile; the answer does not look like that of such a fleet manager.',
  });

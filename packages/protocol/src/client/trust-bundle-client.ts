import { MEDIA_TYPES, MargoError } from '@margo-sdk/spec-model';
import { withDeadline } from './deadline.js';
import { changeOf } from './judge-answer.js';
import type { CallOptions } from './operations.js';
import { nameOf, sendWith, type Fetch } from './send.js';

/** Limits that hold unless the options say otherwise: milliseconds, and bytes after decompression. */
export const TRUST_BUNDLE_CLIENT_DEFAULTS = {
  timeoutMs: 30_000,
  maxBytes: 1024 * 1024,
  maxProblemBytes: 64 * 1024,
} as const;

/** Options of {@link createTrustBundleClient}. */
export interface TrustBundleClientOptions {
  /**
   * Sends a request over a connection that is authenticated by what the device was given to begin with: public anchors
   * and the DNS name, or pins (TB-01, TB-08). Never by the trust bundle itself, which is what is being fetched.
   */
  readonly fetch: Fetch;
  /** Milliseconds for one whole exchange, its body included. Default 30 000. */
  readonly timeoutMs?: number;
  /** Largest document in bytes. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Largest problem document in bytes; of a longer one only the status is used. Default 64 KiB. */
  readonly maxProblemBytes?: number;
  /** Milliseconds since 1970, to measure `Retry-After` dates against. Default: the system clock. */
  readonly now?: () => number;
}

/** What is asked for: an https address, and the ETag of what is held, with its quotes. */
export interface TrustDocumentRequest extends CallOptions {
  readonly url: string | URL;
  readonly ifNoneMatch?: string | undefined;
}

/** The document as the exact bytes that came, with the ETag as it came, or nothing new. */
export type TrustDocumentAnswer =
  { readonly status: 'unchanged' } | { readonly status: 'changed'; readonly bytes: Uint8Array; readonly etag?: string };

/**
 * The device's half of the trust bundle interface, one method an operation. Each makes one attempt and throws
 * `ProblemError` (refused; a 404 says that there is no such document), `TransportError` (no complete answer),
 * `UnexpectedResponseError` (an answer outside the contract), or `ERR_TRUST_BUNDLE_URL_INVALID`. Whether a document can
 * be used is for its reader to say: `safeParseDiscoveryDocument` and `parseTrustBundle`, which ignore what they do not
 * know (TB-02).
 */
export interface TrustBundleClient {
  /** Fetches the document that says where the bundle is, by default at `/.well-known/margo` (TB-03). */
  getDiscoveryDocument(request: TrustDocumentRequest): Promise<TrustDocumentAnswer>;
  /** Fetches the trust bundle, a JWK set in the format of SPIFFE (TB-10). */
  getTrustBundle(request: TrustDocumentRequest): Promise<TrustDocumentAnswer>;
}

/**
 * Makes the client that trust anchors are fetched with. It asks https addresses only (TB-09), for JSON (TB-04), past all
 * caches (TB-16), and follows no redirect: another origin would need anchors of its own (TB-08).
 *
 * @example
 * ```ts
 * import { createTrustBundleClient } from '@margo-sdk/protocol/client';
 * import { safeParseDiscoveryDocument } from '@margo-sdk/spec-model';
 *
 * const client = createTrustBundleClient({
 *   // Stands in for the identity service.
 *   fetch: async () =>
 *     Response.json({ trustDomain: 'plant.example', trustBundleUri: 'https://mis.example.com/bundle.json' }),
 * });
 * const found = await client.getDiscoveryDocument({ url: 'https://mis.example.com/.well-known/margo' });
 * if (found.status === 'changed') console.log(safeParseDiscoveryDocument(found.bytes).ok); // true
 * ```
 */
export const createTrustBundleClient = ({
  fetch,
  timeoutMs = TRUST_BUNDLE_CLIENT_DEFAULTS.timeoutMs,
  maxBytes = TRUST_BUNDLE_CLIENT_DEFAULTS.maxBytes,
  maxProblemBytes = TRUST_BUNDLE_CLIENT_DEFAULTS.maxProblemBytes,
  now = Date.now,
}: TrustBundleClientOptions): TrustBundleClient => {
  const send = sendWith({ fetch, now, maxProblemBytes });

  const get = async ({ url, ifNoneMatch, signal: outer }: TrustDocumentRequest): Promise<TrustDocumentAnswer> => {
    const address = httpsAddress(url);
    const request = `GET ${address.pathname}`;
    return withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
      const asked = new Request(address, {
        headers: {
          Accept: MEDIA_TYPES.json,
          'Cache-Control': 'no-cache',
          ...(ifNoneMatch !== undefined && { 'If-None-Match': ifNoneMatch }),
        },
        credentials: 'omit',
        redirect: 'manual',
        signal,
      });
      const reading = { request: nameOf(asked), maxBytes, signal };
      return changeOf(await send(asked), { ifNoneMatch, mediaType: MEDIA_TYPES.json, reading });
    });
  };

  return { getDiscoveryDocument: get, getTrustBundle: get };
};

const httpsAddress = (url: string | URL): URL => {
  const address = URL.canParse(String(url)) ? new URL(url) : undefined;
  if (address === undefined) throw refuse('it is not an absolute URL');
  if (address.protocol !== 'https:') throw refuse('it is not https');
  if (address.username !== '' || address.password !== '') throw refuse('it contains credentials');
  return address;
};

// The address itself stays out of the message: it may contain a password.
const refuse = (reason: string): MargoError =>
  new MargoError('ERR_TRUST_BUNDLE_URL_INVALID', `The address of the document cannot be used: ${reason}.`, {
    hint: 'Give the https address that the operator or the discovery document names.',
  });

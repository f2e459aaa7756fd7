import type { Fetch } from '../client/send.js';
import { WIRE_PROFILES, type SignedProfile } from '../profiles/index.js';
import { algorithmFacts } from './algorithms.js';
import { contentDigest } from './content-digest.js';
import { fieldsOf } from './http-message.js';
import { signMessage } from './sign.js';
import type { Signer } from './signer.js';

/** Options of {@link createSigningFetch}. */
export interface SigningFetchOptions {
  /** Sends what was signed, and follows no redirects: the address is signed. */
  readonly fetch: Fetch;
  /** Who signs; a function is asked for every request, so that a key can be replaced. */
  readonly signer: Signer | (() => Signer | Promise<Signer>);
  /** Says what is covered, and what the signature is called. */
  readonly profile: SignedProfile;
  /** Milliseconds since 1970; default: the system's clock. */
  readonly now?: (() => number) | undefined;
  /** Whether a request without a body has the digest of nothing, as the text of the profiles can be read (M-57). */
  readonly alwaysDigest?: boolean | undefined;
  /** Makes a nonce where signatures would repeat otherwise; default: a random UUID. */
  readonly newNonce?: (() => string) | undefined;
}

/**
 * Makes a `fetch` that signs what goes through it (LG-07 to LG-09): `Content-Digest` where there is a body,
 * `Signature-Input` and `Signature`. Every call signs anew, so a retry has a time of its own. Nothing else is changed.
 *
 * The parameters are `created` and `keyid`, as the profiles have it. A key whose signatures repeat (Ed25519) adds a
 * `nonce`, as two equal requests within a second would be taken for a replay.
 *
 * The `fetch` that comes back rejects with what the signer and the `fetch` given throw, and with `SignatureError`
 * `ERR_SIGNATURE_INVALID` for a signer that gives no signature of its algorithm. What a signer throws that is no
 * `MargoError`, clients of ours take for a connection that broke off, and try again: a chip may be busy.
 *
 * @example
 * ```ts
 * import { generateKeyPairSync } from 'node:crypto';
 * import { createSigningFetch } from '@margo-sdk/protocol/signatures';
 * import { signerFromKey } from '@margo-sdk/protocol/node';
 *
 * const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
 * const fetch = createSigningFetch({
 *   fetch: async ({ headers }) => new Response(headers.get('Signature-Input')),
 *   signer: signerFromKey(privateKey),
 *   profile: 'rc2-signed',
 * });
 * const answer = await fetch(new Request('https://wfm.example/api/v1/clients/line-1/deployments'));
 * console.log(await answer.text()); // sig1=("@method" "@target-uri");created=…;keyid="…"
 * ```
 */
export const createSigningFetch = (options: SigningFetchOptions): Fetch => {
  const { fetch, signer, profile, now = Date.now, alwaysDigest = false, newNonce = randomNonce } = options;
  const { label, components, componentsOfBody } = WIRE_PROFILES[profile].signing;
  const withBody = [...components, ...componentsOfBody];
  return async (request) => {
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const headers = new Headers(request.headers);
    const digests = body !== undefined || alwaysDigest;
    if (digests) headers.set('Content-Digest', await contentDigest(body ?? new Uint8Array()));
    const current = typeof signer === 'function' ? await signer() : signer;
    const [targetUri = ''] = request.url.split('#', 1);
    const signed = await signMessage(
      { method: request.method, targetUri, fields: fieldsOf(headers) },
      {
        signer: current,
        label,
        components: digests ? withBody : components,
        created: new Date(now()),
        nonce: algorithmFacts(current.algorithm).repeats ? newNonce() : undefined,
      },
    );
    for (const [name, value] of Object.entries(signed)) headers.set(name, value as string);
    return fetch(new Request(request, { headers, ...(body && { body }) }));
  };
};

const randomNonce = (): string => crypto.randomUUID();

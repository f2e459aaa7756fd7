import { DocumentError, MargoError, safeParseDiscoveryDocument } from '@margo-sdk/spec-model';
import type { TrustBundleClient } from '../../client/trust-bundle-client.js';

/** What {@link createBundleLocator} needs. */
export interface BundleLocatorOptions {
  readonly client: Pick<TrustBundleClient, 'getDiscoveryDocument'>;
  readonly discoveryUrl: string;
  readonly trustDomain: string;
  /** Origins that the bundle may come from, beside that of `discoveryUrl`. */
  readonly bundleOrigins: readonly string[];
}

/**
 * Makes what asks the discovery document where the bundle is. It asks each time, because the bundle may move.
 *
 * The function throws `ERR_DISCOVERY_DOCUMENT_INVALID` (unreadable, or an address that is not https, TB-09),
 * `ERR_TRUST_DOMAIN_MISMATCH` (TB-07), `ERR_BUNDLE_ORIGIN_REFUSED` (TB-08), or what the client throws.
 */
export const createBundleLocator = ({
  client,
  discoveryUrl,
  trustDomain,
  bundleOrigins,
}: BundleLocatorOptions): ((signal?: AbortSignal) => Promise<string>) => {
  const origins = [new URL(discoveryUrl).origin, ...bundleOrigins];
  let last: { readonly url: string; readonly etag?: string } | undefined;

  return async (signal) => {
    const answer = await client.getDiscoveryDocument({
      url: discoveryUrl,
      ifNoneMatch: last?.etag,
      ...(signal !== undefined && { signal }),
    });
    if (answer.status === 'unchanged' && last !== undefined) return last.url;
    const url = judge(answer.status === 'changed' ? answer.bytes : new Uint8Array(), trustDomain, origins);
    last = { url, ...(answer.status === 'changed' && answer.etag !== undefined && { etag: answer.etag }) };
    return url;
  };
};

const judge = (bytes: Uint8Array, trustDomain: string, origins: readonly string[]): string => {
  const read = safeParseDiscoveryDocument(bytes);
  if (!read.ok) {
    const cause = new DocumentError('discovery document', read.issues);
    throw new MargoError('ERR_DISCOVERY_DOCUMENT_INVALID', cause.message, {
      cause,
      hint: 'Ask the operator of the identity service for a valid one.',
    });
  }
  if (read.value.trustDomain !== trustDomain)
    throw new MargoError(
      'ERR_TRUST_DOMAIN_MISMATCH',
      `Expected the discovery document of trust domain ${trustDomain}, got that of ${read.value.trustDomain}.`,
      {
        hint: 'Correct discoveryUrl, or the certificate that this device was given: one of them is of another domain.',
      },
    );
  const { trustBundleUri } = read.value;
  const url = URL.canParse(trustBundleUri) ? new URL(trustBundleUri) : undefined;
  if (url === undefined || !origins.includes(url.origin))
    throw new MargoError(
      'ERR_BUNDLE_ORIGIN_REFUSED',
      'The discovery document names a bundle at another origin than its own, which was not listed.',
      { hint: 'Add the origin to bundleOrigins, with anchors or pins in `authenticate` that cover it.' },
    );
  return url.href;
};

import { X509Certificate } from 'node:crypto';
import type { OnboardingClient } from '@margo-sdk/protocol/client';
import { MargoError } from '@margo-sdk/spec-model';
import { fingerprintOf } from './fingerprint-of.js';

/** What {@link fetchRootCertificate} needs. */
export interface FetchRootCertificateOptions {
  readonly client: Pick<OnboardingClient, 'getRootCertificate'>;
  /** SHA-256 of the certificate, which the operator has from elsewhere: 64 hex digits, with or without colons. */
  readonly fingerprint: string;
  readonly signal?: AbortSignal;
}

/**
 * Fetches the root certificate of a fleet manager, and takes it only if it is the one that the operator means. Over a
 * channel that is not trusted already, anybody could hand out a root of his own (LG-02).
 *
 * @returns PEM of that one certificate, for `anchors` of `createServerTlsFetch`
 * @throws MargoError `ERR_ROOT_CERTIFICATE_REFUSED`: another one came; `ERR_OPTION_INVALID`; what the client throws
 *
 * @example
 * ```ts
 * import { X509Certificate } from 'node:crypto';
 * import { fetchRootCertificate } from '@margo-sdk/device-client';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'plant.example' });
 * const { certificate } = issuer.authority().root;
 * const client = { getRootCertificate: async () => certificate };
 * const fingerprint = new X509Certificate(certificate).fingerprint256;
 * console.log((await fetchRootCertificate({ client, fingerprint })).startsWith('-----BEGIN CERTIFICATE-----')); // true
 * ```
 */
export const fetchRootCertificate = async ({
  client,
  fingerprint,
  signal,
}: FetchRootCertificateOptions): Promise<string> => {
  const expected = hexOf(fingerprint);
  if (!/^[0-9a-f]{64}$/.test(expected))
    throw new MargoError('ERR_OPTION_INVALID', 'Expected the SHA-256 of a certificate as fingerprint.', {
      hint: 'Give what openssl x509 -fingerprint -sha256 prints.',
    });
  const pem = await client.getRootCertificate({ signal });
  if (hexOf(fingerprintOf(pem)) !== expected)
    throw new MargoError('ERR_ROOT_CERTIFICATE_REFUSED', 'The fleet manager gave another root certificate.', {
      hint: 'Somebody may stand between. Compare the fingerprints with the operator of the fleet manager.',
    });
  return new X509Certificate(pem).toString();
};

const hexOf = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

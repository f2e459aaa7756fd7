import { X509Certificate } from 'node:crypto';
import { readCertificate } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import type { CertificatePolicy } from './certificate-policy.js';

/** Options of {@link acceptIssuedBy}. */
export interface AcceptIssuedByOptions {
  /** PEM of the authorities that sign certificates of devices themselves: the intermediate, where there is one. */
  readonly authorities: readonly string[];
  /** Milliseconds since 1970. Default: the system clock. */
  readonly now?: () => number;
}

/**
 * The policy that lets in who has a certificate of one's own authorities, or of the maker of the devices. All others are
 * turned away.
 *
 * @throws MargoError `ERR_CERTIFICATE_INVALID`: one of them cannot be read or is no authority; or none was given
 *
 * @example
 * ```ts
 * import { acceptIssuedBy } from '@margo-sdk/orchestrator-client';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const acceptCertificate = acceptIssuedBy({ authorities: [issuer.authority().root.certificate] });
 * console.log(typeof acceptCertificate); // function
 * ```
 */
export const acceptIssuedBy = ({ authorities, now = Date.now }: AcceptIssuedByOptions): CertificatePolicy => {
  const issuers = authorities.map(readAuthority);
  if (issuers.length === 0) throw invalid('none was given');
  return ({ pem }) => {
    const certificate = new X509Certificate(pem);
    const nowMs = now();
    return issuers.some(
      ({ x509, notBefore, notAfter }) =>
        notBefore.getTime() <= nowMs &&
        nowMs <= notAfter.getTime() &&
        certificate.checkIssued(x509) &&
        certificate.verify(x509.publicKey),
    );
  };
};

const readAuthority = (pem: string) => {
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(pem);
  } catch {
    throw invalid('one cannot be read');
  }
  const { isCa, keyUsage, notBefore, notAfter } = readCertificate(new Uint8Array(x509.raw));
  if (!isCa || keyUsage?.includes('keyCertSign') === false) throw invalid('one may not sign certificates');
  return { x509, notBefore, notAfter };
};

const invalid = (what: string): MargoError =>
  new MargoError('ERR_CERTIFICATE_INVALID', `The certificates of the authorities cannot be used: ${what}.`, {
    hint: 'Give the certificates of certification authorities as PEM, one in each text.',
  });

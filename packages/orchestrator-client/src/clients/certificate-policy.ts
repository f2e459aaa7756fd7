import type { Denial } from '../fleet/policy.js';
import type { ClientCertificate } from './client-certificate.js';
import { ClientRefusedError } from './client-refused-error.js';

/** What becomes of a certificate: let in, turned away, or not decided yet, so that the device asks again later. */
export type CertificateVerdict = boolean | Denial | 'pending';

/**
 * Decides whether the device that holds a certificate becomes a client. Whoever asks has proved to have the key, and
 * nothing else: that it is a device of this plant is for the policy to find out. A certificate that `register` was called
 * with is accepted already.
 */
export type CertificatePolicy = (certificate: ClientCertificate) => CertificateVerdict | Promise<CertificateVerdict>;

/** The policy that lets in everybody who can reach the fleet manager. For laboratories. */
export const acceptAnyCertificate: CertificatePolicy = () => true;

/**
 * Asks the policy.
 *
 * @throws ClientRefusedError `ERR_CLIENT_NOT_ACCEPTED`, `ERR_CLIENT_PENDING`
 */
export const judgeCertificate = async (policy: CertificatePolicy, certificate: ClientCertificate): Promise<void> => {
  const verdict = await policy(certificate);
  if (verdict === true) return;
  if (verdict === 'pending')
    throw new ClientRefusedError('ERR_CLIENT_PENDING', 'The certificate waits for a decision.', {
      hint: 'Ask again later, with the same certificate.',
    });
  const { title, detail } = verdict === false ? {} : verdict;
  const why = [title, detail].filter((text) => text !== undefined).join(': ');
  throw new ClientRefusedError('ERR_CLIENT_NOT_ACCEPTED', why === '' ? 'Its certificate is not accepted here.' : why, {
    hint: 'Ask the operator of the fleet manager to register the certificate.',
  });
};

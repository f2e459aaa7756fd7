import { X509Certificate } from 'node:crypto';
import { MargoError } from '@margo-sdk/spec-model';
import type { TrustBundle } from '../identity/trust-bundle.js';

/**
 * What OpenSSL may hold beside a certificate in its own PEM form, as DER: that it is trusted to vouch for servers and for
 * clients. An anchor that says so need not be signed by itself (SV-17). The option of Node.js for that,
 * `allowPartialTrustChain`, does not reach servers in Node.js 20.
 */
const TRUSTED = Buffer.from('30163014' + '06082b06010505070301' + '06082b06010505070302', 'hex');

/** One anchor in the form that `ca` takes and OpenSSL believes as it is. */
export const trustedPem = ({ raw }: X509Certificate): string => {
  const lines =
    Buffer.concat([raw, TRUSTED])
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN TRUSTED CERTIFICATE-----\n${lines.join('\n')}\n-----END TRUSTED CERTIFICATE-----\n`;
};

/**
 * The anchors of a bundle for `ca`. Those that OpenSSL cannot read are left out (M-49); an empty list would trust
 * nobody, and says so at once (TB-11).
 *
 * @throws MargoError `ERR_TRUST_BUNDLE_INVALID`
 */
export const anchorsAsPem = (trustBundle: TrustBundle): string[] => {
  refuseUnparsed(trustBundle);
  const readable = trustBundle.anchors.flatMap((anchor) => {
    try {
      return [trustedPem(new X509Certificate(anchor.certificate))];
    } catch {
      return [];
    }
  });
  if (readable.length === 0)
    throw new MargoError('ERR_TRUST_BUNDLE_INVALID', 'The trust bundle holds no anchor that this platform can read.', {
      hint: 'Fetch the trust bundle again; connections without an anchor are refused.',
    });
  return readable;
};

/** A bundle is fetched as text, and JavaScript lets the text through to here. */
const refuseUnparsed = (trustBundle: unknown): void => {
  if (Array.isArray((trustBundle as Partial<TrustBundle> | null | undefined)?.anchors)) return;
  throw new MargoError(
    'ERR_TRUST_BUNDLE_INVALID',
    `Expected a trust bundle with its anchors, got ${trustBundle === null ? 'null' : `a value of type ${typeof trustBundle}`}.`,
    { hint: 'Pass it through parseTrustBundle first.' },
  );
};

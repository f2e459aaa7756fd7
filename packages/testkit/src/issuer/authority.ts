import { X509Certificate, createPrivateKey, webcrypto } from 'node:crypto';
import { parseSpiffeId } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import { createKeys, pemOf, SIGNATURE } from './keys.js';
import { signX509Svid, type CertificateSigner, type Validity } from './x509-svid.js';

/** The two authorities that an issuer can have. */
export type AuthorityKind = 'root' | 'intermediate';

/** Certificate and key of one authority, as text that can be kept. */
export interface AuthorityPem {
  readonly certificate: string;
  /** PKCS #8, not encrypted. */
  readonly privateKey: string;
}

/** An authority at work. */
export interface Authority {
  readonly signer: CertificateSigner;
  readonly pem: AuthorityPem;
}

/** Names say loudly what they are for. */
const nameOf = (kind: AuthorityKind, trustDomain: string): string => `Margo DEVELOPMENT ONLY ${kind} of ${trustDomain}`;

/** Makes keys and a certificate for an authority, which signs its own where no other does. */
export const createAuthority = async (
  kind: AuthorityKind,
  trustDomain: string,
  validity: Validity,
  by?: CertificateSigner,
): Promise<Authority> => {
  const signer = { commonName: nameOf(kind, trustDomain), ...(await createKeys()) };
  const content = { ...signer, validity, isCa: true, uriNames: [parseSpiffeId(`spiffe://${trustDomain}`)] };
  const certificate = (await signX509Svid(content, by ?? signer)).toString('pem');
  return { signer, pem: { certificate: `${certificate}\n`, privateKey: pemOf(signer.privateKey) } };
};

/**
 * The authority that was written down as this text.
 *
 * @throws MargoError `ERR_ISSUER_INVALID` when it is none of ours: above all not somebody's real authority
 */
export const readAuthority = async (
  kind: AuthorityKind,
  trustDomain: string,
  pem: AuthorityPem,
): Promise<Authority> => {
  const commonName = nameOf(kind, trustDomain);
  const { certificate, privateKey } = parsePem(kind, pem);
  if (certificate.subject !== `CN=${commonName}` || !certificate.checkPrivateKey(privateKey))
    throw invalid(kind, `Expected the certificate and key of "${commonName}", got others.`);
  const { subtle } = webcrypto;
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const signer = {
    commonName,
    publicKey: await subtle.importKey('spki', spki, SIGNATURE, true, ['verify']),
    privateKey: await subtle.importKey('pkcs8', pkcs8, SIGNATURE, true, ['sign']),
  };
  return { signer, pem };
};

const parsePem = (kind: AuthorityKind, pem: AuthorityPem) => {
  try {
    return { certificate: new X509Certificate(pem.certificate), privateKey: createPrivateKey(pem.privateKey) };
  } catch {
    // What the library says could hold a piece of the key.
    throw invalid(kind, `The certificate or the key of the ${kind} cannot be read.`);
  }
};

const invalid = (kind: AuthorityKind, message: string): MargoError =>
  new MargoError('ERR_ISSUER_INVALID', message, {
    hint: `Only what was saved by a development issuer can be its ${kind}; make a new one where that is lost.`,
  });

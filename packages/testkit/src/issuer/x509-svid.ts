import 'reflect-metadata'; // the certificate library does not load without it, and cannot load it itself
import type { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type Extension,
  type JsonGeneralName,
  type X509Certificate,
} from '@peculiar/x509';

/** From when to when a certificate is valid; to the second, fractions are cut off. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What goes into a certificate. */
export interface CertificateContent {
  /** Shown to people only; nothing is decided by it. */
  readonly commonName: string;
  readonly publicKey: webcrypto.CryptoKey;
  readonly validity: Validity;
  readonly isCa: boolean;
  readonly uriNames: readonly string[];
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

/** Who signs: the authority's name and keys, ECDSA P-256 (SV-10). */
export interface CertificateSigner {
  readonly commonName: string;
  readonly publicKey: webcrypto.CryptoKey;
  readonly privateKey: webcrypto.CryptoKey;
}

const CA_USAGE = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;
const { serverAuth, clientAuth } = ExtendedKeyUsage;

/** Signs a certificate in the profile of X.509-SVIDs (c.1.2), with a random serial number and SHA-256. */
export const signX509Svid = async (content: CertificateContent, signer: CertificateSigner): Promise<X509Certificate> =>
  X509CertificateGenerator.create({
    subject: [{ CN: [content.commonName] }],
    issuer: [{ CN: [signer.commonName] }],
    publicKey: content.publicKey,
    signingKey: signer.privateKey,
    ...content.validity,
    extensions: await extensions(content, signer),
  });

const extensions = async (
  { publicKey, isCa, uriNames, dnsNames = [], ipAddresses = [] }: CertificateContent,
  signer: CertificateSigner,
): Promise<Extension[]> => {
  const critical = true;
  const names: JsonGeneralName[] = [
    ...uriNames.map((value) => ({ type: 'url' as const, value })),
    ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
    ...ipAddresses.map((value) => ({ type: 'ip' as const, value })),
  ];
  return [
    new BasicConstraintsExtension(isCa, undefined, critical),
    new KeyUsagesExtension(isCa ? CA_USAGE : KeyUsageFlags.digitalSignature, critical),
    ...(isCa ? [] : [new ExtendedKeyUsageExtension([serverAuth, clientAuth])]),
    ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]), // it must not be empty (RFC 5280 §4.2.1.6)
    await SubjectKeyIdentifierExtension.create(publicKey),
    await AuthorityKeyIdentifierExtension.create(signer.publicKey), // tells authorities of the same name apart
  ];
};

import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
  bitString,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  taggedBytes,
  taggedText,
  time,
  utf8String,
  yes,
} from './der-writer.js';

/** From when to when a certificate is valid. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What goes into a certificate. */
export interface CertificateContent {
  /** Shown to people only; nothing is decided by it. */
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly validity: Validity;
  readonly isCa: boolean;
  readonly uriNames: readonly string[];
  readonly dnsNames?: readonly string[];
}

/** Who signs: the authority's name and key. */
export interface CertificateSigner {
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
/** Key usage bits, from the left: digitalSignature is bit 0, keyCertSign 5, cRLSign 6 (RFC 5280 §4.2.1.3). */
const LEAF_USAGE = bitString(Uint8Array.of(0b1000_0000), 7);
const CA_USAGE = bitString(Uint8Array.of(0b0000_0110), 1);

/**
 * Writes a certificate in the profile of X.509-SVIDs (c.1.2) and signs it with ECDSA P-256 and SHA-256 (SV-10).
 *
 * @returns the certificate in DER
 */
export const writeCertificate = (content: CertificateContent, signer: CertificateSigner): Uint8Array => {
  const toBeSigned = sequence(
    tagged(0, integer(Uint8Array.of(2))), // version 3
    integer(Uint8Array.of(1, ...randomBytes(15))), // begins with 1, so that the number is positive and its length fixed
    ECDSA_WITH_SHA256,
    name(signer.commonName),
    sequence(time(content.validity.notBefore), time(content.validity.notAfter)),
    name(content.commonName),
    spki(content.publicKey),
    tagged(3, sequence(...extensions(content, signer))),
  );
  const signature = sign('sha256', toBeSigned, signer.privateKey);
  return sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature));
};

const extensions = (content: CertificateContent, signer: CertificateSigner): Uint8Array[] => {
  const { isCa, uriNames, dnsNames = [] } = content;
  const names = [...uriNames.map((uri) => taggedText(6, uri)), ...dnsNames.map((dns) => taggedText(2, dns))];
  return [
    critical('2.5.29.19', isCa ? sequence(yes()) : sequence()),
    critical('2.5.29.15', isCa ? CA_USAGE : LEAF_USAGE),
    ...(isCa ? [] : [extension('2.5.29.37', sequence(objectIdentifier(SERVER_AUTH), objectIdentifier(CLIENT_AUTH)))]),
    ...(names.length === 0 ? [] : [extension('2.5.29.17', sequence(...names))]),
    extension('2.5.29.14', octetString(keyId(content.publicKey))),
    extension('2.5.29.35', sequence(taggedBytes(0, keyId(signer.publicKey)))),
  ];
};

const extension = (oid: string, value: Uint8Array): Uint8Array => sequence(objectIdentifier(oid), octetString(value));

const critical = (oid: string, value: Uint8Array): Uint8Array =>
  sequence(objectIdentifier(oid), yes(), octetString(value));

const name = (commonName: string): Uint8Array =>
  sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(commonName))));

const spki = (key: KeyObject): Uint8Array => key.export({ type: 'spki', format: 'der' });

/** Any stable name of the key will do (RFC 5280 §4.2.1.2); it tells authorities of the same name apart. */
const keyId = (key: KeyObject): Uint8Array => createHash('sha256').update(spki(key)).digest().subarray(0, 20);

import { readKey, signatureFault } from './certificate-keys.js';
import { DER, certificateFault, childrenOf, contentOf, readElements, toHex, type DerElement } from './der.js';

/** Names of the key usages in the order of their bits (RFC 5280 §4.2.1.3). */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

/** One thing that a key may be used for. */
export type KeyUsage = (typeof KEY_USAGES)[number];

/** What a certificate says about its holder, as far as judging a peer needs it. */
export interface CertificateFacts {
  /** The URIs among the subject's alternative names; an X.509-SVID has exactly one, its SPIFFE id. */
  readonly uriNames: readonly string[];
  /** Whether basic constraints make it a certification authority. */
  readonly isCa: boolean;
  /** The permitted key usages, `undefined` when the extension is absent. */
  readonly keyUsage: readonly KeyUsage[] | undefined;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Why its key may not prove anything, `undefined` when it may: P-256, P-384, Ed25519, or RSA of 3072 bits and more. */
  readonly keyFault: string | undefined;
  /** Why its signature may not be relied on, `undefined` when it may. Of an anchor it does not matter. */
  readonly signatureFault: string | undefined;
}

const OID = { keyUsage: '551d0f', subjectAltName: '551d11', basicConstraints: '551d13' } as const;

/**
 * Reads what identity needs from a certificate. Proves nothing: signatures and the chain are the TLS library's part.
 * The names come from the bytes, because printed forms of them have been ambiguous (CVE-2021-44532).
 *
 * @param der - one certificate in DER
 * @throws MargoError `ERR_CERTIFICATE_INVALID`
 *
 * @example
 * ```ts
 * import { parseTrustBundle, readCertificate } from '@margo-sdk/protocol';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'plant.example' });
 * const { anchors } = parseTrustBundle(issuer.trustBundle());
 * for (const { certificate } of anchors) console.log(readCertificate(certificate).isCa); // true
 * ```
 */
export const readCertificate = (der: Uint8Array): CertificateFacts => {
  const [certificate, ...surplus] = readElements(der);
  if (surplus.length > 0) throw certificateFault('something follows it');
  const [toBeSigned, signatureAlgorithm] = childrenOf(certificate, DER.sequence);
  const fields = childrenOf(toBeSigned, DER.sequence);
  // The version is optional, so the fields are counted from the one that follows it: serial, algorithm, issuer, validity.
  // Subject and key come next.
  const at = fields[0]?.tag === DER.context(0) ? 4 : 3;
  const [validity, , keyInfo] = fields.slice(at);
  const key = readKey(keyInfo);
  const [notBefore, notAfter] = childrenOf(validity, DER.sequence);
  const extensions = readExtensions(fields.find((field) => field.tag === DER.context(3)));
  return {
    uriNames: readUriNames(extensions.get(OID.subjectAltName)),
    isCa: readIsCa(extensions.get(OID.basicConstraints)),
    keyUsage: readKeyUsage(extensions.get(OID.keyUsage)),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    keyFault: 'fault' in key ? key.fault : undefined,
    signatureFault: signatureFault(signatureAlgorithm),
  };
};

/** Extension values by object identifier in hexadecimal. */
const readExtensions = (field: DerElement | undefined): ReadonlyMap<string, Uint8Array> => {
  const extensions = new Map<string, Uint8Array>();
  if (field === undefined) return extensions;
  const [list] = readElements(field.content);
  for (const extension of childrenOf(list, DER.sequence)) {
    const parts = childrenOf(extension, DER.sequence);
    const oid = toHex(contentOf(parts[0], DER.objectIdentifier));
    // RFC 5280 §4.2: two readers must not be able to pick different ones.
    if (extensions.has(oid)) throw certificateFault('an extension is there twice');
    extensions.set(oid, contentOf(parts.at(-1), DER.octetString));
  }
  return extensions;
};

const readUriNames = (value: Uint8Array | undefined): string[] => {
  if (value === undefined) return [];
  const [names] = readElements(value);
  return childrenOf(names, DER.sequence)
    .filter((name) => name.tag === DER.contextPrimitive(6))
    .map((name) => toText(name.content));
};

const readIsCa = (value: Uint8Array | undefined): boolean => {
  if (value === undefined) return false;
  const [constraints] = readElements(value);
  const [first] = childrenOf(constraints, DER.sequence);
  return first?.tag === DER.boolean && first.content[0] !== 0;
};

const readKeyUsage = (value: Uint8Array | undefined): KeyUsage[] | undefined => {
  if (value === undefined) return undefined;
  const [element] = readElements(value);
  const [, ...bytes] = contentOf(element, DER.bitString); // the first byte counts the unused bits, which are zero in DER
  return KEY_USAGES.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
};

const readTime = (element: DerElement | undefined): Date => {
  const text = toText(element?.content ?? new Uint8Array());
  const digits = element?.tag === DER.utcTime ? `${text < '50' ? '20' : '19'}${text}` : text; // RFC 5280 §4.1.2.5.1
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  const [, year, month, day, hour, minute, second] = parts ?? [];
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const known = element?.tag === DER.utcTime || element?.tag === DER.generalizedTime;
  if (!known || Number.isNaN(time.getTime())) throw certificateFault('its validity has no readable time');
  return time;
};

const toText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

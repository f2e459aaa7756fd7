import { MargoError } from '@margo-sdk/spec-model';

/** One element of a DER encoding (X.690): its identifier octet and its content. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** Identifier octets that a certificate uses. */
export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  /** `[n]`, primitive: content stands in for the type that it tags. */
  contextPrimitive: (n: number): number => 0x80 | n,
  /** `[n]`, constructed: holds other elements. */
  context: (n: number): number => 0xa0 | n,
} as const;

/** Why bytes are no certificate that can be judged. */
export const certificateFault = (what: string): MargoError =>
  new MargoError('ERR_CERTIFICATE_INVALID', `Not a readable X.509 certificate: ${what}.`, {
    hint: 'Give one certificate in DER.',
  });

/**
 * Reads the elements that lie one after another in bytes; nothing may be left over. Does not descend, so hostile
 * nesting costs nothing.
 *
 * @throws MargoError `ERR_CERTIFICATE_INVALID`
 */
export const readElements = (bytes: Uint8Array): DerElement[] => {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length;) {
    const { element, end } = readElement(bytes, at);
    elements.push(element);
    at = end;
  }
  return elements;
};

/** The elements inside a constructed one. Throws `ERR_CERTIFICATE_INVALID` when it is something else. */
export const childrenOf = (element: DerElement | undefined, tag: number): DerElement[] =>
  readElements(contentOf(element, tag));

/** The content of an element of the given type. Throws `ERR_CERTIFICATE_INVALID` when it is something else. */
export const contentOf = (element: DerElement | undefined, tag: number): Uint8Array => {
  if (element?.tag !== tag) throw certificateFault(`expected DER tag ${tag}, got ${element?.tag ?? 'nothing'}`);
  return element.content;
};

/** Bytes in hexadecimal, as object identifiers are compared. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const readElement = (bytes: Uint8Array, at: number): { element: DerElement; end: number } => {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw certificateFault('it ends in the middle of an element');
  if ((tag & 0x1f) === 0x1f) throw certificateFault('it uses a tag that certificates do not');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  // DER has no indefinite length, and no certificate needs more than four length bytes.
  if (first === 0x80 || lengthBytes > 4) throw certificateFault('an element has no usable length');
  const start = at + 2 + lengthBytes;
  const length =
    lengthBytes === 0 ? first : bytes.subarray(at + 2, start).reduce((total, byte) => total * 256 + byte, 0);
  const end = start + length;
  if (end > bytes.length) throw certificateFault('an element is longer than what holds it');
  return { element: { tag, content: bytes.subarray(start, end) }, end };
};

/** Writes the few DER types that a certificate is made of (X.690). Every function returns a whole element. */
const element = (tag: number, ...content: readonly Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Uint8Array.of(tag, body.length), body]);
  const length = Buffer.from(body.length.toString(16).padStart(8, '0'), 'hex').subarray(body.length < 0x10000 ? 2 : 0);
  const minimal = length[0] === 0 ? length.subarray(1) : length;
  return Buffer.concat([Uint8Array.of(tag, 0x80 | minimal.length), minimal, body]);
};

/** An ordered list. */
export const sequence = (...elements: readonly Uint8Array[]): Uint8Array => element(0x30, ...elements);

/** A list whose order carries no meaning. */
export const set = (...elements: readonly Uint8Array[]): Uint8Array => element(0x31, ...elements);

/** A positive whole number from its bytes, most significant first. */
export const integer = (bytes: Uint8Array): Uint8Array =>
  element(0x02, (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(), bytes);

/** `TRUE`; DER leaves a `FALSE` that is the default unwritten. */
export const yes = (): Uint8Array => element(0x01, Uint8Array.of(0xff));

/** An object identifier in dotted form. */
export const objectIdentifier = (dotted: string): Uint8Array => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
};

/** Bits from bytes, of which the last `unused` do not count. */
export const bitString = (bytes: Uint8Array, unused = 0): Uint8Array => element(0x03, Uint8Array.of(unused), bytes);

/** Bytes, often of an element inside. */
export const octetString = (bytes: Uint8Array): Uint8Array => element(0x04, bytes);

/** Text in UTF-8. */
export const utf8String = (text: string): Uint8Array => element(0x0c, Buffer.from(text, 'utf8'));

/** A moment, to the second: two-digit years up to 2049, four-digit ones after (RFC 5280 §4.1.2.5). */
export const time = (moment: Date): Uint8Array => {
  const digits = `${moment.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return moment.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2)))
    : element(0x18, Buffer.from(digits));
};

/** `[n]` around elements. */
export const tagged = (n: number, ...elements: readonly Uint8Array[]): Uint8Array => element(0xa0 | n, ...elements);

/** `[n]` in place of the type's own tag, around ASCII text. */
export const taggedText = (n: number, text: string): Uint8Array => element(0x80 | n, Buffer.from(text, 'latin1'));

/** `[n]` in place of the type's own tag, around bytes. */
export const taggedBytes = (n: number, bytes: Uint8Array): Uint8Array => element(0x80 | n, bytes);

const base128 = (value: number): number[] =>
  value < 0x80 ? [value] : [...base128(Math.floor(value / 0x80)).map((byte) => byte | 0x80), value % 0x80];

import { gzipSync } from 'node:zlib';

/** An entry of an archive as an attacker, or another program, may write it. */
export interface Entry {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly type?: string;
  /** The field as text; by default what the content has, in octal. */
  readonly size?: string;
  readonly prefix?: string;
  readonly magic?: string;
  readonly link?: string;
  /** Overwrites bytes of the header before its checksum is computed. */
  readonly bytes?: readonly [at: number, bytes: readonly number[]];
  /** Replaces the checksum. */
  readonly checksum?: string;
}

export const END = Buffer.alloc(1024);

/** One entry: header, content, zeros up to a whole block. */
export const entry = ({ name, content = '', type = '0', ...rest }: Entry): Buffer => {
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'utf8');
  header.write('0000644\0', 100);
  header.write(rest.size ?? body.byteLength.toString(8).padStart(11, '0'), 124, 12, 'latin1');
  header.write('00000000000', 136);
  header.write(type, 156, 1, 'latin1');
  header.write(rest.link ?? '', 157, 100);
  header.write(rest.magic ?? 'ustar\u000000', 257, 8, 'latin1');
  header.write(rest.prefix ?? '', 345, 155);
  if (rest.bytes) header.set(rest.bytes[1], rest.bytes[0]);
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(rest.checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `, 148, 8, 'latin1');
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.byteLength % 512)) % 512)]);
};

/** A record of pax: its own length, a name and a value. */
export const record = (name: string, value: string): string => {
  const rest = ` ${name}=${value}\n`;
  const length = (digits: number): number => digits + Buffer.byteLength(rest);
  const digits = `${length(1)}`.length === 1 ? 1 : `${length(2)}`.length;
  return `${length(digits)}${rest}`;
};

/** A bundle of entries, with the end that an archive has. */
export const bundleOf = (...parts: readonly (Entry | Uint8Array)[]): Uint8Array =>
  gzipSync(Buffer.concat([...parts.map((part) => (part instanceof Uint8Array ? part : entry(part))), END]));

import { gunzip as gunzipBuffer } from 'node:zlib';
import type { Gunzip } from '../../bundle/decompress.js';

/** Undoes gzip away from the main thread and in one piece of memory; one byte more, or zlib would ask for another. */
export const gunzip: Gunzip = (bytes, size) =>
  new Promise((resolve, reject) => {
    const options = { chunkSize: Math.max(64, size + 1), maxOutputLength: Math.max(1, size) };
    gunzipBuffer(bytes, options, (error, unpacked) => (error === null ? resolve(plain(unpacked)) : reject(error)));
  });

/** The same memory: pieces of a `Buffer` cost more than those of what every platform has. */
const plain = ({ buffer, byteOffset, byteLength }: Buffer): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

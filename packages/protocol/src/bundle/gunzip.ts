import type { Gunzip } from './decompress.js';

/** Little enough that the decompressor never runs far ahead of whoever counts. */
const PIECE = 16 * 1024;

/** Undoes gzip with what every platform has. */
export const gunzip: Gunzip = async (bytes, size) => {
  const whole = new Uint8Array(size);
  const reader = inflated(bytes).getReader();
  let at = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (at + next.value.byteLength > size) {
      void reader.cancel().catch(() => undefined);
      throw new RangeError(`There are more than ${size} bytes.`);
    }
    whole.set(next.value, at);
    at += next.value.byteLength;
  }
  return whole.subarray(0, at);
};

const inflated = (bytes: Uint8Array): ReadableStream<Uint8Array> => {
  let at = 0;
  const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (sink) => {
      if (at >= bytes.byteLength) return sink.close();
      sink.enqueue(bytes.slice(at, (at += PIECE)));
    },
  });
  return pieces.pipeThrough(new DecompressionStream('gzip'));
};

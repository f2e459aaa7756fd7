import { describe, expect, it } from 'vitest';
import { readBounded } from '../src/read-bounded.js';

/** A body of three chunks with two bytes each that tells whether what is left of it was cancelled. */
const body = ({ failAfter = Infinity } = {}) => {
  const seen = { pulled: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (seen.pulled === failAfter) return controller.error(new Error('broken off'));
        if (seen.pulled === 3) return controller.close();
        seen.pulled += 1;
        controller.enqueue(Uint8Array.of(seen.pulled, 0));
      },
      cancel: () => {
        seen.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, seen };
};

describe('readBounded', () => {
  it('gives a body of just the allowed length as it came', async () => {
    expect(await readBounded(body().stream, 6)).toEqual(Uint8Array.of(1, 0, 2, 0, 3, 0));
  });

  it('gives no bytes for no body', async () => {
    expect(await readBounded(null, 0)).toEqual(new Uint8Array());
  });

  it('stops at the first byte too many and cancels the rest', async () => {
    const { stream, seen } = body();
    expect(await readBounded(stream, 3)).toBeUndefined();
    expect(seen).toEqual({ pulled: 2, cancelled: true });
  });

  it('throws what the body breaks off with', async () => {
    await expect(readBounded(body({ failAfter: 1 }).stream, 6)).rejects.toThrow('broken off');
  });

  it('throws the reason of a signal and never passes a part for the whole', async () => {
    const reason = new Error('called off');
    const controller = new AbortController();
    const stalled = new ReadableStream<Uint8Array>({ start: (sink) => sink.enqueue(Uint8Array.of(1)) });
    const reading = readBounded(stalled, 6, controller.signal);
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await expect(readBounded(body().stream, 6, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

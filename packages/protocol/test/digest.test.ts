import { createHash } from 'node:crypto';
import { MargoError, parseDigest } from '@margo-sdk/spec-model';
import { DigestMismatchError, sha256Digest, verifyDigest } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('digest', () => {
  it('agrees with another SHA-256 (DS-30)', async () => {
    for (const text of ['', 'id: 1\n', 'ä'.repeat(10_000)]) {
      expect(await sha256Digest(bytes(text))).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
    }
  });

  it('hashes the view, not the buffer behind it (DS-30)', async () => {
    expect(await sha256Digest(bytes('xabcx').subarray(1, 4))).toBe(await sha256Digest(bytes('abc')));
  });

  it('does not normalise newlines (DS-31)', async () => {
    expect(await sha256Digest(bytes('a\r\n'))).not.toBe(await sha256Digest(bytes('a\n')));
  });

  it('takes the bytes that were named, and names both digests when they are others (DS-18)', async () => {
    const digest = await sha256Digest(bytes('good'));
    await expect(verifyDigest(bytes('good'), digest)).resolves.toBeUndefined();
    const error: unknown = await verifyDigest(bytes('evil'), digest).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DigestMismatchError);
    expect(MargoError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'ERR_DIGEST_MISMATCH',
      expected: digest,
      actual: await sha256Digest(bytes('evil')),
    });
  });

  it('gives a digest that the grammar takes', async () => {
    const digest = await sha256Digest(bytes('x'));
    expect(parseDigest(digest)).toBe(digest);
  });
});

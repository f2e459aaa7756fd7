import { contentDigest, SignatureError, verifyContentDigest } from '@margo-sdk/protocol/signatures';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

const body = new TextEncoder().encode('{"state":"installed"}\n');
const of = (algorithm: string, bytes: Uint8Array = body): string =>
  `:${createHash(algorithm).update(bytes).digest('base64')}:`;
const sha256 = `sha-256=${of('sha256')}`;
const sha512 = `sha-512=${of('sha512')}`;

const refused = (code: string): unknown => expect.objectContaining({ name: 'SignatureError', code });

describe('Content-Digest (RFC 9530)', () => {
  it('names the SHA-256 of the bytes, of none as well (LG-06)', async () => {
    expect(await contentDigest(body)).toBe(sha256);
    expect(await contentDigest(new Uint8Array())).toBe('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:');
    expect(await contentDigest(new TextEncoder().encode('{"hello": "world"}'))).toBe(
      'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
    );
  });

  it.each([
    ['SHA-256', sha256],
    ['SHA-512', sha512],
    ['both', `${sha512}, ${sha256}`],
    ['one beside others that prove nothing', `md5=${of('md5')}, ${sha256}, unixsum=:AA==:`],
    ['one beside others that are wrong or unknown', `md5=:AA==:, adler=7, blake=(1 2), ${sha512}`],
    ['one with parameters', `${sha256};q=1`],
    ['one without padding', sha256.replace(/=:$/, ':')],
  ])('is taken with %s', async (_, header) => {
    await expect(verifyContentDigest(header, body)).resolves.toBeUndefined();
  });

  it('is taken of a part of a buffer', async () => {
    const around = Uint8Array.of(9, ...body, 9);
    await verifyContentDigest(sha256, around.subarray(1, -1));
    await expect(verifyContentDigest(sha256, around)).rejects.toThrow(refused('ERR_CONTENT_DIGEST_MISMATCH'));
  });

  it('is refused when it is not there', async () => {
    await expect(verifyContentDigest(null, body)).rejects.toThrow(refused('ERR_CONTENT_DIGEST_MISSING'));
  });

  it.each([
    ['empty', ''],
    ['no dictionary', '"sha-256"'],
    ['the form of OCI and of Digest', `sha-256:${createHash('sha256').update(body).digest('hex')}`],
    ['of the name without a hyphen', sha256.replace('sha-256', 'sha256')],
    ['of the name in capitals', sha256.replace('sha-256', 'SHA-256')],
    ['of an insecure algorithm alone', `md5=${of('md5')}`],
    ['of SHA-1 alone', `sha=${of('sha1')}`],
    ['no bytes', `sha-256="${createHash('sha256').update(body).digest('base64')}"`],
    ['a list of bytes', `sha-256=(${of('sha256')})`],
    ['a name alone', 'sha-256'],
    ['too short', 'sha-256=:AA==:'],
    ['of no bytes', 'sha-256=::'],
    ['of another algorithm under this name', `sha-256=${of('sha512')}`],
    ['given twice', `${sha256}, ${sha256}`],
    ['given twice for an algorithm that does not count', `${sha256}, md5=:AA==:, md5=:AA==:`],
    ['fine for one algorithm and unreadable for the other', `${sha256}, sha-512=:AA==:`],
    ['cut off', sha256.slice(0, -1)],
    ['too long', `${sha256}${' '.repeat(65_536)}`],
  ])('is refused as malformed when it is %s', async (_, header) => {
    await expect(verifyContentDigest(header, body)).rejects.toThrow(refused('ERR_CONTENT_DIGEST_MALFORMED'));
  });

  it.each([
    ['another body', `sha-256=${of('sha256', Uint8Array.of(1))}`],
    ['a right SHA-256 and a wrong SHA-512', `${sha256}, sha-512=${of('sha512', Uint8Array.of(1))}`],
    ['a wrong SHA-256 and a right SHA-512', `sha-256=${of('sha256', Uint8Array.of(1))}, ${sha512}`],
  ])('is refused as a mismatch for %s', async (_, header) => {
    await expect(verifyContentDigest(header, body)).rejects.toThrow(refused('ERR_CONTENT_DIGEST_MISMATCH'));
  });

  it('is refused when any one bit of the body or of the digest differs', async () => {
    for (const at of [0, 7, body.length - 1]) {
      const other = Uint8Array.from(body);
      other[at]! ^= 1;
      await expect(verifyContentDigest(sha256, other)).rejects.toThrow(refused('ERR_CONTENT_DIGEST_MISMATCH'));
    }
    const digest = createHash('sha256').update(body).digest();
    for (let at = 0; at < 32; at++) {
      const other = Uint8Array.from(digest);
      other[at]! ^= 0x80;
      const header = `sha-256=:${Buffer.from(other).toString('base64')}:`;
      await expect(verifyContentDigest(header, body)).rejects.toThrow(refused('ERR_CONTENT_DIGEST_MISMATCH'));
    }
  });

  it('says what is wrong with the header', async () => {
    const error: unknown = await verifyContentDigest('sha-256=:AA', body).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SignatureError);
    expect((error as SignatureError).message).toBe(
      'Expected a dictionary of digests in the header Content-Digest: Expected base64 or the closing colon at position 11 of the structured field, got the end.',
    );
  });
});

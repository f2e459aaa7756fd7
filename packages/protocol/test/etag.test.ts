import { formatETag, matchesETag, parseETag, parseIfNoneMatch, sha256Digest } from '@margo-sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('etag', () => {
  it('is the digest in quotes, strong (DS-34, DS-35)', async () => {
    const digest = await sha256Digest(new Uint8Array());
    expect(formatETag(digest)).toBe(`"${digest}"`);
    expect(parseETag(formatETag(digest))).toEqual({ weak: false, value: digest });
  });

  it.each([
    ['*', '*'],
    ['"a"', [{ weak: false, value: 'a' }]],
    ['""', [{ weak: false, value: '' }]],
    [
      'W/"a", "b"',
      [
        { weak: true, value: 'a' },
        { weak: false, value: 'b' },
      ],
    ],
    [
      ' "a,b" ,, "c"\t',
      [
        { weak: false, value: 'a,b' },
        { weak: false, value: 'c' },
      ],
    ],
  ])('reads If-None-Match %s (RFC 9110 §13.1.2)', (header, expected) => {
    expect(parseIfNoneMatch(header)).toEqual(expected);
  });

  it.each(['', ' , ', 'sha256:00', '"a', '"a""b"', 'w/"a"', 'W/ "a"', '*, "a"', '"a b"', '"a"x'])(
    'refuses %j as If-None-Match (RFC 9110 §8.8.3)',
    (header) => {
      expect(parseIfNoneMatch(header)).toBeUndefined();
      expect(matchesETag(header, '"a"')).toBe(false);
    },
  );

  it('matches the current tag anywhere in the list (DS-39)', () => {
    expect(matchesETag('"x", "sha256:00"', '"sha256:00"')).toBe(true);
    expect(matchesETag('"x", "y"', '"sha256:00"')).toBe(false);
  });

  it('matches although a proxy made the tag weak (M-21)', () => {
    expect(matchesETag('W/"sha256:00"', '"sha256:00"')).toBe(true);
  });

  it('matches * only where there is something (RFC 9110 §13.1.2)', () => {
    expect(matchesETag('*', '"a"')).toBe(true);
    expect(matchesETag('*', null)).toBe(false);
    expect(matchesETag(null, '"a"')).toBe(false);
  });

  it('does not take a digest without quotes for the tag (DS-35)', () => {
    expect(matchesETag('sha256:00', '"sha256:00"')).toBe(false);
    expect(parseETag('"a", "b"')).toBeUndefined();
  });

  it('reads back every list it is given, and never throws on anything else', () => {
    const value = fc.stringMatching(/^[!#-~]{0,12}$/);
    const tag = fc.record({ weak: fc.boolean(), value });
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1 }), (tags) => {
        const header = tags.map((one) => `${one.weak ? 'W/' : ''}"${one.value}"`).join(', ');
        expect(parseIfNoneMatch(header)).toEqual(tags);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void matchesETag(text, text)));
  });
});

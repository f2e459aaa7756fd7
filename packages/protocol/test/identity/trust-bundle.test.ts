import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { parseTrustBundle, stringifyTrustBundle } from '../../src/identity/index.js';

const INVALID = expect.objectContaining({ code: 'ERR_TRUST_BUNDLE_INVALID' }) as Error;

describe('trust bundles', () => {
  let key: Record<string, unknown>;
  let other: Record<string, unknown>;
  let leaf: string;

  beforeAll(async () => {
    const firstKey = (text: string): Record<string, unknown> =>
      (JSON.parse(text) as { keys: Record<string, unknown>[] }).keys[0]!;
    const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
    key = firstKey(issuer.trustBundle());
    other = firstKey((await createDevelopmentIssuer({ trustDomain: 'factory.example' })).trustBundle());
    const { certificate } = await issuer.issueFleetManager('line-1');
    leaf = new X509Certificate(certificate).raw.toString('base64');
  });

  const bundle = (keys: readonly unknown[], more: object = {}): string => JSON.stringify({ keys, ...more });
  const certificates = (text: string): unknown[] =>
    parseTrustBundle(text).anchors.map(({ certificate }) => Buffer.from(certificate).toString('base64'));

  it('gives every anchor in order (SV-21), the sequence and the refresh hint', () => {
    const text = bundle([key, other], { spiffe_sequence: 7, spiffe_refresh_hint: 300 });
    expect(certificates(text)).toEqual([(key['x5c'] as string[])[0], (other['x5c'] as string[])[0]]);
    expect(parseTrustBundle(text)).toMatchObject({ sequence: 7, refreshHintSeconds: 300, issues: [] });
    expect(parseTrustBundle(new TextEncoder().encode(text))).toEqual(parseTrustBundle(text));
  });

  it('writes what it reads, with one certificate for each entry and no kid (TB-21)', () => {
    const { issues: _, ...parsed } = parseTrustBundle(bundle([{ ...key, kid: 'x' }, other], { spiffe_sequence: 1 }));
    const text = stringifyTrustBundle(parsed);
    expect(parseTrustBundle(text)).toEqual({ ...parsed, issues: [] });
    expect(JSON.parse(text)).toEqual({ keys: [key, other], spiffe_sequence: 1 });
  });

  it('uses only entries for x509-svid, of a known key type, with x5c (TB-19, TB-21)', () => {
    const ignored = [
      { ...other, use: 'jwt-svid' },
      { ...other, use: 'something-new' },
      { ...other, use: undefined },
      { ...other, kty: 'ML-DSA' },
      { ...other, x5c: undefined },
      'not an object',
      null,
    ];
    expect(certificates(bundle([...ignored, key]))).toHaveLength(1);
    expect(parseTrustBundle(bundle([...ignored, key])).issues).toEqual([]);
  });

  it('uses only the first certificate of an entry (TB-21)', () => {
    const text = bundle([{ ...key, x5c: [...(key['x5c'] as string[]), ...(other['x5c'] as string[])] }]);
    expect(certificates(text)).toEqual(key['x5c']);
  });

  it('leaves unusable anchors out with a warning, and keeps the rest (M-49)', () => {
    const notBase64 = [[], [42], ['!'], 'text'].map((x5c) => ({ ...other, x5c }));
    const noAuthority = [['AAAA'], ['AAAAA'], [leaf]].map((x5c) => ({ ...other, x5c }));
    const { anchors, issues } = parseTrustBundle(bundle([...notBase64, ...noAuthority, key]));
    expect(anchors).toHaveLength(1);
    expect(issues.map(({ rule, severity, path }) => [rule, severity, ...path])).toEqual([
      ...notBase64.map((_, index) => ['TB-10', 'warning', 'keys', index]),
      ...noAuthority.map((_, index) => ['TB-10', 'warning', 'keys', notBase64.length + index]),
    ]);
  });

  it.each([
    ['no anchor at all', () => bundle([])],
    ['only anchors that are ignored', () => bundle([{ ...key, use: 'jwt-svid' }])],
    ['only a leaf', () => bundle([{ ...key, x5c: [leaf] }])],
    ['no list of keys', () => '{}'],
    ['a list', () => '[]'],
    ['null', () => 'null'],
    ['something else than JSON', () => '<html>'],
    ['keys that stand twice', () => `{"keys": [], ${bundle([key]).slice(1)}`],
  ])('refuses a bundle with %s (TB-11)', (_, text) => {
    expect(() => parseTrustBundle(text())).toThrow(INVALID);
  });

  it('says where and why it refuses a bundle, with everything that was wrong in its cause', () => {
    const text = bundle([
      { ...key, x5c: ['!'] },
      { ...key, x5c: [leaf] },
    ]);
    expect(() => parseTrustBundle(text)).toThrow(/^Not a valid trust bundle: TB-11\b.* No certificate/);
    expect(() => parseTrustBundle(text)).toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({
          issues: [
            expect.objectContaining({ rule: 'TB-10', path: ['keys', 0], line: 1 }),
            expect.objectContaining({ rule: 'TB-10', path: ['keys', 1] }),
            expect.objectContaining({ rule: 'TB-11' }),
          ] as unknown,
        }) as unknown,
      }) as Error,
    );
  });

  it('refuses a bundle above the size limit before reading it', () => {
    const text = bundle([key]);
    expect(() => parseTrustBundle(text, { maxBytes: text.length - 1 })).toThrow(INVALID);
    expect(parseTrustBundle(text, { maxBytes: text.length }).anchors).toHaveLength(1);
    expect(() => parseTrustBundle(`${' '.repeat(1024 * 1024)}${text}`)).toThrow(INVALID);
  });

  it.each([-1, 1.5, '300', null, 2 ** 60])('does without a refresh hint or sequence of %s', (value) => {
    const parsed = parseTrustBundle(bundle([key], { spiffe_refresh_hint: value, spiffe_sequence: value }));
    expect(parsed.refreshHintSeconds).toBeUndefined();
    expect(parsed.sequence).toBeUndefined();
    expect(parsed.issues.map(({ severity, path }) => [severity, ...path])).toEqual([
      ['warning', 'spiffe_refresh_hint'],
      ['warning', 'spiffe_sequence'],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { safeParseSpiffeBundle } from '@margo-sdk/spec-model';
import { said } from '../rules/said.js';

const anchor = (x5c: unknown = ['MIIB'], kty = 'EC'): object => ({ kty, use: 'x509-svid', x5c });
const NONE = 'TB-11 error keys: The bundle has no X.509 anchor.';
const broken = (index: number): string =>
  `TB-10 warning keys[${index}]: x5c of keys[${index}] does not begin with a certificate in base64. Publish each anchor as one CA certificate in base64 of DER.`;

const CASES: readonly (readonly [what: string, keys: readonly unknown[], issues: readonly string[]])[] = [
  ['one anchor', [anchor()], []],
  ['nothing', [], [NONE]],
  ['keys for others only', [{ kty: 'EC', use: 'jwt-svid' }], [NONE]],
  ['an anchor and one whose certificate is none', [anchor(), anchor(['<base64 DER>'])], [broken(1)]],
  ['an anchor without any certificate', [anchor([])], [NONE, broken(0)]],
  ['an anchor of an unknown kind', [anchor(['-'], 'oct'), anchor()], []],
];

describe('rules of a trust bundle that has', () => {
  it.each(CASES)('%s', (_, keys, issues) => {
    expect(said(safeParseSpiffeBundle(JSON.stringify({ keys })).issues)).toEqual(issues);
  });

  it('no list of keys', () => {
    expect(said(safeParseSpiffeBundle('{}').issues)).toEqual(['TB-10 error keys: keys is missing.']);
  });
});

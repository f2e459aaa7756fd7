import * as z from 'zod';
import type { ParseResult } from '../issue.js';
import type { Check, Report } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, safeReadDocument } from '../reading/read-document.js';
import { members } from '../schema/members.js';
import type { ReadLimits } from '../yaml/limits.js';

const KEY_TYPES = ['EC', 'RSA', 'OKP'] as const;

/** Schema of a SPIFFE bundle: a JWK set. Unknown members are for somebody else (TB-02). */
export const spiffeBundleSchema = members(
  {
    spiffe_sequence: z.int().nonnegative().optional().meta({ description: 'Counts the changes of the bundle.' }),
    spiffe_refresh_hint: z.int().positive().optional().meta({ description: 'When to fetch again, in seconds.' }),
    // An entry of any shape may be for somebody else, so none spoils the rest (TB-19, RFC 7517 §5).
    keys: z.array(z.unknown()).meta({ description: 'Keys of the trust domain; see anchorsOf for those that count.' }),
  },
  { id: 'SpiffeBundle', description: 'The trust anchors of a trust domain.', rule: 'TB-10' },
);

/** The trust anchors of a trust domain, SPIFFE bundle format. */
export type SpiffeBundle = z.infer<typeof spiffeBundleSchema>;

/** An entry of a bundle that is meant as an anchor. Members of its public key depend on `kty` (RFC 7518 §6). */
export interface AnchorEntry {
  readonly use: 'x509-svid';
  readonly kty: (typeof KEY_TYPES)[number];
  readonly x5c: unknown;
  readonly [member: string]: unknown;
}

/** A certificate that a bundle offers as an anchor. Whether it is one of an authority is for its reader to see. */
export interface OfferedAnchor {
  /** Where in `keys` its entry stands. */
  readonly index: number;
  readonly entry: AnchorEntry;
  /** Base64 of the certificate in DER: the first of `x5c`, the others do not count (TB-21). */
  readonly certificate: string;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The anchors that a bundle offers, in its order: certificates of entries for `x509-svid` of a known key type (TB-19).
 *
 * @example
 * ```ts
 * import { anchorsOf } from '@margo-sdk/spec-model';
 *
 * const anchors = anchorsOf({ keys: [{ use: 'jwt-svid', kty: 'EC' }, { use: 'x509-svid', kty: 'EC', x5c: ['MIIB'] }] });
 * console.log(anchors.map(({ index, certificate }) => [index, certificate])); // [ [ 1, 'MIIB' ] ]
 * ```
 */
export const anchorsOf = ({ keys }: SpiffeBundle): OfferedAnchor[] =>
  keys.flatMap((entry, index) => {
    if (!isAnchorEntry(entry)) return [];
    const certificate = certificateOf(entry);
    return certificate === undefined ? [] : [{ index, entry, certificate }];
  });

const isAnchorEntry = (value: unknown): value is AnchorEntry => {
  if (typeof value !== 'object' || value === null) return false;
  const { use, kty, x5c } = value as Readonly<Record<string, unknown>>;
  return use === 'x509-svid' && (KEY_TYPES as readonly unknown[]).includes(kty) && x5c !== undefined;
};

const certificateOf = ({ x5c }: AnchorEntry): string | undefined => {
  const first: unknown = Array.isArray(x5c) ? x5c[0] : undefined;
  return typeof first === 'string' && BASE64.test(first) ? first : undefined;
};

/** Both are advice beside the anchors (TB-15): without them a bundle can still be trusted, so it is not refused. */
const leaveOutOddNumbers = (value: Readonly<Record<string, unknown>>, report: Report): Record<string, unknown> => {
  const kept = { ...value };
  for (const name of ['spiffe_sequence', 'spiffe_refresh_hint'] as const) {
    if (spiffeBundleSchema.shape[name].safeParse(value[name]).success) continue;
    const least = name === 'spiffe_sequence' ? 0 : 1;
    const range = `an integer from ${least} to ${Number.MAX_SAFE_INTEGER}`;
    report('TB-10', [name], `${name} is not ${range}; the bundle is read without it.`, { severity: 'warning' });
    delete kept[name];
  }
  return kept;
};

/** TB-11: a bundle without anchors would trust nobody, or be mistaken for one that trusts everybody. */
const anchorsCheck: Check<SpiffeBundle> = {
  needs: ['keys'],
  check: (bundle, report) => {
    bundle.keys.forEach((entry, index) => {
      if (isAnchorEntry(entry) && certificateOf(entry) === undefined)
        report('TB-10', ['keys', index], `x5c of keys[${index}] does not begin with a certificate in base64.`, {
          severity: 'warning',
          hint: 'Publish each anchor as one CA certificate in base64 of DER.',
        });
    });
    if (anchorsOf(bundle).length === 0) report('TB-11', ['keys'], 'The bundle has no X.509 anchor.');
  },
};

/** How a SPIFFE bundle is read. */
export const SPIFFE_BUNDLE: DocumentKind<SpiffeBundle> = {
  name: 'SPIFFE bundle',
  format: 'json',
  schema: spiffeBundleSchema,
  shapeRule: 'TB-10',
  readRule: 'TB-10',
  tolerate: leaveOutOddNumbers,
  checks: [anchorsCheck],
};

/**
 * Reads a SPIFFE bundle and gives it, or everything that is wrong with it. One without anchors is refused (TB-11); an
 * entry that should have been one and is not earns a warning, for the others may still be good.
 */
export const safeParseSpiffeBundle = (source: DocumentSource, limits?: ReadLimits): ParseResult<SpiffeBundle> =>
  safeReadDocument(SPIFFE_BUNDLE, source, limits);

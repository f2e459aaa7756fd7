import * as z from 'zod';
import { members } from '../schema/members.js';

const KEY_TYPES = ['EC', 'RSA', 'OKP'] as const;

/** Schema of a SPIFFE bundle: a JWK set. Unknown members are for somebody else (TB-02). */
export const spiffeBundleSchema = members(
  {
    spiffe_sequence: z.int().nonnegative().optional().meta({ description: 'Counts the changes of the bundle.' }),
    spiffe_refresh_hint: z.int().positive().optional().meta({
      description: 'When to fetch again, in seconds.',
      unit: 'seconds',
    }),
    // An entry of any shape may be for somebody else, so none spoils the rest (TB-19, RFC 7517 §5).
    keys: z.array(z.unknown()).meta({ description: 'Keys of the trust domain; see anchorsOf for those that count.' }),
  },
  {
    id: 'SpiffeBundle',
    description: 'The trust anchors of a trust domain.',
    section: 'trust bundle and discovery',
    rule: 'TB-10',
  },
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

/** Whether an entry is meant as an anchor. */
export const isAnchorEntry = (value: unknown): value is AnchorEntry => {
  if (typeof value !== 'object' || value === null) return false;
  const { use, kty, x5c } = value as Readonly<Record<string, unknown>>;
  return use === 'x509-svid' && (KEY_TYPES as readonly unknown[]).includes(kty) && x5c !== undefined;
};

/** The certificate of an entry that is meant as an anchor; undefined when it has none. */
export const certificateOf = ({ x5c }: AnchorEntry): string | undefined => {
  const first: unknown = Array.isArray(x5c) ? x5c[0] : undefined;
  return typeof first === 'string' && BASE64.test(first) ? first : undefined;
};

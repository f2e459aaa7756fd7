import {
  anchorsOf,
  type OfferedAnchor,
  DocumentError,
  MargoError,
  safeParseSpiffeBundle,
  type Issue,
} from '@margo-sdk/spec-model';
import { readCertificate } from './certificate.js';

/** The public key of an anchor as JSON Web Key members; which are there depends on `kty` (RFC 7518 §6). */
export interface AnchorKey {
  readonly kty: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
}

/** A certification authority that may vouch for members of the trust domain. */
export interface TrustAnchor {
  /** Its certificate in DER. */
  readonly certificate: Uint8Array;
  readonly publicKey: AnchorKey;
}

/** The anchors of one trust domain; all are equal. A newer bundle replaces them, it never adds to them (TB-14). */
export interface TrustBundle {
  /** At least one. */
  readonly anchors: readonly TrustAnchor[];
  /** `spiffe_sequence`, informative: the current revision compares no sequences. */
  readonly sequence?: number;
  /** `spiffe_refresh_hint`: seconds after which to fetch the bundle again (TB-15). */
  readonly refreshHintSeconds?: number;
}

/** A bundle as it was read, with what had to be left out of it. */
export interface ParsedTrustBundle extends TrustBundle {
  /** One warning for each entry that should have been an anchor (TB-10, M-49) and each odd number (TB-10). */
  readonly issues: readonly Issue[];
}

/** Limits of {@link parseTrustBundle}. */
export interface ParseTrustBundleOptions {
  /** The most bytes of UTF-8 to look at; default 1 MiB. */
  readonly maxBytes?: number;
}

const KEY_MEMBERS = ['crv', 'x', 'y', 'n', 'e'] as const;

/**
 * Reads a SPIFFE bundle (a JSON Web Key set). Only entries for `x509-svid` of a known key type count, and only the
 * first certificate of each (TB-19, TB-21). Unusable entries are left out and named in `issues`; a bundle without a
 * single usable anchor is refused, so that whoever asks keeps the one in force (TB-11, TB-13).
 *
 * @param source - the JSON text, as it was received
 * @throws MargoError `ERR_TRUST_BUNDLE_INVALID`
 *
 * @example
 * ```ts
 * import { parseTrustBundle } from '@margo-sdk/protocol';
 *
 * try {
 *   parseTrustBundle('{ "keys": [] }');
 * } catch (error) {
 *   if (error instanceof Error) console.log(error.message);
 * }
 * ```
 */
export const parseTrustBundle = (
  source: string | Uint8Array,
  options: ParseTrustBundleOptions = {},
): ParsedTrustBundle => {
  const read = safeParseSpiffeBundle(source, options);
  if (!read.ok) throw invalid(read.issues);
  const { spiffe_sequence: sequence, spiffe_refresh_hint: refreshHintSeconds } = read.value;
  const anchors: TrustAnchor[] = [];
  const issues = [...read.issues];
  for (const offered of anchorsOf(read.value)) {
    try {
      anchors.push(readAnchor(offered));
    } catch (error) {
      issues.push(unusable(offered, error));
    }
  }
  if (anchors.length === 0) throw invalid([...issues, NONE_USABLE]);
  return {
    anchors,
    issues,
    ...(sequence !== undefined && { sequence }),
    ...(refreshHintSeconds !== undefined && { refreshHintSeconds }),
  };
};

/**
 * Writes a SPIFFE bundle: one certificate for each entry and no `kid` (TB-21).
 *
 * @returns JSON text that {@link parseTrustBundle} reads back to the same bundle
 *
 * @example
 * ```ts
 * import { parseTrustBundle, stringifyTrustBundle } from '@margo-sdk/protocol';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'plant.example' });
 * const text = stringifyTrustBundle({ ...parseTrustBundle(issuer.trustBundle()), refreshHintSeconds: 300 });
 * console.log(parseTrustBundle(text).refreshHintSeconds); // 300
 * ```
 */
export const stringifyTrustBundle = ({ anchors, sequence, refreshHintSeconds }: TrustBundle): string =>
  JSON.stringify({
    keys: anchors.map(({ certificate, publicKey }) => ({
      ...publicKey,
      use: 'x509-svid',
      x5c: [toBase64(certificate)],
    })),
    spiffe_sequence: sequence,
    spiffe_refresh_hint: refreshHintSeconds,
  });

const readAnchor = ({ certificate: base64, entry }: OfferedAnchor): TrustAnchor => {
  const certificate = fromBase64(base64);
  const { isCa, keyFault } = readCertificate(certificate);
  if (!isCa) throw new TypeError('the certificate is not one of a certification authority');
  if (keyFault !== undefined) throw new TypeError(keyFault);
  const members = KEY_MEMBERS.map((name) => [name, entry[name]] as const).filter(
    (member): member is readonly [(typeof KEY_MEMBERS)[number], string] => typeof member[1] === 'string',
  );
  return { certificate, publicKey: { kty: entry.kty, ...Object.fromEntries(members) } };
};

const unusable = ({ index }: OfferedAnchor, error: unknown): Issue => ({
  rule: 'TB-10', // M-49
  severity: 'warning',
  path: ['keys', index],
  message: `Left out of the trust bundle: ${error instanceof Error ? error.message : String(error)}`,
  hint: 'Publish the certificate of a certification authority there.',
});

const NONE_USABLE: Issue = {
  rule: 'TB-11',
  severity: 'error',
  path: ['keys'],
  message: 'No certificate in the bundle is usable as an anchor.',
};

const invalid = (issues: readonly Issue[]): MargoError => {
  const cause = new DocumentError('trust bundle', issues);
  return new MargoError('ERR_TRUST_BUNDLE_INVALID', cause.message, {
    cause,
    hint: 'Keep using the bundle in force, and ask the operator of the identity service for a valid one.',
  });
};

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

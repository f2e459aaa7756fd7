import { MargoError, type Issue } from '@margo-sdk/spec-model';
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
  /** One warning for each entry that should have been an anchor and is not usable (M-49). */
  readonly issues: readonly Issue[];
}

/** Limits of {@link parseTrustBundle}. */
export interface ParseTrustBundleOptions {
  /** The most bytes to look at; default 1 MiB. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 1024 * 1024;
const KEY_TYPES: readonly unknown[] = ['EC', 'RSA', 'OKP'];
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
  { maxBytes = DEFAULT_MAX_BYTES }: ParseTrustBundleOptions = {},
): ParsedTrustBundle => {
  if (source.length > maxBytes) throw invalid(`it has ${source.length} bytes, more than the ${maxBytes} allowed`);
  const document = parseObject(typeof source === 'string' ? source : new TextDecoder().decode(source));
  const { keys, spiffe_sequence: sequence, spiffe_refresh_hint: refreshHint } = document;
  if (!Array.isArray(keys)) throw invalid('it has no list "keys"');
  const anchors: TrustAnchor[] = [];
  const issues: Issue[] = [];
  for (const [index, key] of (keys as unknown[]).entries()) {
    if (!isObject(key) || key['use'] !== 'x509-svid' || !KEY_TYPES.includes(key['kty']) || key['x5c'] === undefined)
      continue;
    try {
      anchors.push(readAnchor(key));
    } catch (error) {
      issues.push(unusable(index, error));
    }
  }
  if (anchors.length === 0) throw invalid('it holds no usable X.509 trust anchor');
  return {
    anchors,
    issues,
    ...(isCount(sequence) && { sequence }),
    ...(isCount(refreshHint) && refreshHint > 0 && { refreshHintSeconds: refreshHint }),
  };
};

/**
 * Writes a SPIFFE bundle: one certificate for each entry and no `kid` (TB-21).
 *
 * @returns JSON text that {@link parseTrustBundle} reads back to the same bundle
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

const readAnchor = (key: Readonly<Record<string, unknown>>): TrustAnchor => {
  const first = Array.isArray(key['x5c']) ? (key['x5c'] as readonly unknown[])[0] : undefined;
  if (typeof first !== 'string') throw new TypeError('x5c does not begin with a certificate in base64');
  const certificate = fromBase64(first);
  if (!readCertificate(certificate).isCa)
    throw new TypeError('the certificate is not one of a certification authority');
  const members = KEY_MEMBERS.map((name) => [name, key[name]] as const).filter(
    (member): member is readonly [(typeof KEY_MEMBERS)[number], string] => typeof member[1] === 'string',
  );
  return { certificate, publicKey: { kty: key['kty'] as string, ...Object.fromEntries(members) } };
};

const unusable = (index: number, error: unknown): Issue => ({
  rule: 'M-49',
  severity: 'warning',
  path: ['keys', index],
  message: `Left out of the trust bundle: ${error instanceof Error ? error.message : String(error)}`,
  hint: 'Publish each anchor as one CA certificate in base64 of DER.',
});

const invalid = (what: string, cause?: unknown): MargoError =>
  new MargoError('ERR_TRUST_BUNDLE_INVALID', `Not a usable trust bundle: ${what}.`, {
    cause,
    hint: 'Keep using the bundle in force, and ask the operator of the identity service for a valid one.',
  });

const parseObject = (text: string): Readonly<Record<string, unknown>> => {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch (error) {
    throw invalid('it is not JSON', error);
  }
  if (!isObject(value)) throw invalid('it is not a JSON object');
  return value;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

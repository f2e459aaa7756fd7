import type { Digest } from '../identifiers/identifiers.js';
import { MargoError } from '../errors.js';
import type { ParseResult } from '../issue.js';
import { type ReadLimits, resolveLimits } from '../yaml/limits.js';
import { deepFreeze } from './deep-freeze.js';
import type { DocumentKind } from './document-kind.js';
import { type DocumentSource, safeReadDocument } from './read-document.js';

/** How much a {@link ReadCache} keeps. */
export interface ReadCacheOptions {
  /** Most documents. Default 256. */
  readonly maxEntries?: number;
  /** Most characters or bytes of the sources of all documents together. Default 16 MiB. */
  readonly maxBytes?: number;
}

/** Documents that were read before, by the digest of their bytes. */
export interface ReadCache {
  /**
   * Reads one document, unless the same bytes were read before. The value is shared by all who ask for it, and frozen.
   * Only documents that are valid are kept.
   *
   * @param digest - the digest of the source, which the caller has verified: nobody computes it here
   * @throws MargoError `ERR_LIMIT_INVALID`
   */
  read<Document>(
    kind: DocumentKind<Document>,
    digest: Digest,
    source: DocumentSource,
    limits?: ReadLimits,
  ): ParseResult<Document>;
}

interface Entry {
  readonly result: ParseResult<unknown>;
  readonly size: number;
}

/**
 * Makes a cache for those who read the same bytes again and again. It keeps the documents that were asked for last.
 *
 * @throws MargoError `ERR_LIMIT_INVALID`: an option is no whole number
 *
 * @example
 * ```ts
 * import { createReadCache, parseDigest, STATE_MANIFEST } from '@margo-sdk/spec-model';
 *
 * const cache = createReadCache();
 * const text = '{"manifestVersion":1,"bundle":null,"deployments":[]}';
 * const digest = parseDigest('sha256:6bde5a8ee5bb1a2e2a2cbb0e1e1e1b2e3b1f0a9d6c3c58d8a3e5d1e0f5b1c2d3');
 * const first = cache.read(STATE_MANIFEST, digest, text);
 * console.log(first.ok && first === cache.read(STATE_MANIFEST, digest, text)); // true
 * ```
 */
export const createReadCache = (options: ReadCacheOptions = {}): ReadCache => {
  const maxEntries = wholeNumber('maxEntries', options.maxEntries ?? 256);
  const maxBytes = wholeNumber('maxBytes', options.maxBytes ?? 16 * 1_048_576);
  // A Map keeps the order in which entries were set, so the one that was asked for longest ago comes first.
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const drop = (key: string): void => {
    bytes -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };

  return {
    read: <Document>(
      kind: DocumentKind<Document>,
      digest: Digest,
      source: DocumentSource,
      limits: ReadLimits = {},
    ): ParseResult<Document> => {
      const key = JSON.stringify([kind.name, kind.revision, digest, Object.values(resolveLimits(limits))]);
      const known = entries.get(key);
      if (known !== undefined) {
        entries.delete(key);
        entries.set(key, known);
        // The key says of which kind the document is.
        return known.result as ParseResult<Document>;
      }
      const result = safeReadDocument(kind, source, limits);
      if (!result.ok) return result;
      deepFreeze(result);
      entries.set(key, { result, size: source.length });
      bytes += source.length;
      for (const [oldest] of entries) {
        if (entries.size <= maxEntries && bytes <= maxBytes) break;
        drop(oldest);
      }
      return result;
    },
  };
};

const wholeNumber = (name: string, value: number): number => {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new MargoError('ERR_LIMIT_INVALID', `The limit ${name} must be a whole number, but it is ${value}.`, {
    hint: `Choose a number from 0 up, or leave ${name} out.`,
  });
};

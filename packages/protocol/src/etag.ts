import type { Digest } from '@margo-sdk/spec-model';

/** An entity tag taken apart: `value` is what stands between the quotes. RFC 9110 §8.8.3. */
export interface EntityTag {
  readonly weak: boolean;
  readonly value: string;
}

/** One entity tag: an optional `W/`, then quoted characters without quotes, spaces or controls. */
const ENTITY_TAG = /(W\/)?"([\x21\x23-\x7e\x80-\uffff]*)"/y;
/** What may stand between the members of a list, empty members included. RFC 9110 §5.6.1.2. */
const LIST_GAP = /[ \t,]*/y;

/**
 * Writes the strong ETag of content that is known by its digest: the digest in quotes (DS-35, DS-40).
 *
 * @example
 * ```ts
 * import { formatETag, sha256Digest } from '@margo-sdk/protocol';
 *
 * console.log(formatETag(await sha256Digest(new Uint8Array())));
 * ```
 */
export const formatETag = (digest: Digest): string => `"${digest}"`;

/**
 * Reads an `ETag` header.
 *
 * @returns the tag, or `undefined` when the text is not one (missing quotes, several tags)
 *
 * @example
 * ```ts
 * import { parseETag } from '@margo-sdk/protocol';
 *
 * console.log(parseETag('"sha256:00"')?.value); // sha256:00
 * console.log(parseETag('sha256:00')); // undefined: no quotes
 * ```
 */
export const parseETag = (text: string): EntityTag | undefined => {
  const tags = parseIfNoneMatch(text);
  return tags !== '*' && tags?.length === 1 ? tags[0] : undefined;
};

/**
 * Reads an `If-None-Match` header: `*`, or a list of tags. RFC 9110 §13.1.2.
 *
 * @returns `undefined` when the text is neither
 *
 * @example
 * ```ts
 * import { parseIfNoneMatch } from '@margo-sdk/protocol';
 *
 * console.log(parseIfNoneMatch('*')); // *
 * console.log(parseIfNoneMatch('"a", W/"b"')?.length); // 2
 * ```
 */
export const parseIfNoneMatch = (header: string): '*' | readonly EntityTag[] | undefined => {
  if (header.trim() === '*') return '*';
  const tags: EntityTag[] = [];
  for (let at = skipGap(header, 0); at < header.length; at = skipGap(header, at)) {
    ENTITY_TAG.lastIndex = at;
    const tag = ENTITY_TAG.exec(header);
    if (tag === null) return undefined;
    tags.push({ weak: tag[1] !== undefined, value: tag[2] ?? '' });
    at = ENTITY_TAG.lastIndex;
    if (at < header.length && !/[ \t,]/.test(header.charAt(at))) return undefined;
  }
  return tags.length > 0 ? tags : undefined;
};

/**
 * Tells whether a server answers `304`: one of the tags that the client holds is the current one (DS-39).
 * The comparison is weak, as RFC 9110 §13.1.2 asks, so a `W/` that a proxy put in front does no harm (M-21).
 *
 * @param ifNoneMatch - the header as it came, `null` when there is none; a malformed one matches nothing
 * @param etag - the current ETag with its quotes, `null` when there is no current representation
 *
 * @example
 * ```ts
 * import { matchesETag } from '@margo-sdk/protocol';
 *
 * console.log(matchesETag('W/"sha256:00", "sha256:01"', '"sha256:00"')); // true
 * ```
 */
export const matchesETag = (ifNoneMatch: string | null, etag: string | null): boolean => {
  if (ifNoneMatch === null || etag === null) return false;
  const tags = parseIfNoneMatch(ifNoneMatch);
  if (tags === '*') return true;
  const current = parseETag(etag);
  return current !== undefined && (tags ?? []).some(({ value }) => value === current.value);
};

const skipGap = (text: string, at: number): number => {
  LIST_GAP.lastIndex = at;
  LIST_GAP.test(text);
  return LIST_GAP.lastIndex;
};

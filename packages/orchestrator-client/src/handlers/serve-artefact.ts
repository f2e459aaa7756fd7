import { formatETag, matchesETag } from '@margo-sdk/protocol';
import type { Digest } from '@margo-sdk/spec-model';
import type { HandlerAnswer, HandlerRequest } from './request.js';

/** What is served, and how long it may be kept. */
export interface Served {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly cacheControl: string;
  /** The very bytes with that digest; asked for only when they are sent. */
  readonly bytes: () => Uint8Array | Promise<Uint8Array>;
}

/** May change at any time, so nothing that lets it grow old (DS-37, DS-38). */
export const PRIVATE = 'private';

/**
 * Answers with content that is known by its digest: `200`, or `304` without a body when the client holds it (DS-39,
 * DS-41). Both carry the same validators (M-24). Nothing is compressed on the way, so the ETag fits the bytes (M-21).
 */
export const serveArtefact = async (
  request: HandlerRequest,
  { digest, mediaType, cacheControl, bytes }: Served,
): Promise<HandlerAnswer> => {
  const etag = formatETag(digest);
  const headers = { ETag: etag, 'Cache-Control': cacheControl };
  const held = request.header('if-none-match');
  // Nearly every poll: the very tag, and nothing to take apart.
  if (held === etag || matchesETag(held, etag)) return { status: 304, headers, body: null };
  const body = await bytes();
  return {
    status: 200,
    headers: { ...headers, 'Content-Type': mediaType, 'Content-Length': `${body.byteLength}` },
    body,
  };
};

import { PATTERNS, parseDigest } from '@margo-sdk/spec-model';
import type { Artefact } from '../store/fleet-store.js';
import type { HandlerContext } from './handler.js';

/** Finds what was published to the caller, and to nobody else (API-07). What is no digest names nothing. */
export const publishedArtefact = async (
  digest: string,
  { store, caller }: HandlerContext,
): Promise<Artefact | undefined> =>
  PATTERNS.digest.test(digest) ? store.artefact(caller, parseDigest(digest)) : undefined;

import type { TrustBundleClient } from '../../client/trust-bundle-client.js';
import type { ParsedTrustBundle } from '../../identity/trust-bundle.js';
import type { BundleCache, RetrievedBundle } from './bundle-cache.js';

/** What became of a refresh. */
export type TrustRefresh = 'unchanged' | 'replaced';

/** What {@link createBundleHolder} needs. */
export interface BundleHolderOptions {
  readonly client: Pick<TrustBundleClient, 'getTrustBundle'>;
  /** Gives the address of the bundle. */
  readonly locate: (signal: AbortSignal) => Promise<string>;
  /** Gives the bundle that the bytes are, if it may come into force after the current one; throws if not. */
  readonly accept: (bytes: Uint8Array, current: ParsedTrustBundle | undefined) => ParsedTrustBundle;
  readonly cache: BundleCache | undefined;
  readonly onReplaced: (bundle: ParsedTrustBundle) => void;
  readonly onNotKept: (error: unknown) => void;
}

/** Holds the bundle in force. */
export interface BundleHolder {
  current(): ParsedTrustBundle | undefined;
  /** Takes the bundle that was kept on disk, if there is one; throws when it cannot be used. */
  recall(): Promise<void>;
  /** Asks for a newer one. Throws what keeps it from coming, and holds what it held. */
  retrieve(signal: AbortSignal): Promise<TrustRefresh>;
}

/** Holds one bundle, and changes it only for another that was accepted whole (TB-13, TB-14). */
export const createBundleHolder = ({
  client,
  locate,
  accept,
  cache,
  onReplaced,
  onNotKept,
}: BundleHolderOptions): BundleHolder => {
  let held: { readonly bundle: ParsedTrustBundle; readonly retrieved: RetrievedBundle } | undefined;
  let isKept = false;

  /** A bundle is in force even where it cannot be kept: to go on with anchors that were removed would be worse. */
  const keep = async (): Promise<void> => {
    if (isKept || cache === undefined || held === undefined) return;
    try {
      await cache.write(held.retrieved);
      isKept = true;
    } catch (error) {
      onNotKept(error);
    }
  };

  const take = (retrieved: RetrievedBundle): TrustRefresh => {
    if (held !== undefined && Buffer.compare(retrieved.bytes, held.retrieved.bytes) === 0) return 'unchanged';
    held = { bundle: accept(retrieved.bytes, held?.bundle), retrieved };
    isKept = false;
    onReplaced(held.bundle);
    return 'replaced';
  };

  return {
    current: () => held?.bundle,
    recall: async () => {
      const kept = await cache?.read();
      if (kept === undefined) return;
      held = { bundle: accept(kept.bytes, undefined), retrieved: kept };
      isKept = true;
    },
    retrieve: async (signal) => {
      const url = await locate(signal);
      const ifNoneMatch = held?.retrieved.url === url ? held.retrieved.etag : undefined;
      const answer = await client.getTrustBundle({ url, ifNoneMatch, signal });
      const { status } = answer;
      const outcome =
        status === 'unchanged'
          ? status
          : take({ bytes: answer.bytes, url, ...(answer.etag !== undefined && { etag: answer.etag }) });
      await keep();
      return outcome;
    },
  };
};

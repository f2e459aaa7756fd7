import { MargoError } from '@margo-sdk/spec-model';
import { parseTrustBundle, type ParsedTrustBundle } from '../../identity/trust-bundle.js';
import { anchorsAsPem } from '../anchors.js';

/** What a bundle is measured by. */
export interface AcceptanceOptions {
  readonly maxBytes: number;
  readonly fallingSequence: 'ignore' | 'warn' | 'refuse';
  /** Told of a lower sequence that is let pass. */
  readonly onFall: (from: number, to: number) => void;
}

/**
 * Decides whether a bundle may come into force: it has an anchor (TB-11) that this platform can read (M-49), and is not
 * older than `current` where that matters (M-40). An equal sequence is no objection, whatever has changed.
 *
 * @throws MargoError `ERR_TRUST_BUNDLE_INVALID`, `ERR_TRUST_BUNDLE_OLDER`
 */
export const acceptBundle = (
  bytes: Uint8Array,
  current: ParsedTrustBundle | undefined,
  { maxBytes, fallingSequence, onFall }: AcceptanceOptions,
): ParsedTrustBundle => {
  const bundle = parseTrustBundle(bytes, { maxBytes });
  anchorsAsPem(bundle);
  const [from, to] = [current?.sequence, bundle.sequence];
  if (fallingSequence === 'ignore' || from === undefined || to === undefined || to >= from) return bundle;
  if (fallingSequence === 'refuse')
    throw new MargoError('ERR_TRUST_BUNDLE_OLDER', `Expected a trust bundle of sequence ${from} or above, got ${to}.`, {
      hint: 'Find out why the identity service went back; set fallingSequence to "warn" to take the bundle.',
    });
  onFall(from, to);
  return bundle;
};

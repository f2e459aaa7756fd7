/** A signature that was found good. */
export interface SignatureUse {
  readonly clientId: string;
  /** Tells it from every other signature of the client's keys. */
  readonly replayId: string;
  /** Until when it would be accepted, in milliseconds since 1970; it can be forgotten after that. */
  readonly expiresAtMs: number;
}

/**
 * Remembers signatures that were accepted, so that none is accepted twice (LG-10). Several instances of a fleet manager
 * need one that they share, in a database or a cache: each for itself would accept what another has accepted.
 */
export interface ReplayGuard {
  /** Tells whether a signature was used before, and remembers it: both at once, however many ask. */
  isReplay(this: void, use: SignatureUse): boolean | Promise<boolean>;
}

/** Options of {@link createMemoryReplayGuard}. */
export interface MemoryReplayGuardOptions {
  /** The most signatures that are remembered of one client; default 4096, which is one every 0.07 seconds for 5 minutes. */
  readonly maxPerClient?: number;
  /** Milliseconds since 1970. Default: the system clock. */
  readonly now?: () => number;
}

/** What is remembered of one client. */
interface Used {
  /** By the time at which they expire, in the order in which they came. */
  readonly signatures: Map<string, number>;
  /** When the last of them expires. */
  lastExpiryMs: number;
  /** Whatever expires by then counts as used: it may be one that had to be forgotten. */
  forgottenUntilMs: number;
}

/**
 * Remembers signatures in the memory of one process. A client that sends more than fit has its older signatures refused,
 * never accepted again; no other client feels it. A restart forgets everything.
 *
 * @example
 * ```ts
 * import { createMemoryReplayGuard } from '@margo-sdk/orchestrator-client';
 *
 * const guard = createMemoryReplayGuard();
 * const use = { clientId: 'press-7', replayId: 'c2ln', expiresAtMs: Date.now() + 300_000 };
 * console.log(await guard.isReplay(use), await guard.isReplay(use)); // false true
 * ```
 */
export const createMemoryReplayGuard = ({
  maxPerClient = 4096,
  now = Date.now,
}: MemoryReplayGuardOptions = {}): ReplayGuard => {
  /** The client that was heard last stands last. */
  const clients = new Map<string, Used>();

  /** Two for each that comes: what is over is forgotten faster than it grows. */
  const forgetSilent = (nowMs: number): void => {
    let left = 2;
    for (const [clientId, { lastExpiryMs }] of clients) {
      if (left === 0 || !(lastExpiryMs < nowMs)) return;
      clients.delete(clientId);
      left -= 1;
    }
  };

  return {
    isReplay: ({ clientId, replayId, expiresAtMs }) => {
      const nowMs = now();
      const used = clients.get(clientId) ?? nothing();
      const { signatures } = used;
      clients.delete(clientId);
      clients.set(clientId, used);
      for (const [id, expiry] of signatures) {
        if (!(expiry < nowMs)) break;
        signatures.delete(id);
      }
      if (signatures.has(replayId) || expiresAtMs <= used.forgottenUntilMs) return true;
      signatures.set(replayId, expiresAtMs);
      used.lastExpiryMs = Math.max(used.lastExpiryMs, expiresAtMs);
      const [oldest] = signatures;
      if (signatures.size > maxPerClient && oldest !== undefined) {
        signatures.delete(oldest[0]);
        used.forgottenUntilMs = Math.max(used.forgottenUntilMs, oldest[1]);
      }
      forgetSilent(nowMs);
      return false;
    },
  };
};

const nothing = (): Used => ({ signatures: new Map(), lastExpiryMs: -Infinity, forgottenUntilMs: -Infinity });

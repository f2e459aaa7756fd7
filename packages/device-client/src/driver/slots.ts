/** Lets only so many things happen at once; whoever comes first is served first. */
export interface Slots {
  /**
   * Waits for its turn.
   *
   * @param signal - ends the waiting: rejects with its reason, and the turn goes to the next
   * @returns gives the place back; calling it again does nothing
   */
  take(signal: AbortSignal): Promise<() => void>;
}

/**
 * Makes slots.
 *
 * @param most - how many can be taken at once, at least 1
 */
export const createSlots = (most: number): Slots => {
  let free = most;
  const queue = new Set<() => void>();

  const occupy = (): (() => void) => {
    free -= 1;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      free += 1;
      const [next] = queue;
      next?.();
    };
  };

  return {
    take: async (signal) => {
      signal.throwIfAborted();
      if (free > 0) return occupy();
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          queue.delete(turn);
          signal.removeEventListener('abort', giveUp);
        };
        const turn = (): void => {
          leave();
          resolve(occupy());
        };
        const giveUp = (): void => {
          leave();
          reject(signal.reason as Error);
        };
        queue.add(turn);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
};

/** Keeps account of what is going on, so that somebody can wait for its end. */
export interface Work {
  track(this: void, going: Promise<void>): void;
  /** Resolves when nothing is going on, what was begun meanwhile included. */
  idle(this: void): Promise<void>;
}

/** Makes an account of work. */
export const createWork = (): Work => {
  const work = new Set<Promise<void>>();
  return {
    track: (going) => {
      work.add(going);
      void going.finally(() => work.delete(going));
    },
    idle: async () => {
      while (work.size > 0) await Promise.all(work);
    },
  };
};

/** How much work the values of one document may cause. Patterns are part of it, and they are somebody else's. */
export interface ValueLimits {
  /**
   * Most steps for all pattern matching of one call: matching a text takes as many as the pattern has parts, times the
   * length of the text. Default 20 million, a second at the very most.
   */
  readonly maxMatchSteps?: number;
}

/** The limits in force where none are given. */
export const DEFAULT_VALUE_LIMITS: Required<ValueLimits> = { maxMatchSteps: 20_000_000 };

/** What is left of the work that is allowed. */
export interface MatchBudget {
  /** Takes steps; false when there are not enough left, and then the work must not be done. */
  spend(steps: number): boolean;
}

/** A budget for everything that one call matches. */
export const createMatchBudget = (limits: ValueLimits = {}): MatchBudget => {
  let left = limits.maxMatchSteps ?? DEFAULT_VALUE_LIMITS.maxMatchSteps;
  return {
    spend: (steps) => {
      // Written so that a limit that is no number allows nothing.
      if (!(steps <= left)) return false;
      left -= steps;
      return true;
    },
  };
};

/**
 * Most work that the rules of one profile may take, in elementary steps. Rules and capabilities come from different
 * parties, and lists on both sides multiply.
 */
const MAX_STEPS = 1_000_000;
/** What looking at one expression costs, however short it is. */
const STEPS_OF_EXPRESSION = 16;

/** Counts the work of comparing, so that it ends. */
export interface Effort {
  /** Takes the steps that a comparison needs; false when there are not as many left. */
  readonly take: (steps: number) => boolean;
  readonly spent: () => boolean;
}

/** Starts to count for one profile. */
export const createEffort = (): Effort => {
  let left = MAX_STEPS;
  return {
    take: (steps) => {
      left -= STEPS_OF_EXPRESSION + steps;
      return left >= 0;
    },
    spent: () => left < 0,
  };
};

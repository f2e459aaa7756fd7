import type { WallClock } from './wall-clock.js';
import { isWithin, timeOfWeek, untilWithin, type Span } from './week.js';

/** More than the clocks of any zone are put forward or back before the next edge of a window. */
const MAX_TURNS = 100;

/**
 * Gives the first moment, not before `fromMs`, that lies in weekly spans (`wanted`), or in none of them; undefined when
 * there is none. Pure.
 *
 * @param fromMs - in milliseconds since 1970, as what is given
 */
export const nextChange = (
  clock: WallClock,
  spans: readonly Span[],
  fromMs: number,
  wanted: boolean,
): number | undefined => {
  let atMs = fromMs;
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const weekMs = timeOfWeek(clock.shows(atMs));
    if (isWithin(spans, weekMs) === wanted) return atMs;
    const wait = untilWithin(spans, weekMs, wanted);
    if (wait === undefined) return undefined;
    const offset = clock.shows(atMs) - atMs;
    const isPlain = (ms: number): boolean => clock.shows(ms) - ms === offset;
    // Clocks that are put forward or back in between show another time then, so it begins anew from there.
    if (isPlain(atMs + wait)) return atMs + wait;
    atMs = firstThatIsNot(isPlain, atMs, atMs + wait);
  }
  return atMs;
};

/** Halves the stretch until the moment is found: `holds` is true at its beginning and false at its end. */
const firstThatIsNot = (holds: (ms: number) => boolean, beginMs: number, endMs: number): number => {
  let [before, after] = [beginMs, endMs];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (holds(middle)) before = middle;
    else after = middle;
  }
  return after;
};

/** Indexes of an element that two lists share, in the old and in the new one. */
export type Match = readonly [before: number, after: number];

/**
 * Finds elements that two lists share, in the same order in both. Each is told by its key; an element without one is
 * like no other. Most shared elements are found, in time that grows as the lists do and not by their square.
 */
export const align = (before: readonly (string | undefined)[], after: readonly (string | undefined)[]): Match[] => {
  const matches: Match[] = [];
  let start = 0;
  while (start < before.length && start < after.length && isSame(before[start], after[start])) {
    matches.push([start, start]);
    start += 1;
  }
  let ends = 0;
  while (
    ends < before.length - start &&
    ends < after.length - start &&
    isSame(before[before.length - 1 - ends], after[after.length - 1 - ends])
  ) {
    ends += 1;
  }

  const places = new Map<string, number[]>();
  for (let at = before.length - ends - 1; at >= start; at -= 1) {
    const key = before[at];
    if (key === undefined) continue;
    const known = places.get(key);
    if (known) known.push(at);
    else places.set(key, [at]);
  }
  const candidates: Match[] = [];
  for (let at = start; at < after.length - ends; at += 1) {
    const place = places.get(after[at] ?? '')?.pop();
    if (after[at] !== undefined && place !== undefined) candidates.push([place, at]);
  }
  for (const match of longestRising(candidates)) matches.push(match);
  for (let rest = ends; rest > 0; rest -= 1) matches.push([before.length - rest, after.length - rest]);
  return matches;
};

const isSame = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a === b;

/** The most matches that leave the order as it is (patience sorting). */
const longestRising = (candidates: readonly Match[]): Match[] => {
  const tops: number[] = [];
  const previous: number[] = [];
  candidates.forEach(([place], index) => {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((candidates[tops[middle] ?? 0]?.[0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : (tops[low - 1] ?? -1);
    tops[low] = index;
  });
  const rising: Match[] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const match = candidates[index];
    if (match) rising.push(match);
  }
  return rising.reverse();
};

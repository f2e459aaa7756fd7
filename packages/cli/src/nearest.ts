/** Longer names are no slips of the pen, and comparing them takes time. */
const LONGEST = 80;

/** Of some names those that somebody may have meant, the nearest first; at most three. */
export const nearest = (given: string, names: Iterable<string>): string[] => {
  const wanted = given.slice(0, LONGEST).toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  return [...names]
    .map((name) => ({ name, distance: distanceOf(wanted, name.slice(0, LONGEST).toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
};

/** The sentence that asks for the nearest names; undefined when none is near. */
export const didYouMean = (given: string, names: Iterable<string>): string | undefined => {
  const near = nearest(given, names);
  return near.length === 0 ? undefined : `Did you mean ${near.join(' or ')}?`;
};

/** How many letters have to be put in, taken out, replaced or swapped with the next. */
const distanceOf = (a: string, b: string): number => {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      here[column] = Math.min(
        (above[column] ?? 0) + 1,
        (here[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    before = above;
    above = here;
  }
  return above[b.length] ?? 0;
};

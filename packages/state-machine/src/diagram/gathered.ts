import type { Arrow, Group } from './picture.js';

/** Draws what is the same for each place of a group as one arrow from the group. */
export const gathered = (arrows: readonly Arrow[], { id, places: [first, ...others] }: Group): readonly Arrow[] => {
  const sameFrom = (from: string | undefined, { to, words }: Arrow): Arrow | undefined =>
    arrows.find((other) => other.from === from && other.to === to && other.words.join() === words.join());
  const shared = arrows.filter(
    (arrow) => arrow.from === first && others.every((other) => sameFrom(other, arrow) !== undefined),
  );
  const isShared = (arrow: Arrow): boolean =>
    [first, ...others].includes(arrow.from) && shared.some((one) => sameFrom(arrow.from, one) === arrow);
  return [...arrows.filter((arrow) => !isShared(arrow)), ...shared.map((arrow) => ({ ...arrow, from: id }))];
};

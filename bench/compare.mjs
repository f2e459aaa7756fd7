/** Compares two ways to do the same, round by round, so that a noisy machine disturbs both alike. */

const ROUNDS = 9;
const ROUND_MS = 150;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Operations per second over one round. */
const rate = async (operation) => {
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < ROUND_MS) {
    await operation();
    count += 1;
  }
  return (count * 1000) / (performance.now() - started);
};

/**
 * Prints the median ratio of ours to a floor or a peer, with the smallest and the largest.
 *
 * @param {string} what - what is done
 * @param {{ours: () => unknown, floor: () => unknown, against: string}} ways - `against` names the floor
 */
export const compare = async (what, { ours, floor, against }) => {
  await rate(ours);
  await rate(floor);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const mine = await rate(ours);
    const theirs = await rate(floor);
    rounds.push({ mine, ratio: mine / theirs });
  }
  const ratios = rounds.map(({ ratio }) => ratio);
  const shown = (number) => number.toFixed(number < 0.1 ? 3 : 2);
  console.log(
    `${what}: ${shown(median(ratios))} of ${against} (${shown(Math.min(...ratios))} to ${shown(Math.max(...ratios))}), ` +
      `${Math.round(median(rounds.map(({ mine }) => mine)))}/s`,
  );
};

import type { DeploymentSnapshot } from '@margo-sdk/state-machine';
import type { Graph } from './graph.js';

/** Numbers of the states from which a state that `isGoal` accepts can be reached by edges that `accept` takes. */
export const reaching = (
  { states, edges }: Graph,
  isGoal: (state: DeploymentSnapshot) => boolean,
  accept: (label: string) => boolean,
): ReadonlySet<number> => {
  const into = new Map<number, number[]>();
  for (const { from, label, to } of edges) {
    if (!accept(label)) continue;
    const froms = into.get(to);
    if (froms) froms.push(from);
    else into.set(to, [from]);
  }
  const good = new Set(states.flatMap((state, number) => (isGoal(state) ? [number] : [])));
  for (const number of good) for (const from of into.get(number) ?? []) good.add(from);
  return good;
};

/** Where everything ends that begins in a state: sets of ends have a number each, the same for the same set. */
export interface Ends {
  /** By number of the state: number of its set of ends. */
  readonly of: readonly number[];
  /** By number of a set: the ends in it, sorted. */
  readonly sets: readonly (readonly string[])[];
  /** States that lead back to themselves: nothing that begins there need ever end. */
  readonly endless: readonly number[];
}

/**
 * Follows all edges that `accept` takes as far as they lead. An edge that changes nothing is no way on.
 *
 * @param nameOf what tells one end from another
 */
export const endsOf = (
  { states, edges }: Graph,
  accept: (label: string) => boolean,
  nameOf: (state: DeploymentSnapshot) => string,
): Ends => {
  const next = new Map<number, number[]>();
  for (const { from, label, to } of edges) {
    if (from === to || !accept(label)) continue;
    const tos = next.get(from);
    if (tos) tos.push(to);
    else next.set(from, [to]);
  }

  const sets: (readonly string[])[] = [];
  const numbers = new Map<string, number>();
  const setOf = (names: readonly string[]): number => {
    const key = names.join('\n');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, sets.length);
    return sets.push(names) - 1;
  };

  const of: number[] = Array.from({ length: states.length }, () => -1);
  const isOpen = new Set<number>();
  const endless = new Set<number>();
  for (let start = 0; start < states.length; start += 1) {
    const stack = [start];
    while (stack.length > 0) {
      const state = stack.at(-1)!;
      if (of[state] !== -1) {
        stack.pop();
        continue;
      }
      const tos = next.get(state) ?? [];
      const missing = isOpen.has(state) ? [] : tos.filter((to) => of[to] === -1);
      if (missing.length > 0) {
        isOpen.add(state);
        for (const to of missing) {
          if (isOpen.has(to)) endless.add(to);
          else stack.push(to);
        }
        continue;
      }
      const found = [...new Set(tos.map((to) => of[to]!))].filter((set) => set !== -1);
      of[state] =
        tos.length === 0
          ? setOf([nameOf(states[state]!)])
          : found.length === 1
            ? found[0]!
            : setOf([...new Set(found.flatMap((set) => sets[set]!))].sort());
      isOpen.delete(state);
      stack.pop();
    }
  }
  return { of, sets, endless: [...endless] };
};

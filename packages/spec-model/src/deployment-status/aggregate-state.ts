import type { State } from '../identifiers/state.js';

/** L-01: the printed order lists `removing` twice; this reading puts `removed` in its second place. */
export const SEVERITY_ORDER: readonly State[] = ['failed', 'removing', 'installing', 'pending', 'removed', 'installed'];

/** The other reading that peers have: `removed` last. Reports that follow it are accepted, never written. */
export const SEVERITY_ORDER_OF_PEERS: readonly State[] = [
  'failed',
  'removing',
  'installing',
  'pending',
  'installed',
  'removed',
];

/**
 * The overall state of a deployment: the most severe state of its components (ST-03, L-01).
 *
 * @example
 * ```ts
 * import { aggregateState } from '@margo-sdk/spec-model';
 *
 * console.log(aggregateState(['installed', 'installing'])); // installing
 * ```
 *
 * @returns the state; `installed` when there are no components
 */
export const aggregateState = (states: Iterable<State>, order: readonly State[] = SEVERITY_ORDER): State => {
  const present = new Set(states);
  return order.find((state) => present.has(state)) ?? 'installed';
};

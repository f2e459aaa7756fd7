import type { State } from '@margo-sdk/spec-model/models';

/**
 * Which reported state of a component may follow which, from one report to the next about the same component. Nothing
 * gets installed without having been `pending`, `installing` or known to be there; nothing leaves `removed` but by being
 * wanted, or found, again. Someone who only sees some of the reports sees several moves as one.
 *
 * @example
 * ```ts
 * import { COMPONENT_MOVES } from '@margo-sdk/state-machine';
 *
 * console.log(COMPONENT_MOVES.installed); // [ 'pending', 'removing', 'failed' ]
 * ```
 */
export const COMPONENT_MOVES = {
  pending: ['installing', 'installed', 'failed', 'removing', 'removed'],
  installing: ['installed', 'failed', 'pending', 'removing', 'removed'],
  installed: ['pending', 'removing', 'failed'],
  failed: ['pending', 'installed', 'removing', 'removed'],
  removing: ['removed', 'failed', 'pending', 'installed'],
  removed: ['pending', 'removing'],
} as const satisfies Record<State, readonly State[]>;

import { STATES, type State } from '@margo-sdk/spec-model/models';
import { COMPONENT_MOVES } from '../component-moves.js';
import { gathered } from './gathered.js';
import type { Group, Picture } from './picture.js';

type Meanings = { readonly [From in State]: Partial<Record<(typeof COMPONENT_MOVES)[From][number], string>> };

/** What the moves of an ordinary life mean. The others come of what is found after a restart or a change of mind. */
const MEANINGS: Meanings = {
  pending: { installing: 'its turn has come', failed: 'refused', removing: 'not wanted any more' },
  installing: { installed: 'ready', failed: 'failed for good', removing: 'not wanted any more' },
  installed: { pending: 'a newer revision changes it', removing: 'not wanted any more' },
  failed: { pending: 'a newer revision, or retry', removing: 'not wanted any more' },
  removing: { removed: 'gone', failed: 'cannot be removed', pending: 'wanted again' },
  removed: { pending: 'wanted again' },
};

const WANTED: Group = { id: 'wanted', words: 'wanted', places: ['pending', 'installing', 'installed', 'failed'] };

/** From top to bottom. */
const ORDER: readonly State[] = ['pending', 'installing', 'installed', 'failed', 'removing', 'removed'];

/** What reports say about a component, one after the other. */
export const statesPicture = (): Picture => {
  const arrows = STATES.flatMap((from) => {
    const meanings: Partial<Record<State, string>> = MEANINGS[from];
    return COMPONENT_MOVES[from].flatMap((to) => {
      const meaning = meanings[to];
      return meaning === undefined ? [] : [{ from, to, words: [meaning] }];
    });
  });
  return {
    name: 'states',
    start: 'pending',
    places: ORDER.map((id) => ({
      id,
      state: id,
      isRest: id === 'installed' || id === 'failed' || id === 'removed',
    })),
    groups: [WANTED],
    arrows: gathered(arrows, WANTED),
  };
};

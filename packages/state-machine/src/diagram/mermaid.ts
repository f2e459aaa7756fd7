import type { Arrow, Picture, Place } from './picture.js';

const idOf = (id: string): string => id.replaceAll(' ', '_');

const shown = ({ id, state }: Place): string => (state === undefined || state === id ? id : `${id} (${state})`);

const line = ({ from, to, words }: Arrow): string =>
  `  ${idOf(from)} --> ${idOf(to)}${words.length === 0 ? '' : ` : ${words.join('<br/>')}`}`;

/** Writes a picture as a Mermaid state diagram. */
export const writeMermaid = ({ start, junction, places, groups, arrows }: Picture): string => {
  const placeLine = (place: Place): string => `state "${shown(place)}" as ${idOf(place.id)}`;
  const grouped = new Set(groups.flatMap(({ places: members }) => members));
  return [
    'stateDiagram-v2',
    ...places.filter(({ id }) => !grouped.has(id)).map((place) => `  ${placeLine(place)}`),
    ...(junction === undefined ? [] : [`  state "${junction.words}" as ${idOf(junction.id)}`]),
    ...groups.flatMap(({ id, words, places: members }) => [
      `  state "${words}" as ${idOf(id)} {`,
      ...places.filter((place) => members.includes(place.id)).map((place) => `    ${placeLine(place)}`),
      '  }',
    ]),
    ...(start === undefined ? [] : [`  [*] --> ${idOf(start)}`]),
    ...arrows.map(line),
  ].join('\n');
};

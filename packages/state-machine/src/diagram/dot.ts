import type { State } from '@margo-sdk/spec-model/models';
import type { Arrow, Picture, Place } from './picture.js';

/** Light enough to read on, and told apart by the words as well: colour alone says nothing to many. */
const COLOURS: Readonly<Record<State, string>> = {
  pending: '#f1f3f5',
  installing: '#d0ebff',
  installed: '#d3f9d8',
  removing: '#fff3bf',
  removed: '#e9ecef',
  failed: '#ffe3e3',
};
const INK = '#212529';
const PALE = '#868e96';

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** Values that Graphviz is to read as markup stand in angle brackets. */
const attributes = (members: Readonly<Record<string, string>>): string =>
  `[${Object.entries(members)
    .map(([name, value]) => `${name}=${value.startsWith('<') ? value : quoted(value)}`)
    .join(', ')}]`;

const inMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A label beside an arrow: lines that begin at the same place, with room around them. */
const lines = (words: readonly string[]): string =>
  `<<table border="0" cellborder="0" cellspacing="0" cellpadding="1">${words
    .map((word) => `<tr><td align="left">${inMarkup(word)}</td></tr>`)
    .join('')}</table>>`;

const small = (text: string): string => `<font point-size="10" color="${PALE}">${text}</font>`;

const placeLine = ({ id, state, isRest }: Place): string =>
  `${quoted(id)} ${attributes({
    label: state === undefined || state === id ? id : `<${id}<br/>${small(state)}>`,
    fillcolor: state === undefined ? '#ffffff' : COLOURS[state],
    ...(isRest ? { penwidth: '2.2' } : {}),
  })}`;

/** Writes a picture in the language of Graphviz. */
export const writeDot = ({ name, start, junction, places, groups, arrows }: Picture): string => {
  const grouped = new Set(groups.flatMap(({ places: members }) => members));

  const orderOf = (one: string): number => places.findIndex(({ id }) => id === one);

  // Graphviz knows arrows between places only; one from a group starts at a member and is cut off at the frame.
  const arrowLine = ({ from, to, words }: Arrow): string => {
    const group = groups.find(({ id }) => id === from);
    const tail = (to === junction?.id ? group?.places[0] : group?.places.at(-1)) ?? from;
    const isBack = to === junction?.id ? group !== undefined : from !== junction?.id && orderOf(to) < orderOf(tail);
    const isNext = orderOf(to) - orderOf(tail) === 1 && places[orderOf(tail)]?.isRest === false;
    return `${quoted(tail)} -> ${quoted(to)} ${attributes({
      ...(words.length === 0 ? {} : { label: lines(words) }),
      ...(group === undefined ? {} : { ltail: `cluster ${group.id}`, style: 'dashed' }),
      ...(isBack ? { constraint: 'false' } : {}),
      ...(isNext ? { weight: '10' } : {}),
    })}`;
  };

  // With room to spare: whoever shows the picture may have a wider font than the one that it was measured with.
  return [
    `digraph ${quoted(name)} {`,
    `  graph ${attributes({ rankdir: 'TB', compound: 'true', fontname: 'Helvetica', fontsize: '12', nodesep: '0.5', ranksep: '0.5', pad: '0.3' })}`,
    `  node ${attributes({ shape: 'box', style: 'rounded,filled', fontname: 'Helvetica', fontsize: '13', margin: '0.18,0.06', color: INK, fontcolor: INK })}`,
    `  edge ${attributes({ fontname: 'Helvetica', fontsize: '11', color: '#495057', fontcolor: INK, arrowsize: '0.8' })}`,
    ...places.filter(({ id }) => !grouped.has(id)).map((place) => `  ${placeLine(place)}`),
    ...(junction === undefined
      ? []
      : [
          `  ${quoted(junction.id)} ${attributes({ label: junction.words, shape: 'diamond', style: 'filled', fillcolor: '#ffffff' })}`,
        ]),
    ...groups.flatMap(({ id, words, places: members }) => [
      `  subgraph ${quoted(`cluster ${id}`)} {`,
      `    graph ${attributes({ label: words, labeljust: 'r', style: 'rounded', color: PALE, fontcolor: PALE })}`,
      ...places.filter((place) => members.includes(place.id)).map((place) => `    ${placeLine(place)}`),
      '  }',
    ]),
    ...(start === undefined ? [] : ['  "" [shape=point, width=0.14]', `  "" -> ${quoted(start)}`]),
    ...arrows.map((arrow) => `  ${arrowLine(arrow)}`),
    '}',
  ].join('\n');
};

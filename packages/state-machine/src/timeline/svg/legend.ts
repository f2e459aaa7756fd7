import { STATES, type State } from '@margo-sdk/spec-model/models';
import { element, label, rounded, widthOf } from './element.js';
import { fillOf, LOOKS, patternId, WISH } from './look.js';
import { outcomeSign, stepBar } from './steps.js';

const SIZE = 10;
const SWATCH = 22;
const LINE_HEIGHT = 17;

interface Sign {
  readonly text: string;
  readonly draw: (x: number, middle: number) => string;
}

const ofState = (state: State): Sign => ({
  text: state,
  draw: (x, middle) => {
    const { edge, dashes } = LOOKS[state];
    return element('rect', {
      x,
      y: middle - 5,
      width: SWATCH,
      height: 10,
      fill: fillOf(state),
      stroke: edge,
      'stroke-width': 0.75,
      ...(dashes === undefined ? {} : { 'stroke-dasharray': dashes }),
    });
  },
});

const SIGNS: readonly (readonly Sign[])[] = [
  STATES.map(ofState),
  [
    { text: 'prepare', draw: (x, middle) => stepBar({ kind: 'prepare' }, x, middle, SWATCH) },
    { text: 'install, upgrade or reconfigure', draw: (x, middle) => stepBar({ kind: 'install' }, x, middle, SWATCH) },
    { text: 'remove', draw: (x, middle) => stepBar({ kind: 'remove' }, x, middle, SWATCH) },
    { text: 'failed', draw: (x, middle) => outcomeSign('failed', x + SWATCH - 6, middle) },
    { text: 'called off', draw: (x, middle) => outcomeSign('cancelled', x + SWATCH - 6, middle) },
    { text: 'cut off', draw: (x, middle) => outcomeSign('cut off', x + SWATCH - 6, middle) },
    {
      text: 'adopted',
      draw: (x, middle) =>
        element('path', {
          d: `M${rounded(x + SWATCH / 2)} ${middle - 6}v12`,
          stroke: WISH,
          'stroke-dasharray': '4 2',
        }) + element('path', { d: `M${rounded(x + SWATCH / 2)} ${middle - 5}l5 3l-5 3z`, fill: WISH }),
    },
    {
      text: 'device not running',
      draw: (x, middle) =>
        element('rect', {
          x,
          y: middle - 5,
          width: SWATCH,
          height: 10,
          fill: `url(#${patternId('outage')})`,
          stroke: '#78909c',
          'stroke-width': 0.5,
        }),
    },
  ],
];

/** What the signs of the picture mean, in as many lines as it takes. */
export const legend = (top: number, left: number, right: number): { readonly height: number; readonly svg: string } => {
  const parts: string[] = [];
  let y = top;
  for (const group of SIGNS) {
    let x = left;
    for (const { text, draw } of group) {
      const width = SWATCH + 6 + widthOf(text, SIZE) + 12;
      if (x > left && x + width > right) {
        x = left;
        y += LINE_HEIGHT;
      }
      parts.push(draw(x, y + 8), label(x + SWATCH + 6, y + 11.5, text, SIZE));
      x += width;
    }
    y += LINE_HEIGHT;
  }
  return { height: y - top, svg: element('g', {}, ...parts) };
};

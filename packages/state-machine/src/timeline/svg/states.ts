import type { State } from '@margo-sdk/spec-model/models';
import type { StateSpan, Timeline } from '../timeline.js';
import { type Attributes, element, haloOf, label, tooltip, widthOf } from './element.js';
import { fillOf, LOOKS } from './look.js';
import { durationText, type Scale } from './scale.js';

/** Words in a bar. */
const SIZE = 10;

/** How long something lasted, and when, for people. */
export const timesText = (fromMs: number, toMs: number, run: Timeline): string =>
  `from ${durationText(fromMs - run.fromMs)} to ${durationText(toMs - run.fromMs)} (${durationText(toMs - fromMs)})`;

const words = ({ state, error }: StateSpan, width: number): string | undefined =>
  [...(error === undefined ? [] : [`${state}: ${error.code}`]), state].find((text) => widthOf(text, SIZE) + 6 <= width);

/** The bar of what was reported: one piece a state. What stood there when the run ended goes on, pale. */
export const stateBar = (
  name: string,
  states: readonly StateSpan[],
  run: Timeline,
  scale: Scale,
  top: number,
  height: number,
  goesOn = true,
): string =>
  states
    .map((span, index) => {
      const { state, fromMs, toMs, error } = span;
      const isOpen = goesOn && index === states.length - 1;
      const x = scale.x(fromMs);
      const end = isOpen ? scale.x(toMs) : Math.max(x + 1.5, scale.x(toMs));
      const edge = isOpen ? scale.right : end;
      const said = error === undefined ? '' : `: ${error.code} ${error.message}`;
      const when = isOpen ? `since ${durationText(fromMs - run.fromMs)}` : timesText(fromMs, toMs, run);
      const { fill, ink, pattern } = LOOKS[state];
      const text = words(span, edge - x);
      return element(
        'g',
        {},
        tooltip(`${name} ${state} ${when}${said}`),
        ...(edge > end
          ? [piece(state, end, edge - end, top, height, { opacity: state === 'failed' ? 0.85 : 0.45 })]
          : []),
        ...(end > x ? [piece(state, x, end - x, top, height)] : []),
        ...(text === undefined
          ? []
          : [
              label(x + 4, top + height / 2 + 3.5, text, SIZE, {
                fill: ink,
                ...(pattern === undefined ? {} : haloOf(fill)),
              }),
            ]),
      );
    })
    .join('\n');

const piece = (state: State, x: number, width: number, y: number, height: number, more: Attributes = {}): string => {
  const { edge: stroke, dashes } = LOOKS[state];
  return element('rect', {
    x,
    y,
    width,
    height,
    fill: fillOf(state),
    stroke,
    'stroke-width': 0.75,
    ...(dashes === undefined ? {} : { 'stroke-dasharray': dashes }),
    ...more,
  });
};

import type { StepSpan, Timeline } from '../timeline.js';
import { element, haloOf, label, rounded, tooltip, widthOf } from './element.js';
import { FAULT, QUIET, STEP } from './look.js';
import { durationText, type Scale } from './scale.js';
import { timesText } from './states.js';

/** Height of the bar of a step, and size of the words behind it. */
const THICK = 5;
const SIZE = 9;

const nameOf = ({ kind, attempt }: StepSpan): string => (attempt > 1 ? `${kind} (${attempt})` : kind);

const tellOf = (component: string, step: StepSpan, run: Timeline): string => {
  const { kind, attempt, outcome, error, fromMs, toMs, appliedMs, retryMs } = step;
  return [
    `${kind} ${component}, attempt ${attempt}: ${outcome} ${timesText(fromMs, toMs, run)}`,
    ...(error === undefined ? [] : [`${error.code} ${error.message}`]),
    ...(appliedMs === undefined ? [] : [`in place after ${durationText(appliedMs - fromMs)}`]),
    ...(retryMs === undefined ? [] : [`next attempt due after ${durationText(retryMs - toMs)}`]),
  ].join('; ');
};

/** The sign at the end of an attempt that did not succeed; a success needs none. */
export const outcomeSign = (outcome: StepSpan['outcome'], x: number, y: number): string => {
  switch (outcome) {
    case 'failed':
      return element('path', {
        d: crossAt(x, y),
        stroke: FAULT,
        'stroke-width': 2,
        fill: 'none',
        'stroke-linecap': 'round',
      });
    case 'cancelled':
      return element('circle', { cx: x, cy: y, r: 3, fill: '#ffffff', stroke: STEP, 'stroke-width': 1.5 });
    case 'cut off':
      return element('path', { d: zigzagAt(x, y), stroke: STEP, 'stroke-width': 1.5, fill: 'none' });
    case 'running':
    case 'succeeded':
      return '';
  }
};

const crossAt = (x: number, y: number): string =>
  `M${rounded(x - 3)} ${rounded(y - 3)}L${rounded(x + 3)} ${rounded(y + 3)}M${rounded(x - 3)} ${rounded(y + 3)}L${rounded(x + 3)} ${rounded(y - 3)}`;
const zigzagAt = (x: number, y: number): string =>
  `M${rounded(x)} ${rounded(y - 5)}L${rounded(x + 2.5)} ${rounded(y - 1.5)}L${rounded(x - 2.5)} ${rounded(y + 1.5)}L${rounded(x)} ${rounded(y + 5)}`;

/** The bar of a step: hollow for what is only fetched, striped for a removal; thin once it has only to become ready. */
export const stepBar = ({ kind }: Pick<StepSpan, 'kind'>, x: number, middle: number, width: number): string =>
  kind === 'remove'
    ? element('path', {
        d: `M${rounded(x)} ${rounded(middle)}h${rounded(width)}`,
        stroke: STEP,
        'stroke-width': THICK,
        'stroke-dasharray': '3 1.5',
      })
    : element('rect', {
        x: kind === 'prepare' ? x + 0.5 : x,
        y: middle - THICK / 2 + (kind === 'prepare' ? 0.5 : 0),
        width: kind === 'prepare' ? Math.max(0.5, width - 1) : width,
        height: kind === 'prepare' ? THICK - 1 : THICK,
        ...(kind === 'prepare' ? { fill: '#ffffff', stroke: STEP, 'stroke-width': 1 } : { fill: STEP }),
      });

/** The lane of what was done: one bar an attempt, and behind it what it was, where there is room. */
export const stepLane = (
  component: string,
  steps: readonly StepSpan[],
  run: Timeline,
  scale: Scale,
  middle: number,
): string =>
  steps
    .map((step, index) => {
      const { fromMs, toMs, appliedMs, outcome, error, retryMs } = step;
      const x = scale.x(fromMs);
      const end = Math.max(x + 2, outcome === 'running' ? scale.right : scale.x(toMs));
      const applied = appliedMs === undefined ? end : Math.min(end, Math.max(x + 2, scale.x(appliedMs)));
      const next = steps[index + 1];
      const room = (next ? scale.x(next.fromMs) : scale.right) - end - 10;
      const name = nameOf(step);
      const text = [...(error === undefined ? [] : [`${name}: ${error.code}`]), name].find(
        (one) => widthOf(one, SIZE) <= room,
      );
      const pauseEnd =
        retryMs === undefined ? end : Math.min(scale.x(retryMs), next ? scale.x(next.fromMs) : scale.right);
      return element(
        'g',
        {},
        tooltip(tellOf(component, step, run)),
        ...(pauseEnd > end
          ? [
              element('path', {
                d: `M${rounded(end)} ${rounded(middle)}H${rounded(pauseEnd)}`,
                stroke: STEP,
                'stroke-width': 1,
                'stroke-dasharray': '1 2',
              }),
            ]
          : []),
        stepBar(step, x, middle, applied - x),
        ...(applied < end
          ? [element('rect', { x: applied, y: middle - 1, width: end - applied, height: 2, fill: STEP })]
          : []),
        outcomeSign(outcome, end, middle),
        ...(text === undefined
          ? []
          : [label(end + 6, middle + 3, text, SIZE, { fill: error ? FAULT : QUIET, ...haloOf('#ffffff') })]),
      );
    })
    .join('\n');

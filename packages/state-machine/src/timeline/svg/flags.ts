import type { DeploymentTimeline, Timeline } from '../timeline.js';
import { element, haloOf, label, rounded, tooltip, widthOf } from './element.js';
import { FAULT, WISH } from './look.js';
import { durationText, type Scale } from './scale.js';
import { outcomeSign } from './steps.js';

const SIZE = 9;
/** How far from its moment a flag may stand. */
const WIDEST_DETOUR = 140;
/** How far beyond the last bar words may reach. */
const OVERHANG = 16;

interface Flag {
  readonly atMs: number;
  readonly isFault: boolean;
  readonly text: string;
  readonly tell: string;
}

const flagsOf = ({ adoptions, refusals, rollbacks }: DeploymentTimeline): readonly Flag[] =>
  [
    ...adoptions.map(({ atMs, manifestVersion }) => ({
      atMs,
      isFault: false,
      text: `manifest ${manifestVersion}`,
      tell: `Manifest ${manifestVersion} adopted`,
    })),
    ...refusals.map(({ atMs, error: { code, message } }) => ({
      atMs,
      isFault: true,
      text: `refused: ${code}`,
      tell: `Refused: ${code} ${message}`,
    })),
    ...rollbacks.map(({ fromMs, toMs, error }) => ({
      atMs: fromMs,
      isFault: error !== undefined,
      text: error === undefined ? 'rollback' : `rollback: ${error.code}`,
      tell: `Rollback for ${durationText(toMs - fromMs)}${error === undefined ? '' : `: ${error.code} ${error.message}`}, begun`,
    })),
  ].sort((a, b) => a.atMs - b.atMs);

/**
 * What was adopted, refused or rolled back when: a flag above the bars, and a line through them. Flags of one moment stand
 * side by side, at the right edge also to the left; words without room are left out.
 */
export const flags = (
  deployment: DeploymentTimeline,
  run: Timeline,
  scale: Scale,
  top: number,
  bottom: number,
): readonly string[] => {
  /** Where words may begin: behind all others, and behind those of earlier moments. */
  let free = scale.left;
  let freeBefore = scale.left;
  let lastX = scale.left;
  return flagsOf(deployment).map(({ atMs, isFault, text, tell }) => {
    const x = scale.x(atMs);
    if (x > lastX + 1) freeBefore = free;
    lastX = x;
    const width = widthOf(text, SIZE);
    const beside = Math.max(x, free);
    const isRight = beside - x <= WIDEST_DETOUR && beside + width + 7 <= scale.right + OVERHANG;
    const isLeft = !isRight && x - width - 12 >= freeBefore;
    const place = isRight ? beside : x;
    if (isRight) free = beside + width + 14;
    if (isLeft) {
      freeBefore = x;
      free = Math.max(free, x + 8);
    }
    const colour = isFault ? FAULT : WISH;
    return element(
      'g',
      {},
      tooltip(`${tell} after ${durationText(atMs - run.fromMs)}`),
      element('path', {
        d: `M${rounded(x)} ${top + 2}V${bottom}`,
        stroke: colour,
        'stroke-width': 1,
        ...(isFault ? {} : { 'stroke-dasharray': '4 2' }),
      }),
      isFault
        ? outcomeSign('failed', place, top + 7)
        : element('path', { d: `M${rounded(place)} ${top + 3}l5 3l-5 3z`, fill: colour }),
      ...(isRight ? [label(place + 7, top + 10, text, SIZE, { fill: colour, ...haloOf('#ffffff') })] : []),
      ...(isLeft
        ? [label(x - 6, top + 10, text, SIZE, { fill: colour, 'text-anchor': 'end', ...haloOf('#ffffff') })]
        : []),
    );
  });
};

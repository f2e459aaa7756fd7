import type { DeploymentTimeline, Timeline } from '../timeline.js';
import { element, escaped, fitted, label, tooltip } from './element.js';
import { flags } from './flags.js';
import { INK, LINE } from './look.js';
import type { Scale } from './scale.js';
import { stateBar } from './states.js';
import { stepLane } from './steps.js';

const HEAD = 20;
const FLAGS = 15;
const OVERALL = 26;
const ROW = 32;
const BAR = 16;
const NAME = 11;

/** Where names begin, at the left edge. */
export const MARGIN = 16;

/** How high the panel of a deployment is. */
export const panelHeight = ({ components }: DeploymentTimeline, isTitled: boolean): number =>
  (isTitled ? HEAD : 0) + FLAGS + OVERALL + components.length * ROW;

const nameLabel = (name: string, y: number, scale: Scale, weight: 'bold' | 'normal'): string =>
  element(
    'text',
    { x: MARGIN, y, 'font-size': NAME, 'font-weight': weight, fill: INK },
    tooltip(name),
    escaped(fitted(name, NAME, scale.left - MARGIN - 8)),
  );

/** One deployment: the overall state, and below it a row for each component. */
export const panel = (
  deployment: DeploymentTimeline,
  run: Timeline,
  scale: Scale,
  top: number,
  isTitled: boolean,
): string => {
  const { deploymentId, states, components } = deployment;
  const flagsTop = top + (isTitled ? HEAD : 0);
  const overallTop = flagsTop + FLAGS;
  const rowsTop = overallTop + OVERALL;
  const bottom = rowsTop + components.length * ROW;
  const rows = components.map(({ name, listed, states: own, steps }, index) => {
    const y = rowsTop + index * ROW;
    return [
      element('path', { d: `M${MARGIN} ${y - 2}H${scale.right}`, stroke: LINE, 'stroke-width': 0.5 }),
      nameLabel(name, y + 12, scale, 'normal'),
      stateBar(name, own, run, scale, y, BAR, listed),
      stepLane(name, steps, run, scale, y + BAR + 7),
    ].join('\n');
  });
  return element(
    'g',
    {},
    ...(isTitled
      ? [label(MARGIN, top + 13, `Deployment ${fitted(deploymentId, 12, 500)}`, 12, { 'font-weight': 'bold' })]
      : []),
    nameLabel('overall', overallTop + 12, scale, 'bold'),
    stateBar('overall', states, run, scale, overallTop, BAR),
    ...rows,
    ...flags(deployment, run, scale, flagsTop, bottom - 4),
  );
};

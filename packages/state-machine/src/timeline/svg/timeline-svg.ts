import type { Outage, Timeline } from '../timeline.js';
import { element, escaped, fitted, haloOf, label, rounded, widthOf } from './element.js';
import { legend } from './legend.js';
import { INK, LINE, patternId, patterns, QUIET } from './look.js';
import { MARGIN, panel, panelHeight } from './panel.js';
import { durationText, scaleOf, ticksOf, type Scale } from './scale.js';
import { timesText } from './states.js';

/** How a timeline is drawn. */
export interface TimelineSvgOptions {
  /** In pixels, from 480 to 4000. Default 960. The height follows from what there is to show. */
  readonly width?: number;
  /** What stands above it. Default: the deployment, or how many there are. */
  readonly title?: string;
}

const NARROWEST = 480;
const WIDEST = 4000;
const HEAD = 50;
const AXIS = 20;
const GAP = 14;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

/**
 * Draws a timeline as an SVG picture for a report: for each component the states that were reported, and below them the
 * steps that were taken; versions of the manifest as they were adopted, failures, further attempts, and times in which
 * the device did not run. It needs nothing from elsewhere, holds no scripts, can be read without colours, and tells
 * more where somebody points. The same timeline always gives the same text.
 *
 * @param timeline - What {@link timelineOf} gives.
 * @returns A whole SVG document.
 *
 * @example
 * ```ts
 * import { readRun, timelineOf, timelineSvg } from '@margo-sdk/state-machine';
 *
 * const svg = timelineSvg(timelineOf(readRun('{"margoRun":1}\n')), { title: 'Line 1, first night' });
 * console.log(svg.slice(0, 4)); // <svg
 * ```
 */
export const timelineSvg = (timeline: Timeline, { width: asked = 960, title }: TimelineSvgOptions = {}): string => {
  const width = Math.min(WIDEST, Math.max(NARROWEST, Math.round(asked) || 0));
  const { deployments, fromMs, toMs, outages } = timeline;
  const names = deployments.flatMap(({ components }) => components.map(({ name }) => name));
  const longest = names.reduce((most, name) => Math.max(most, widthOf(name, 11)), 0);
  const left = MARGIN + Math.min(Math.max(60, longest + 12), width / 4);
  const scale = scaleOf(fromMs, toMs, left, width - MARGIN);

  const isTitled = deployments.length > 1;
  const panelsTop = HEAD + AXIS;
  let bottom = panelsTop;
  const panels = deployments.map((deployment) => {
    const drawn = panel(deployment, timeline, scale, bottom, isTitled);
    bottom += panelHeight(deployment, isTitled) + GAP;
    return drawn;
  });
  const { svg: signs, height: signsHeight } = legend(bottom + AXIS + 8, MARGIN, width - MARGIN);
  const height = bottom + AXIS + 8 + signsHeight + 10;
  const heading = title ?? defaultTitle(timeline);

  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${rounded(height)}`,
      role: 'img',
      'aria-labelledby': 'margo-title margo-desc',
      'font-family': FONT,
    },
    element('title', { id: 'margo-title' }, escaped(heading)),
    element('desc', { id: 'margo-desc' }, escaped(description(timeline))),
    patterns(),
    element('rect', { width, height, fill: '#ffffff' }),
    label(MARGIN, 22, fitted(heading, 15, width - 2 * MARGIN), 15, { 'font-weight': 'bold' }),
    label(MARGIN, 39, subtitle(timeline), 11, { fill: QUIET }),
    axis(scale, panelsTop, bottom),
    ...outages.map((outage) => outageBand(outage, timeline, scale, panelsTop, bottom)),
    ...panels,
    endOfRun(timeline, scale, panelsTop, bottom),
    signs,
  ).replaceAll('><', '>\n<')}\n`;
};

const defaultTitle = ({ deployments }: Timeline): string => {
  const [first, ...others] = deployments;
  if (!first) return 'No deployments';
  return others.length === 0 ? `Deployment ${first.deploymentId}` : `${deployments.length} deployments`;
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const subtitle = ({ fromMs, toMs, deployments }: Timeline): string => {
  const components = deployments.flatMap((deployment) => deployment.components);
  const steps = components.reduce((sum, component) => sum + component.steps.length, 0);
  const since = new Date(fromMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
  return `from ${since}, ${durationText(toMs - fromMs)}, ${counted(components.length, 'component')}, ${counted(steps, 'step')}`;
};

/** For those who cannot see it: where everything stood in the end. */
const description = (timeline: Timeline): string => {
  const { deployments } = timeline;
  const ends = deployments.map(({ deploymentId, states, components }) => {
    const each = components.map(
      ({ name, listed, states: own }) => `${name} ${listed ? own.at(-1)?.state : 'no longer listed'}`,
    );
    return `Deployment ${deploymentId} ended ${states.at(-1)?.state ?? 'never reported'}: ${each.join(', ')}.`;
  });
  return [`Reported states over time, ${subtitle(timeline)}.`, ...ends].join(' ');
};

const axis = (scale: Scale, top: number, bottom: number): string =>
  element(
    'g',
    {},
    ...ticksOf(scale).flatMap((ms) => {
      const x = scale.x(scale.fromMs + ms);
      const text = durationText(ms);
      const words = { fill: QUIET, 'text-anchor': 'middle' };
      return [
        element('path', { d: `M${rounded(x)} ${top - 3}V${bottom + 3}`, stroke: LINE, 'stroke-width': 0.75 }),
        label(x, top - 7, text, 10, words),
        label(x, bottom + 14, text, 10, words),
      ];
    }),
  );

const outageBand = ({ fromMs, toMs, unexpected }: Outage, run: Timeline, scale: Scale, top: number, bottom: number) => {
  const x = scale.x(fromMs);
  const width = Math.max(2, scale.x(toMs) - x);
  const tell = unexpected ? 'The device was cut off; nothing is known' : 'The device was stopped';
  return element(
    'g',
    {},
    element('title', {}, `${tell} ${timesText(fromMs, toMs, run)}`),
    element('rect', {
      x,
      y: top,
      width,
      height: bottom - top,
      fill: `url(#${patternId('outage')})`,
      'fill-opacity': 0.6,
      stroke: '#78909c',
      'stroke-width': 0.75,
    }),
    label(x + width / 2, bottom - 3, unexpected ? 'cut off' : 'stopped', 9, {
      fill: INK,
      'text-anchor': 'middle',
      'font-weight': 'bold',
      ...haloOf('#ffffff'),
    }),
  );
};

/** Beyond its end a run tells nothing. */
const endOfRun = ({ toMs, fromMs }: Timeline, scale: Scale, top: number, bottom: number): string => {
  const x = scale.x(toMs);
  return element(
    'g',
    {},
    element('title', {}, `The record ends after ${durationText(toMs - fromMs)}`),
    element('path', {
      d: `M${rounded(x)} ${top}V${bottom}`,
      stroke: QUIET,
      'stroke-width': 1,
      'stroke-dasharray': '1 2',
    }),
  );
};

import type { ComponentTimeline, DeploymentTimeline, Outage, StepSpan, Timeline } from '@margo-sdk/state-machine';
import { paint, printable, type Style, type Terminal } from '../terminal.js';

/** Something that happened, and when. */
interface Moment {
  readonly atMs: number;
  readonly text: string;
  readonly style?: Style;
}

/** A length of time in seconds. */
export const secondsText = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** What happened when, one line each, oldest first. */
export const logLines = ({ deployments, outages, fromMs }: Timeline, terminal: Pick<Terminal, 'colours'>): string[] => {
  const moments = [...deployments.flatMap(deploymentMoments), ...outages.map(outageMoment)].sort(
    (a, b) => a.atMs - b.atMs,
  );
  const times = moments.map(({ atMs }) => secondsText(atMs - fromMs));
  const width = times.reduce((most, time) => Math.max(most, time.length), 0);
  return moments.map(({ text, style }, at) => {
    const shown = printable(text);
    return `  ${(times[at] ?? '').padStart(width)}  ${style === undefined ? shown : paint(terminal, style, shown)}`;
  });
};

const deploymentMoments = ({ adoptions, refusals, rollbacks, components }: DeploymentTimeline): Moment[] => [
  ...adoptions.map(({ atMs, manifestVersion }): Moment => ({ atMs, text: `manifest ${manifestVersion} is adopted` })),
  ...refusals.map(({ atMs, error: { code, message } }): Moment => ({
    atMs,
    text: `refused: ${code} ${message}`,
    style: 'red',
  })),
  ...rollbacks.map(({ fromMs, toMs, error }): Moment => {
    const how = error === undefined ? '' : `, failed: ${error.code} ${error.message}`;
    return { atMs: fromMs, text: `rollback, ${secondsText(toMs - fromMs)}${how}` };
  }),
  ...components.flatMap(stepMoments),
];

const stepMoments = ({ name, steps }: ComponentTimeline): Moment[] =>
  steps.map((step) => ({
    atMs: step.fromMs,
    text: `${step.kind} ${name}${step.attempt > 1 ? `, attempt ${step.attempt}` : ''}: ${outcomeOf(step)}`,
    ...(step.outcome === 'failed' ? { style: 'red' } : {}),
  }));

const outcomeOf = ({ outcome, fromMs, toMs, error, retryMs }: StepSpan): string =>
  [
    // Nobody knows when an attempt was cut off, only that it was.
    outcome === 'cut off' ? outcome : `${outcome} after ${secondsText(toMs - fromMs)}`,
    ...(error === undefined ? [] : [`${error.code} ${error.message}`]),
    ...(retryMs === undefined ? [] : [`again after ${secondsText(retryMs - toMs)}`]),
  ].join(', ');

const outageMoment = ({ fromMs, toMs, unexpected }: Outage): Moment => ({
  atMs: fromMs,
  text: unexpected
    ? `the device is cut off, and nothing is known of ${secondsText(toMs - fromMs)}`
    : `the device is stopped for ${secondsText(toMs - fromMs)}`,
});

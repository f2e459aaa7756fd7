import type { ComponentChange } from '@margo-sdk/state-machine';
import { paint, printable, type Style, type Terminal } from '../terminal.js';
import type { DeploymentPlan, StepPlan } from './deployment-plan.js';

const STYLES: Readonly<Record<ComponentChange, Style>> = {
  install: 'green',
  upgrade: 'yellow',
  reconfigure: 'yellow',
  replace: 'yellow',
  keep: 'grey',
  drop: 'red',
};
const WIDTH = Math.max(...Object.keys(STYLES).map((change) => change.length));

/** A plan for people: what happens to each component and why, then the steps with their numbers. */
export const planLines = ({ changes, steps }: DeploymentPlan, terminal: Terminal): string[] => {
  const width = Math.max(0, ...changes.map(({ component }) => component.length));
  const nameOf = (component: string): string => printable(component.padEnd(width));
  const digits = String(steps.length).length;
  const isMoved = new Set(steps.map(placeOf)).size > 1;
  return [
    ...changes.flatMap(({ component, change, because: [first = 'Nothing changed.', ...others] }) => [
      `${paint(terminal, STYLES[change], change.padEnd(WIDTH))}  ${nameOf(component)}  ${printable(first)}`,
      ...others.map((other) => `${' '.repeat(WIDTH + width + 4)}${printable(other)}`),
    ]),
    '',
    ...(steps.length === 0 ? ['No step is needed.'] : []),
    ...steps.map((step, at) => {
      const number = String(at + 1).padStart(digits);
      const place = isMoved ? `, ${step.kind === 'remove' ? 'from' : 'on'} ${placeOf(step)}` : '';
      return `${number}  ${step.kind.padEnd(WIDTH)}  ${nameOf(step.component)}  ${printable(objectOf(step) + place)}`;
    }),
  ];
};

const objectOf = ({ repository, revision }: StepPlan): string => `${repository} ${revision}`;

const placeOf = ({ type, namespace, deviceId }: StepPlan): string => `${deviceId} as ${type} in namespace ${namespace}`;

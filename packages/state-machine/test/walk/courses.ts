import type { DeploymentSnapshot } from '@margo-sdk/state-machine';
import type { Edge, Graph } from './graph.js';
import { endsOf } from './reach.js';

/** What a runtime answers from some moment on, when nothing new is wished and nothing is cut off any more. */
export interface Course {
  readonly name: string;
  readonly accepts: (label: string) => boolean;
}

const GOES_ON = ['checked', 'applied', 'cancelled', 'retry'];

const course = (bad: string | undefined): Course => ({
  name: bad === undefined ? 'all goes well' : `${bad} fails`,
  accepts: (label) => {
    const [what = '', component, prepared] = label.split(' ');
    const isBad = component === bad && prepared === undefined;
    return GOES_ON.includes(what) || (isBad ? what === 'failed' : what === 'succeeded');
  },
});

/** Everything succeeds from now on. */
export const ALL_WELL: Course = course(undefined);

/** Everything succeeds but one component, which fails for good each time. */
export const failing = (component: string): Course => course(component);

const overall = ({ phase, adopted, told }: DeploymentSnapshot): string =>
  [phase, adopted?.digest, told?.status.state].join(' ');

const whole = (state: DeploymentSnapshot): string =>
  [overall(state), ...(state.told?.components ?? []).map(({ name, state: is }) => `${name}=${is}`)].join(' ');

/**
 * A step that is in progress when another has failed, or beside another, is finished but not begun any more (L-05); a
 * restart cuts it off, so its component may stay `pending`. And where a step was called off, a restart finds out what
 * is there instead of leaving it in doubt. What the whole comes to is the same then too.
 */
const isCutShort = ({ running, failures }: DeploymentSnapshot): boolean =>
  running.length > 1 || (running.length === 1 && (failures.length > 0 || running[0]!.stage === 'cancelling'));

/** Invariant 5: restarts after which a course ends elsewhere than it would have without them. */
export const detours = (graph: Graph, { name, accepts }: Course): string[] => {
  const strict = endsOf(graph, accepts, whole);
  const loose = endsOf(graph, accepts, overall);
  const isDetour = ({ from, label, to }: Edge): boolean => {
    if (!label.startsWith('restart')) return false;
    const state = graph.states[from]!;
    if (name !== ALL_WELL.name) {
      // Where a step is proved done it has not failed, and with a wish waiting a restart takes the place of the answer
      // that it waits for (L-12): both are other courses.
      if (label === 'restart all' || state.waiting !== null) return false;
    }
    const ends = isCutShort(state) ? loose : strict;
    return ends.of[from] !== ends.of[to];
  };
  return graph.edges.filter(isDetour).map(({ from, label, to }) => `${name}: ${from} ${label} ${to}`);
};

/** Invariant 4, the strong half: wishes after which all goes well, and which are not fulfilled in the end. */
export const unfulfilled = (graph: Graph, digests: readonly string[]): string[] => {
  const ends = endsOf(graph, ALL_WELL.accepts, overall);
  const endless = ends.endless.map((state) => `${state} leads back to itself`);
  const isMissed = ({ label, to }: Edge): boolean => {
    const [what, which] = label.split(' ');
    if (what !== 'adopt' && what !== 'withdraw') return false;
    const goal = what === 'adopt' ? `installed ${digests[Number(which)]} installed` : /^removed .*$/;
    const found = ends.sets[ends.of[to]!]!;
    return found.length !== 1 || (typeof goal === 'string' ? found[0] !== goal : !goal.test(found[0]!));
  };
  return [...endless, ...graph.edges.filter(isMissed).map(({ from, label, to }) => `${from} ${label} ${to}`)];
};

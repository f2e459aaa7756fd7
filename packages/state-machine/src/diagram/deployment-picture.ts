import type { State } from '@margo-sdk/spec-model/models';
import { deploymentMachine } from '../machine.js';
import { PHASES, type Phase } from '../snapshot.js';
import { type GuardWords, machineArrows } from './machine-arrows.js';
import type { Arrow, Group, Picture } from './picture.js';

const WORDS: GuardWords = {
  // It says when a decision is made, and not which.
  nothingRuns: [''],
  isRefused: ['refused'],
  isStopped: ['something failed'],
  isToRollBack: ['if the policy says so'],
  rollbackFailed: ['rollback failed'],
  counts: ['if the policy says so'],
  answersCheck: [''],
};

/** Overall state in reports during a phase. */
export const REPORTED_AS = {
  unadopted: undefined,
  checking: 'pending',
  preparing: 'pending',
  applying: 'installing',
  installed: 'installed',
  failed: 'failed',
  rollingBack: 'failed',
  removing: 'removing',
  removed: 'removed',
  removalFailed: 'failed',
} as const satisfies Record<Phase, State | undefined>;

const WANTED: readonly Phase[] = ['checking', 'preparing', 'applying', 'installed', 'failed', 'rollingBack'];
const UNWANTED: readonly Phase[] = ['removing', 'removed', 'removalFailed'];
const AT_REST: readonly Phase[] = ['installed', 'failed', 'removed', 'removalFailed'];

/** Wishes are taken up at once in some phases and have to wait in others; in the end they lead the same way. */
const JUNCTION = 'superseded';
const WISHES = ['adopt', 'withdraw'];

/** Whoever fails is rolled back first, if the policy says so (L-16): in a picture that is one place. */
const FAILING = 'failing';
const shown = (id: string): string => (id === FAILING ? 'failed' : id);

const isUnwanted = (id: string): boolean => UNWANTED.some((phase) => phase === id);

/** The wishes that are possible in every phase of a group. */
const wishesIn = (phases: readonly Phase[]): readonly string[] =>
  WISHES.filter((wish) =>
    phases.every((phase) => {
      const [transition] = deploymentMachine.states[phase]?.transitions.get(wish) ?? [];
      return transition !== undefined && !(isUnwanted(phase) && transition.guard !== undefined);
    }),
  );

const wishArrow = (from: string, phases: readonly Phase[]): Arrow => ({
  from,
  to: JUNCTION,
  words: [wishesIn(phases).join(', ')],
});

const group = (id: string, places: readonly Phase[]): Group => ({ id, words: id, places });

/** The life of a deployment. Restarts are left out: they lead back to where the plan is made anew (L-17). */
export const deploymentPicture = (): Picture => ({
  name: 'deployment',
  start: 'unadopted',
  junction: { id: JUNCTION, words: 'newest wish' },
  places: PHASES.map((id) => ({
    id,
    isRest: AT_REST.includes(id),
    ...(REPORTED_AS[id] === undefined ? {} : { state: REPORTED_AS[id] }),
  })),
  groups: [group('wanted', WANTED), group('not wanted', UNWANTED)],
  arrows: [
    wishArrow('unadopted', ['unadopted']),
    wishArrow('wanted', WANTED),
    wishArrow('not wanted', UNWANTED),
    { from: JUNCTION, to: 'checking', words: ['a revision'] },
    { from: JUNCTION, to: 'removing', words: ['a withdrawal'] },
    ...machineArrows(deploymentMachine.states, WORDS, [...WISHES, 'resumed'])
      .map(({ from, to, words }) => ({ from: shown(from), to: shown(to), words }))
      .filter(({ from, to }) => from !== to && from !== JUNCTION && to !== JUNCTION),
  ],
});

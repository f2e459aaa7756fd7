import { type ComponentSpec, type Revision, sameFingerprint, type Task, type Workload } from './terms.js';

const changeOf = (wanted: ComponentSpec, there: Workload | undefined): Task['kind'][] => {
  if (there === undefined) return ['install'];
  if (there.fingerprint.placement !== wanted.fingerprint.placement) return ['remove', 'install'];
  if (there.doubtful) return ['install'];
  if (there.fingerprint.artifact !== wanted.fingerprint.artifact) return ['upgrade'];
  return sameFingerprint(there.fingerprint, wanted.fingerprint) ? [] : ['reconfigure'];
};

/** Convention: what moves is taken down first, last listed first (L-04, L-09); a whole deployment that moves, moves so. */
export const inTurn = (tasks: readonly Task[]): Task[] => [
  ...tasks.filter(({ kind }) => kind === 'remove').reverse(),
  ...tasks.filter(({ kind }) => kind !== 'remove'),
];

/** L-03, L-09: what each listed component needs, in the order of the list. */
export const listedTasks = (revision: Revision, there: readonly Workload[]): Task[] =>
  revision.components.flatMap((wanted) => {
    const workload = there.find(({ name }) => name === wanted.name);
    return changeOf(wanted, workload).map((kind) => ({
      kind,
      component: wanted.name,
      placement: kind === 'remove' && workload ? workload.fingerprint.placement : wanted.fingerprint.placement,
    }));
  });

const removalOf = ({ name, fingerprint }: Workload): Task => ({
  kind: 'remove',
  component: name,
  placement: fingerprint.placement,
});

/** L-10: what is there and not listed. Convention: the newest goes first. */
export const dropTasks = (revision: Revision, there: readonly Workload[]): Task[] =>
  there
    .filter(({ name }) => !revision.components.some((listed) => listed.name === name))
    .map(removalOf)
    .reverse();

/** L-04: what is no longer listed first (convention), then the reverse of the list. */
export const removalTasks = (revision: Revision, there: readonly Workload[]): Task[] => [
  ...dropTasks(revision, there),
  ...revision.components
    .flatMap(({ name }) => there.filter((workload) => workload.name === name).map(removalOf))
    .reverse(),
];

/** The component that stands for the whole: the first one that the plan changes, else the first one listed. */
export const carrierOf = (revision: Revision, there: readonly Workload[]): string =>
  listedTasks(revision, there)[0]?.component ?? revision.components[0]?.name ?? '';

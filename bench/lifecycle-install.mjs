/** What is measured of the lifecycle: a deployment from nothing to installed, by a runtime to which everything succeeds. */
import { nextLifecycle, startLifecycle } from '../packages/state-machine/dist/index.js';

/** A revision of as many components, with texts of the length that real ones have. */
export const revisionOf = (count, version = '1.0.0') => ({
  digest: `sha256:${'ab'.repeat(32)}`,
  manifestVersion: 1n,
  name: 'bench',
  components: Array.from({ length: count }, (_, n) => ({
    name: `component-${n}`,
    fingerprint: {
      placement: 'helm bench edge-1',
      artifact: `oci://registry.example/charts/component-${n} ${version}`,
      configuration: 'cd'.repeat(32),
    },
  })),
});

/** Events of the installation of as many components: the revision, the check, and two steps for each of them. */
export const eventsToInstall = (count) => 2 + 2 * count;

/** The first event of a deployment. */
export const adopt = (deploymentId, revision) =>
  nextLifecycle(startLifecycle({ deploymentId }), { type: 'adopt', revision });

/** The next event of a deployment, that answers what was asked for; undefined when nothing was. */
export const answer = ({ snapshot, effects }) => {
  const asked = effects.find(({ type }) => type === 'check' || type === 'run');
  if (asked === undefined) return undefined;
  const { type, digest, step } = asked;
  return nextLifecycle(
    snapshot,
    type === 'check' ? { type: 'checked', digest } : { type: 'step.succeeded', step: step.number },
  );
};

/** A whole installation; gives the last snapshot. */
export const install = (deploymentId, revision) => {
  let outcome = adopt(deploymentId, revision);
  for (let next = outcome; next; next = answer(next)) outcome = next;
  if (outcome.snapshot.phase !== 'installed') throw new Error('What is measured has to succeed.');
  return outcome.snapshot;
};

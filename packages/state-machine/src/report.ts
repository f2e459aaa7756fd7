import { aggregateState, type DeploymentStatusManifest, type StatusError } from '@margo-sdk/spec-model/models';
import { viewComponents } from './component.js';
import type { FailureReason } from './event.js';
import { DEFAULT_POLICY, type LifecyclePolicy } from './policy.js';
import type { DeploymentSnapshot } from './snapshot.js';

/** A report must not hold an empty code (SX-04). */
const withSource = ({ code, message }: FailureReason, source: string): StatusError => ({
  code: code || 'UNSPECIFIED',
  source,
  message,
});

/**
 * Derives the one legal status report for where a deployment stands: an entry for each component of the adopted
 * revision (ST-04), the most severe of them overall (ST-03), errors where something failed with their sources
 * (ST-06, ST-07), and the adopted version (ST-10).
 *
 * @param policy Only its `severityOrder` matters here (L-01).
 * @returns undefined while no revision was adopted: there is nothing that a report could list.
 */
export const statusReport = (
  snapshot: DeploymentSnapshot,
  { severityOrder }: Pick<LifecyclePolicy, 'severityOrder'> = DEFAULT_POLICY,
): DeploymentStatusManifest | undefined => {
  const { adopted, deploymentId } = snapshot;
  if (adopted === null) return undefined;

  const views = viewComponents(snapshot);
  const culprit = views.find(({ error }) => error !== undefined)?.error;
  return {
    deploymentId,
    ...(adopted.deviceId === undefined ? {} : { deviceId: adopted.deviceId }),
    adoptedManifestVersion: BigInt(adopted.manifestVersion),
    status: {
      state: aggregateState(
        views.map(({ state }) => state),
        severityOrder,
      ),
      ...(culprit === undefined ? {} : { error: withSource(culprit, adopted.name) }),
    },
    components: views.map(({ name, state, error }) => ({
      name,
      state,
      ...(error === undefined ? {} : { error: withSource(error, name) }),
    })),
  };
};

import { aggregateState, type DeploymentStatusManifest, type StatusError } from '@margo-sdk/spec-model/models';
import { viewComponents } from './component.js';
import type { FailureReason } from './event.js';
import { DEFAULT_POLICY, type LifecyclePolicy } from './policy.js';
import type { DeploymentSnapshot } from './snapshot.js';

type ToldReport = NonNullable<DeploymentSnapshot['told']>;

/**
 * A report must not hold an empty code (SX-04).
 *
 * @param own - the source unless a gateway speaks for itself (ST-05)
 */
const withSource = ({ code, message, source }: FailureReason, own: string): StatusError => ({
  code: code || 'UNSPECIFIED',
  source: source ?? own,
  message,
});

/**
 * Derives the one legal status report for where a deployment stands: an entry for each component of the adopted
 * revision (ST-04), the most severe of them overall (ST-03), errors where something failed with their sources
 * (ST-05, ST-06, ST-07), and the adopted version (ST-10).
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
  const state = aggregateState(
    views.map((view) => view.state),
    severityOrder,
  );
  const culprit = state === 'failed' ? views.find(({ error }) => error !== undefined)?.error : undefined;
  return {
    deploymentId,
    ...(adopted.deviceId === undefined ? {} : { deviceId: adopted.deviceId }),
    adoptedManifestVersion: BigInt(adopted.manifestVersion),
    status: {
      state,
      ...(culprit === undefined ? {} : { error: withSource(culprit, adopted.name) }),
    },
    components: views.map(({ name, state: own, error }) => ({
      name,
      state: own,
      ...(error === undefined ? {} : { error: withSource(error, name) }),
    })),
  };
};

const sameError = (one?: StatusError, other?: StatusError): boolean =>
  one?.code === other?.code && one?.source === other?.source && one?.message === other?.message;

/** Whether two reports of one deployment differ at most in their version, which is not worth a report (L-19, L-25). */
export const saysTheSame = (one: ToldReport, other: ToldReport): boolean =>
  one.status.state === other.status.state &&
  sameError(one.status.error, other.status.error) &&
  one.components.length === other.components.length &&
  one.components.every(({ name, state, error }, index) => {
    const counterpart = other.components[index];
    return name === counterpart?.name && state === counterpart.state && sameError(error, counterpart.error);
  });

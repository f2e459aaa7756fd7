import { checkStatusAgainst, deviceOfTarget, type DeploymentStatusManifest, type Issue } from '@margo-sdk/spec-model';
import { isOfRemoval, speaksFor } from '../placement.js';
import type { PublishedDeployment, StatusRecord } from '../store/fleet-store.js';
import { empty } from './answer.js';
import type { Handler, HandlerContext } from './handler.js';
import { readJsonBody } from './read-json-body.js';
import { readStatus } from './read-status.js';
import { faultOf, refuseDocument, semanticError } from './refuse-document.js';

/**
 * `POST /api/v1/deployments/{deploymentId}/status`: how far a device has come. In rc3, 201 for the first report on a
 * deployment and device, 200 for each one that takes its place (M-38).
 */
export const postDeploymentStatus: Handler<'deploymentStatus'> = async (request, { deploymentId }, context) => {
  const { store, caller, facts, limits, now, onStatus } = context;
  const body = await readJsonBody(request, limits.maxBodyBytes);
  if ('refusal' in body) return body.refusal;
  const read = await readStatus(body.bytes, context);
  if (!read.ok) return refuseDocument(body.bytes, read.issues);
  const status = read.value;
  if (status.deploymentId !== deploymentId)
    return semanticError('The body contradicts the path.', [
      { field: '/deploymentId', message: 'It must equal the deployment id in the path (M-20).' },
    ]);

  const history = await store.history(caller, status.deploymentId);
  const revisions = history.flatMap(({ deployment }) => deployment ?? []);
  const newest = revisions.at(-1);
  // Once published is enough: a device goes on reporting a step that runs, until it has heard of the removal.
  if (newest === undefined)
    return semanticError('The report is about a deployment that was never published to this client.', [
      { field: '/deploymentId', message: 'It must be the id of a deployment of this client (M-33).' },
    ]);
  const deviceId = status.deviceId ?? deviceOfTarget(newest.deviceId);
  const about = { deploymentId: status.deploymentId, deviceId };
  if (!(await mayReport(about, revisions, context)))
    return semanticError('The report is about a device that has nothing to do with the deployment.', [
      { field: '/deviceId', message: 'It must be what the deployment is aimed at, or a reported device (M-28).' },
    ]);

  const contradictions = contradictionsOf(status, revisions);
  if (contradictions.length > 0)
    return semanticError('The report contradicts the deployment.', contradictions.map(faultOf));

  const isAtRemoval = newest.deviceId.endsWith('/*') && (await failedToRemove(status, about, context));
  const record: StatusRecord = { ...about, status, receivedAtMs: now(), ...(isAtRemoval && { isOfRemoval: true }) };
  const before = await store.putStatus(caller, record);
  onStatus(record);
  const { created, updated } = facts.success.deploymentStatus;
  return empty(before === undefined ? created : updated);
};

/**
 * What a report says that no form of the deployment bears out (ST-04). The device may not have come to the newest one
 * yet, so any will do; what is told is what contradicts the newest.
 */
const contradictionsOf = (
  status: DeploymentStatusManifest,
  revisions: readonly PublishedDeployment[],
): readonly Issue[] => {
  const found = revisions.map(({ deviceId, components }) =>
    checkStatusAgainst(status, {
      metadata: { deviceId },
      spec: { deploymentProfile: { components: components.map((name) => ({ name })) } },
    }),
  );
  return found.some((issues) => issues.length === 0) ? [] : (found.at(-1) ?? []);
};

/** A child that could not remove what its gateway has moved elsewhere must not look like the one that was chosen. */
const failedToRemove = async (
  status: DeploymentStatusManifest,
  about: Pick<StatusRecord, 'deploymentId' | 'deviceId'>,
  { store, caller }: HandlerContext,
): Promise<boolean> => {
  if (status.status.state !== 'failed') return false;
  const before = await store.status(caller, about.deploymentId, about.deviceId);
  return before !== undefined && before.status.status.state !== 'removed' && isOfRemoval(before);
};

/**
 * Without this a client could fill the store with devices that it makes up. A device that was deleted has a last word
 * only on what it has reported on already.
 */
const mayReport = async (
  about: Pick<StatusRecord, 'deploymentId' | 'deviceId'>,
  revisions: readonly PublishedDeployment[],
  { store, caller }: HandlerContext,
): Promise<boolean> => {
  if (revisions.some((revision) => speaksFor(about.deviceId, revision.deviceId))) return true;
  if ((await store.device(caller, about.deviceId)) !== undefined) return true;
  return (await store.status(caller, about.deploymentId, about.deviceId)) !== undefined;
};

import type { ApplicationDeployment, DeviceId, Digest } from '@margo-sdk/spec-model';
import type { FailureReason } from '@margo-sdk/state-machine';
import { asError, type DeviceEventListener } from '../device-event.js';
import { failureReasonOf } from '../failure-reason.js';
import { childUnreachable, notPlaced } from '../gateway/gateway-reason.js';
import type { OwnHost, Site } from '../gateway/site.js';
import { isChildUnreachable } from '../runtimes/child-unreachable-error.js';
import type { DeviceStore } from '../store/device-store.js';
import { StoreError } from '../store/store-error.js';
import { checkDeployment, checkTarget } from './check-deployment.js';
import { checkImmutable } from './check-immutable.js';
import type { DocumentOf } from './documents.js';
import { about, type Lane } from './lane.js';
import { recordOf } from './record-of.js';

/** What {@link createJudge} needs. */
export interface JudgeOptions {
  readonly store: DeviceStore;
  readonly documentOf: DocumentOf;
  readonly site: Site;
  /** Names of the parameters of a deployment that are fixed once it was installed (L-21). */
  readonly immutableParameters?: ((deployment: ApplicationDeployment) => readonly string[]) | undefined;
  readonly emit: DeviceEventListener;
}

/**
 * Finds out why the adopted revision of a deployment cannot be applied where it is; undefined when it can. Throws
 * StoreError when the documents cannot be had this time.
 */
export type Judge = (lane: Lane, digest: Digest) => Promise<FailureReason | undefined>;

/** Makes what answers the checks of lifecycles. */
export const createJudge = ({ store, documentOf, site, immutableParameters, emit }: JudgeOptions): Judge => {
  /** Of this very device. */
  const checkHere = (wanted: ApplicationDeployment, own: OwnHost): FailureReason | undefined =>
    (site.isGateway ? notPlaced(wanted, own.capabilities.properties.id) : undefined) ??
    checkTarget(wanted, own.capabilities) ??
    checkDeployment(wanted, own);

  /** Of a child: it is the gateway that judges, so it is the source (ST-05). */
  const checkThere = async (
    wanted: ApplicationDeployment,
    deploymentId: string,
    deviceId: string,
    gateway: DeviceId,
  ): Promise<FailureReason | undefined> => {
    const { capabilities, runtimes } = await site.host(deviceId);
    try {
      // Before anything is prepared, and told at once: preparing is tried again without an end (L-15).
      await Promise.all(runtimes.map((runtime) => runtime.inspect(deploymentId)));
    } catch (error) {
      // Whatever else is wrong with it, its steps will tell.
      if (isChildUnreachable(error)) return childUnreachable(gateway, deviceId, error);
    }
    const reason = capabilities && checkDeployment(wanted, { capabilities, runtimes });
    return reason && { ...reason, source: gateway };
  };

  /** Only what was installed as a whole is fixed (L-21). */
  const checkUpdate = async (
    lane: Lane,
    digest: Digest,
    wanted: ApplicationDeployment,
  ): Promise<FailureReason | undefined> => {
    const installed = recordOf(await store.read(), lane.key)?.lifecycle.lastInstalled?.digest;
    if (immutableParameters === undefined || installed === undefined || installed === digest) return undefined;
    const names = immutableParameters(wanted);
    if (names.length === 0) return undefined;
    let before: ApplicationDeployment;
    try {
      before = await documentOf(lane.key, installed);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      // It is gone for good, and no update would ever be taken any more.
      emit({ type: 'deployment.uncompared', ...about(lane), error: asError(error) });
      return undefined;
    }
    return checkImmutable(names, before, wanted);
  };

  return async (lane, digest) => {
    const { key, deploymentId, deviceId } = lane;
    const own = await site.ownHost();
    const { id } = own.capabilities.properties;
    try {
      const wanted = await documentOf(key, digest);
      const reason =
        deviceId === undefined ? checkHere(wanted, own) : await checkThere(wanted, deploymentId, deviceId, id);
      return reason ?? (await checkUpdate(lane, digest, wanted));
    } catch (error) {
      if (error instanceof StoreError) throw error;
      return failureReasonOf(error);
    }
  };
};

import type { ApplicationDeployment, DeviceCapabilitiesManifest, Digest } from '@margo-sdk/spec-model';
import type { FailureReason } from '@margo-sdk/state-machine';
import { failureReasonOf } from '../failure-reason.js';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';
import type { DeviceStore } from '../store/device-store.js';
import { StoreError } from '../store/store-error.js';
import { checkDeployment } from './check-deployment.js';
import { checkImmutable } from './check-immutable.js';
import type { DocumentOf } from './documents.js';

/** What {@link createJudge} needs. */
export interface JudgeOptions {
  readonly store: DeviceStore;
  readonly documentOf: DocumentOf;
  readonly runtimes: readonly WorkloadRuntime[];
  readonly capabilities: DeviceCapabilitiesManifest;
  /** Names of the parameters of a deployment that are fixed once it was installed (L-21). */
  readonly immutableParameters?: ((deployment: ApplicationDeployment) => readonly string[]) | undefined;
}

/**
 * Finds out why the adopted revision of a deployment cannot be applied here; undefined when it can. Throws StoreError
 * when the documents cannot be had this time.
 */
export type Judge = (deploymentId: string, digest: Digest) => Promise<FailureReason | undefined>;

/** Makes what answers the checks of lifecycles. */
export const createJudge = ({
  store,
  documentOf,
  runtimes,
  capabilities,
  immutableParameters,
}: JudgeOptions): Judge => {
  /** Only what was installed as a whole is fixed (L-21). */
  const checkUpdate = async (
    deploymentId: string,
    digest: Digest,
    wanted: ApplicationDeployment,
  ): Promise<FailureReason | undefined> => {
    const installed = (await store.read()).deployments[deploymentId]?.lifecycle.lastInstalled?.digest;
    if (immutableParameters === undefined || installed === undefined || installed === digest) return undefined;
    const names = immutableParameters(wanted);
    if (names.length === 0) return undefined;
    return checkImmutable(names, await documentOf(deploymentId, installed), wanted);
  };

  return async (deploymentId, digest) => {
    try {
      const wanted = await documentOf(deploymentId, digest);
      return checkDeployment(wanted, { runtimes, capabilities }) ?? (await checkUpdate(deploymentId, digest, wanted));
    } catch (error) {
      if (error instanceof StoreError) throw error;
      return failureReasonOf(error);
    }
  };
};

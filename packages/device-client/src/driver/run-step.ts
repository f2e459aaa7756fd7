import type { ApplicationDeployment, Digest } from '@margo-sdk/spec-model';
import type { Step } from '@margo-sdk/state-machine';
import { fingerprintsOf } from '../fingerprint.js';
import { WorkloadError } from '../runtimes/workload-error.js';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';

/** What {@link runStep} needs. */
export interface RunStepOptions {
  readonly readDocument: (digest: Digest) => Promise<ApplicationDeployment>;
  readonly runtimes: readonly WorkloadRuntime[];
  readonly signal: AbortSignal;
  /** Called when the component is in place and only has to become ready (L-05). */
  readonly onApplied: () => void;
}

/** Has a runtime do one step. Throws what the runtime throws, or why it could not be asked. */
export const runStep = async (
  deploymentId: string,
  { kind, component, placement, digest }: Step,
  { readDocument, runtimes, signal, onApplied }: RunStepOptions,
): Promise<void> => {
  if (kind === 'remove') {
    // Which runtime once put it there is not remembered; the others have nothing to remove.
    for (const runtime of runtimes) await runtime.remove({ deploymentId, component, placement }, signal);
    return;
  }
  if (digest === null) throw new WorkloadError('REVISION_UNKNOWN', `Nothing is known to ${kind} ${component} from.`);
  const deployment = await readDocument(digest);
  const { type } = deployment.spec.deploymentProfile;
  const runtime = runtimes.find((candidate) => candidate.supports(type));
  const fingerprint = (await fingerprintsOf(deployment)).get(component);
  if (runtime === undefined || fingerprint === undefined) {
    throw new WorkloadError('COMPONENT_UNKNOWN', `This device cannot ${kind} ${component} of type ${type}.`);
  }
  signal.throwIfAborted();
  const request = { deploymentId, component, deployment, fingerprint };
  if (kind === 'prepare') await runtime.prepare?.(request, signal);
  else await runtime.apply({ ...request, kind, onApplied }, signal);
};

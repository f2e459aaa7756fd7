import {
  type ComponentStatus,
  type DeploymentStatusManifest,
  MargoError,
  parseDeploymentId,
  parseDeviceId,
  parseDigest,
  STATES,
  type StatusError,
} from '@margo-sdk/spec-model/models';
import type { FailureReason } from './event.js';
import { STEP_KINDS, type PlannedStep } from './plan.js';
import type { ComponentSpec, StoredRevision } from './revision.js';
import { count, digits, list, Mismatch, nullable, object, oneOf, optional, parsed, text, type Shape } from './shape.js';
import { PHASES, type DeploymentSnapshot, type Step, type StepFailure, type Wish } from './snapshot.js';
import type { Fingerprint, Workload } from './workload.js';

/**
 * Thrown when a stored snapshot cannot be read: the lifecycle has to be started anew. Code `ERR_SNAPSHOT_INVALID`.
 */
export class SnapshotError extends MargoError {
  override name = 'SnapshotError';

  constructor(message: string, cause?: unknown) {
    super('ERR_SNAPSHOT_INVALID', message, {
      cause,
      hint: 'Begin again with startLifecycle, and tell it by a resumed event what is really on the device.',
    });
  }
}

const digest = parsed(parseDigest, 'a digest');
const reason = object<FailureReason>({ code: text, message: text });
const fingerprint = object<Fingerprint>({ placement: text, artifact: text, configuration: text });
const component = object<ComponentSpec>({ name: text, fingerprint });
const workload = object<Workload>({ name: text, fingerprint, doubtful: optional(oneOf(true)) });
const revision = object<StoredRevision>({
  digest,
  manifestVersion: digits,
  name: text,
  deviceId: optional(parsed(parseDeviceId, 'a device id')),
  components: list(component),
});
const plannedStep = object<PlannedStep>({ kind: oneOf(...STEP_KINDS), component: text, placement: text });
const state = oneOf(...STATES);
const error = optional(object<StatusError>({ code: text, source: text, message: text }));

const wish: Shape<Wish> = (value, path) =>
  object({ kind: oneOf('revision', 'withdrawal') })(value, path).kind === 'revision'
    ? object({ kind: oneOf('revision'), revision })(value, path)
    : object({ kind: oneOf('withdrawal'), manifestVersion: digits })(value, path);

const snapshotShape = object<DeploymentSnapshot>({
  version: oneOf(1),
  phase: oneOf(...PHASES),
  deploymentId: parsed(parseDeploymentId, 'a deployment id'),
  adopted: nullable(revision),
  waiting: nullable(wish),
  workloads: list(workload),
  begun: list(plannedStep),
  ahead: list(plannedStep),
  running: nullable(
    object<Step>({
      kind: oneOf(...STEP_KINDS),
      component: text,
      placement: text,
      number: count,
      digest: nullable(digest),
    }),
  ),
  stepCount: count,
  failures: list(object<StepFailure>({ step: plannedStep, error: reason })),
  refusal: nullable(reason),
  told: nullable(
    object<NonNullable<DeploymentSnapshot['told']>>({
      status: object<DeploymentStatusManifest['status']>({ state, error }),
      components: list(object<ComponentStatus>({ name: text, state, error })),
    }),
  ),
});

/** What no sequence of events can lead to, or undefined. The machine relies on its absence. */
const contradiction = ({ phase, adopted, waiting, running, stepCount }: DeploymentSnapshot): string | undefined => {
  const runs = phase === 'applying' || phase === 'removing';
  const removes = phase === 'removing' || phase === 'removed' || phase === 'removalFailed';
  if (runs !== (running !== null)) return `phase ${phase} ${runs ? 'without' : 'with'} a running step`;
  if (waiting !== null && !runs && phase !== 'checking') return `a wish that waits in phase ${phase}`;
  if (adopted === null && phase !== 'unadopted' && !removes) return `phase ${phase} without an adopted revision`;
  if (adopted !== null && phase === 'unadopted') return 'an adopted revision in phase unadopted';
  if (adopted?.components.length === 0) return 'an adopted revision without components';
  if (running !== null && running.number !== stepCount) return 'a running step that is not the last one started';
  return undefined;
};

/**
 * Takes a stored snapshot back, after JSON.parse. Checks every member, and that they agree with each other.
 *
 * @param json What a snapshot was stored as; unknown members are left behind.
 * @throws {@link SnapshotError} `ERR_SNAPSHOT_INVALID`, also for a version of the format that is not known here.
 *
 * @example
 * ```ts
 * import { parseDeploymentId } from '@margo-sdk/spec-model/models';
 * import { restoreSnapshot, startLifecycle } from '@margo-sdk/state-machine';
 *
 * const stored = JSON.stringify(startLifecycle({ deploymentId: parseDeploymentId('ad9b614e-8912-45f4-a523-372358765def') }));
 * console.log(restoreSnapshot(JSON.parse(stored)).phase); // unadopted
 * ```
 */
export const restoreSnapshot = (json: unknown): DeploymentSnapshot => {
  try {
    const snapshot = snapshotShape(json, 'snapshot');
    const broken = contradiction(snapshot);
    if (broken !== undefined) throw new SnapshotError(`Expected a snapshot made by this lifecycle, got ${broken}.`);
    return snapshot;
  } catch (error) {
    if (error instanceof Mismatch) throw new SnapshotError(error.message, error);
    throw error;
  }
};

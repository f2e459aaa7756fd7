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
import { STAGES } from './component-machine.js';
import type { FailureReason } from './event.js';
import { migrate } from './migrate-snapshot.js';
import { STEP_KINDS, type PlannedStep } from './plan.js';
import { RevisionError, storeRevision, type ComponentSpec, type StoredRevision } from './revision.js';
import { count, digits, list, Mismatch, nullable, object, oneOf, optional, parsed, text, type Shape } from './shape.js';
import {
  PHASES,
  type DeploymentSnapshot,
  type Phase,
  type Step,
  type StepAttempt,
  type StepFailure,
  type StepInProgress,
  type Wish,
} from './snapshot.js';
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
const reason = object<FailureReason>({ code: text, message: text, source: optional(text) });
const fingerprint = object<Fingerprint>({ placement: text, artifact: text, configuration: text });
const component = object<ComponentSpec>({
  name: text,
  fingerprint,
  wait: optional(oneOf(true, false)),
  timeoutMs: optional(count),
});
const workload = object<Workload>({ name: text, fingerprint, doubtful: optional(oneOf(true)) });
const storedRevision = object<StoredRevision>({
  digest,
  manifestVersion: digits,
  name: text,
  deviceId: optional(parsed(parseDeviceId, 'a device id')),
  components: list(component),
});
const revision: Shape<StoredRevision> = (value, path) => {
  const read = storedRevision(value, path);
  try {
    return storeRevision({ ...read, manifestVersion: BigInt(read.manifestVersion) });
  } catch (error) {
    if (error instanceof RevisionError) throw new Mismatch(path, 'a revision that can have a lifecycle', value);
    throw error;
  }
};
const plannedStep = object<PlannedStep>({ kind: oneOf(...STEP_KINDS), component: text, placement: text });
const state = oneOf(...STATES);
const error = optional(object<StatusError>({ code: text, source: text, message: text }));

const wish: Shape<Wish> = (value, path) =>
  object({ kind: oneOf('revision', 'withdrawal') })(value, path).kind === 'revision'
    ? object({ kind: oneOf('revision'), revision })(value, path)
    : object({ kind: oneOf('withdrawal'), manifestVersion: digits })(value, path);

const stepFailure = object<StepFailure>({ step: plannedStep, error: reason });

const snapshotShape = object<DeploymentSnapshot>({
  version: oneOf(2),
  phase: oneOf(...PHASES),
  deploymentId: parsed(parseDeploymentId, 'a deployment id'),
  adopted: nullable(revision),
  lastInstalled: nullable(revision),
  waiting: nullable(wish),
  workloads: list(workload),
  begun: list(plannedStep),
  ahead: list(plannedStep),
  running: list(
    object<StepInProgress>({
      step: object<Step>({
        kind: oneOf(...STEP_KINDS),
        component: text,
        placement: text,
        number: count,
        attempt: count,
        digest: nullable(digest),
      }),
      stage: oneOf(...STAGES),
      since: count,
      error: nullable(reason),
    }),
  ),
  cutOff: list(
    object<StepAttempt>({ component: text, placement: text, isRemoval: oneOf(true, false), attempt: count }),
  ),
  stepCount: count,
  carrier: nullable(text),
  failures: list(stepFailure),
  refusal: nullable(reason),
  rollback: nullable(object<{ readonly failure: StepFailure | null }>({ failure: nullable(stepFailure) })),
  told: nullable(
    object<NonNullable<DeploymentSnapshot['told']>>({
      status: object<DeploymentStatusManifest['status']>({ state, error }),
      components: list(object<ComponentStatus>({ name: text, state, error })),
    }),
  ),
});

const WORKING: readonly Phase[] = ['preparing', 'applying', 'rollingBack', 'removing'];
const REMOVING: readonly Phase[] = ['removing', 'removed', 'removalFailed'];

const isPreparation = ({ kind }: PlannedStep): boolean => kind === 'prepare';

/** Preparations are over before anything is touched (L-08), and a removal does nothing else. */
const hasOtherKind = ({ phase, running, ahead }: DeploymentSnapshot): boolean => {
  const started = running.map(({ step }) => step);
  switch (phase) {
    case 'checking':
    case 'preparing':
      return !started.every(isPreparation) || ahead.findLastIndex(isPreparation) >= ahead.filter(isPreparation).length;
    case 'applying':
    case 'rollingBack':
      return [...started, ...ahead].some(isPreparation);
    case 'removing':
      return [...started, ...ahead].some(({ kind }) => kind !== 'remove');
    default:
      return false;
  }
};

/** What no sequence of events can lead to, or undefined. The machine relies on its absence. */
const contradiction = (snapshot: DeploymentSnapshot): string | undefined => {
  const { phase, adopted, lastInstalled, waiting, running, stepCount, carrier, rollback } = snapshot;
  const works = WORKING.includes(phase);
  if (works !== running.length > 0) return `phase ${phase} ${works ? 'without' : 'with'} a step in progress`;
  if (waiting !== null && !works && phase !== 'checking') return `a wish that waits in phase ${phase}`;
  if (adopted === null && phase !== 'unadopted' && !REMOVING.includes(phase))
    return `phase ${phase} without an adopted revision`;
  if (adopted !== null && phase === 'unadopted') return 'an adopted revision in phase unadopted';
  if (rollback !== null && phase !== 'rollingBack' && phase !== 'failed') return `a rollback in phase ${phase}`;
  if (phase === 'rollingBack' && (rollback === null || lastInstalled === null)) return 'a rollback to nothing';
  if (hasOtherKind(snapshot)) return `a step of another kind in phase ${phase}`;
  const numbers = new Set(running.map(({ step }) => step.number));
  if (numbers.size !== running.length) return 'two steps of one number';
  if (running.some(({ step, since }) => step.number > stepCount || since > step.number || step.attempt < 1))
    return 'a step in progress that was never started';
  if (carrier !== null && !adopted?.components.some(({ name }) => name === carrier))
    return 'a carrier that is not listed';
  if (adopted !== null && carrier === null) return 'an adopted revision without a carrier';
  return undefined;
};

/**
 * Takes a stored snapshot back, after JSON.parse. Checks every member, and that they agree with each other.
 *
 * Snapshots of every older format are taken as well.
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
    const snapshot = snapshotShape(migrate(json), 'snapshot');
    const broken = contradiction(snapshot);
    if (broken !== undefined) throw new SnapshotError(`Expected a snapshot made by this lifecycle, got ${broken}.`);
    return snapshot;
  } catch (error) {
    if (error instanceof Mismatch) throw new SnapshotError(error.message, error);
    throw error;
  }
};

import { RUN_HEADER, type RunDeploymentEvent, type RunEntry, type RunStep, type Step } from '@margo-sdk/state-machine';
import type { DeploymentStatusManifest } from '@margo-sdk/spec-model';
import type { DeviceEvent } from '../device-event.js';

/** What {@link createRunRecorder} needs. */
export interface RunRecorderOptions {
  /** Takes one line, without its end: append it to a file and end it there. */
  readonly write: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Takes the events of a device, as `onEvent` or by `subscribe`, and records those that belong to a run. */
export interface RunRecorder {
  (event: DeviceEvent): void;
  /** The process ends as it should: call it last. A run without this line was cut off by a crash or a reboot (L-17). */
  readonly stopped: () => void;
}

/**
 * Records what a device does, as JSON Lines that `readRun` of `@margo-sdk/state-machine` reads and `margo timeline`
 * draws: reports, steps with their attempts, failures, and starts of the process. A process that goes on with the record
 * of another one appends to it. No values of parameters are in it; messages of errors are, as reports have them.
 *
 * @param options - where lines go, and what time it is
 * @returns a listener for the events of one device, made when its process starts
 *
 * @example
 * ```ts
 * import { createRunRecorder } from '@margo-sdk/device-client';
 *
 * const lines: string[] = [];
 * const record = createRunRecorder({ write: (line) => lines.push(line), now: () => 1764000000000 });
 * record({ type: 'manifest.unchanged' });
 * record.stopped();
 * console.log(lines[1]); // {"at":1764000000000,"event":{"type":"process.started"}}
 * ```
 */
export const createRunRecorder = ({ write, now }: RunRecorderOptions): RunRecorder => {
  const moment = (): number => Math.max(0, Math.round(now()));
  const put = (entry: RunEntry): void => write(JSON.stringify(entry));

  write(RUN_HEADER);
  put({ at: moment(), event: { type: 'process.started' } });
  return Object.assign(
    (event: DeviceEvent): void => {
      const recorded = recordedOf(event);
      if (recorded) put({ at: moment(), ...recorded });
    },
    { stopped: () => put({ at: moment(), event: { type: 'process.stopped' } }) },
  );
};

/** What a record says of an event; nothing of what is about the desired state, the outbox or the device as a whole. */
const recordedOf = (event: DeviceEvent): { deploymentId: string; event: RunDeploymentEvent } | undefined => {
  switch (event.type) {
    case 'deployment.state':
      return { deploymentId: event.deploymentId, event: reportOf(event.report) };
    case 'deployment.refused':
      return { deploymentId: event.deploymentId, event: { type: 'refused', error: reasonOf(event.error) } };
    case 'deployment.rollingBack':
      return { deploymentId: event.deploymentId, event: { type: 'rollback.started' } };
    case 'deployment.rolledBack': {
      const error = event.failure === null ? {} : { error: reasonOf(event.failure) };
      return { deploymentId: event.deploymentId, event: { type: 'rollback.ended', ...error } };
    }
    case 'step.started':
    case 'step.applied':
    case 'step.succeeded':
    case 'step.cancelled':
      return { deploymentId: event.deploymentId, event: { type: event.type, step: stepOf(event.step) } };
    case 'step.failed': {
      const { type, step, reason, retryable } = event;
      return {
        deploymentId: event.deploymentId,
        event: { type, step: stepOf(step), error: reasonOf(reason), retryable },
      };
    }
    case 'step.retrying': {
      const { type, step, delayMs } = event;
      return { deploymentId: event.deploymentId, event: { type, step: stepOf(step), delayMs: Math.round(delayMs) } };
    }
    default:
      return undefined;
  }
};

const reportOf = ({ status, adoptedManifestVersion, components }: DeploymentStatusManifest): RunDeploymentEvent => ({
  type: 'report',
  state: status.state,
  adoptedManifestVersion: String(adoptedManifestVersion),
  components: components.map(({ name, state, error }) => ({
    name,
    state,
    ...(error === undefined ? {} : { error: reasonOf(error) }),
  })),
});

const reasonOf = ({ code, message }: { readonly code: string; readonly message: string }) => ({ code, message });

const stepOf = ({ number, attempt, kind, component }: Step): RunStep => ({ number, attempt, kind, component });

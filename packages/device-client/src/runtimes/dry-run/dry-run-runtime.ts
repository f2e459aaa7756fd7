import { join } from 'node:path';
import { MargoError } from '@margo-sdk/spec-model';
import type { Workload } from '@margo-sdk/state-machine';
import { systemClock, type Clock } from '../../clock.js';
import { FileTooLargeError, type FileSystem } from '../../files/file-system.js';
import { makeFolder } from '../../files/make-folder.js';
import { nodeFileSystem } from '../../files/node-file-system.js';
import { writeAtomically } from '../../files/write-atomically.js';
import { WorkloadError } from '../workload-error.js';
import type { PrepareRequest, WorkloadRuntime } from '../workload-runtime.js';
import {
  MAX_RECORD_BYTES,
  parseInstalledRecord,
  stringifyInstalledRecord,
  UNREADABLE,
  type InstalledRecord,
} from './installed-record.js';
import { renderFile } from './render-files.js';
import type { DryRunOutcome, DryRunScript, DryRunStep } from './script.js';

/** Options of {@link createDryRunRuntime}. */
export interface DryRunOptions {
  /** Where the files go; it may hold secrets. */
  readonly folder: string;
  /** Default: nothing special happens. */
  readonly script?: DryRunScript;
  /** Ends the process when the script says `crash`; such a script cannot be played without it. */
  readonly crash?: () => void | Promise<void>;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
  /** Default: the file system of the machine. */
  readonly fileSystem?: FileSystem;
}

const RECORD = 'installed.json';

/** What a step does, besides what its script says. */
interface Work {
  readonly place: () => Promise<void>;
  /** Only where something becomes ready. */
  readonly finish?: () => Promise<void>;
  readonly onApplied?: (() => void) | undefined;
}

const calledOff = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => reject(signal.reason as Error);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/**
 * Makes a runtime that starts nothing: for each component of a Helm or Compose profile it writes what would be given to
 * Helm or Compose into `<folder>/<deployment id>/<component>/`. The record beside it is written first as incomplete
 * and last as complete, so `inspect` tells the truth whenever the process dies.
 *
 * @example
 * ```ts
 * import { mkdtemp, readdir, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { createDryRunRuntime } from '@margo-sdk/device-client';
 * import { parseApplicationDeployment } from '@margo-sdk/spec-model';
 *
 * const deployment = parseApplicationDeployment(`
 * id: ad9b614e-8912-45f4-a523-372358765def
 * metadata: { name: line-1, namespace: default, deviceId: device-1 }
 * spec:
 *   applicationId: com-example-line
 *   deploymentProfile:
 *     type: helm
 *     components:
 *       - { name: broker, properties: { repository: oci://registry.example.com/broker, revision: 1.0.0 } }
 * `);
 * const folder = await mkdtemp(join(tmpdir(), 'dry-run-'));
 * const runtime = createDryRunRuntime({ folder });
 * const fingerprint = { placement: 'helm', artifact: 'broker 1.0.0', configuration: '{}' };
 * const request = { deploymentId: deployment.id, kind: 'install', component: 'broker', deployment, fingerprint } as const;
 * await runtime.apply(request, new AbortController().signal);
 * console.log(await readdir(join(folder, deployment.id, 'broker')), await runtime.inspect(deployment.id));
 * await rm(folder, { recursive: true });
 * ```
 */
export const createDryRunRuntime = ({
  folder,
  script = () => undefined,
  crash,
  clock = systemClock,
  fileSystem: files = nodeFileSystem,
}: DryRunOptions): WorkloadRuntime => {
  const placeOf = (deploymentId: string, component: string): string => join(folder, deploymentId, component);

  const readRecord = async (place: string): Promise<InstalledRecord | undefined> => {
    try {
      const bytes = await files.readFile(join(place, RECORD), MAX_RECORD_BYTES);
      return bytes && parseInstalledRecord(bytes);
    } catch (error) {
      if (error instanceof FileTooLargeError) return UNREADABLE;
      throw error;
    }
  };
  const writeRecord = (place: string, record: Uint8Array): Promise<void> =>
    writeAtomically(files, join(place, RECORD), record);

  const outcomeOf = (step: DryRunStep): DryRunOutcome => {
    const outcome = script(step) ?? {};
    if (outcome.crash === undefined || crash !== undefined) return outcome;
    throw new MargoError('ERR_CRASH_MISSING', 'The script says crash, but there is no way to do it.', {
      hint: 'Give createDryRunRuntime the option crash.',
    });
  };

  const failOrHang = ({ fail, hang }: DryRunOutcome, signal: AbortSignal): Promise<void> => {
    if (fail !== undefined) {
      const { code, message, retryable = false } = fail;
      return Promise.reject(new WorkloadError(code, message, { retryable }));
    }
    return hang ? calledOff(signal) : Promise.resolve();
  };

  /** Plays what the script says about a step around the work that the step is: `place`, and `finish` once it is ready. */
  const play = async (step: DryRunStep, signal: AbortSignal, { place, finish, onApplied }: Work): Promise<void> => {
    const outcome = outcomeOf(step);
    const readyAfterMs = finish && outcome.readyAfterMs;
    if (outcome.delayMs !== undefined) await clock.sleep(outcome.delayMs, signal);
    signal.throwIfAborted();
    if (outcome.crash === 'before') await crash?.();
    if (readyAfterMs === undefined) await failOrHang(outcome, signal);
    await place();
    if (readyAfterMs !== undefined) {
      onApplied?.();
      await clock.sleep(readyAfterMs, signal);
      await failOrHang(outcome, signal);
    }
    await finish?.();
    if (outcome.crash === 'after') await crash?.();
  };

  const componentOf = ({ component, deployment }: PrepareRequest) => {
    const found = deployment.spec.deploymentProfile.components.find(({ name }) => name === component);
    if (found === undefined) throw new WorkloadError('COMPONENT_UNKNOWN', `The deployment has no ${component}.`);
    return found;
  };

  return {
    supports: (profileType) => profileType === 'helm' || profileType === 'compose',

    prepare: async (request, signal) => {
      const { deploymentId, component } = request;
      const { revision } = componentOf(request).properties;
      await play({ deploymentId, component, kind: 'prepare', revision }, signal, { place: async () => {} });
    },

    apply: async (request, signal) => {
      const { deploymentId, kind, component, deployment, fingerprint, onApplied } = request;
      const { repository, revision } = componentOf(request).properties;
      const place = placeOf(deploymentId, component);
      const record = { component, kind, artifact: { repository, revision }, fingerprint };
      await play({ deploymentId, component, kind, revision }, signal, {
        place: async () => {
          const begun = stringifyInstalledRecord({ ...record, complete: false });
          const { name, content } = renderFile(deployment, component);
          await makeFolder(files, place);
          await writeRecord(place, begun);
          await writeAtomically(files, join(place, name), new TextEncoder().encode(content));
        },
        finish: () => writeRecord(place, stringifyInstalledRecord({ ...record, complete: true })),
        onApplied,
      });
    },

    remove: async ({ deploymentId, component, placement }, signal) => {
      const place = placeOf(deploymentId, component);
      const record = await readRecord(place);
      if (record?.fingerprint.placement !== placement) return;
      const { revision } = record.artifact;
      await play({ deploymentId, component, kind: 'remove', revision }, signal, {
        place: async () => {
          await writeRecord(place, stringifyInstalledRecord({ ...record, kind: 'remove', complete: false }));
          for (const name of await files.list(place)) if (name !== RECORD) await files.remove(join(place, name));
          // The record goes last: as long as anything is left, inspect has to find it.
          await files.syncFolder(place);
          await files.remove(join(place, RECORD));
          await files.syncFolder(place);
          await files.remove(place);
          const others = await files.list(join(folder, deploymentId));
          if (others.length === 0) await files.remove(join(folder, deploymentId));
        },
      });
    },

    inspect: async (deploymentId) => {
      const workloads: Workload[] = [];
      for (const component of await files.list(join(folder, deploymentId))) {
        const record = await readRecord(placeOf(deploymentId, component));
        if (record === undefined) continue;
        const { fingerprint, complete } = record;
        workloads.push({ name: component, fingerprint, ...(complete ? {} : { doubtful: true }) });
      }
      return workloads;
    },
  };
};

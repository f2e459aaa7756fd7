import type { Fingerprint, Step } from '@margo-sdk/state-machine';
import { WorkloadError } from '../workload-error.js';

/** What `installed.json` says about a component. */
export interface InstalledRecord {
  readonly component: string;
  readonly kind: Step['kind'];
  /** What runs: repository and revision. */
  readonly artifact: { readonly repository: string; readonly revision: string };
  readonly fingerprint: Fingerprint;
  /** False while a step is at work: what is there then is not known. */
  readonly complete: boolean;
}

/** Largest record, in bytes. */
export const MAX_RECORD_BYTES = 64 * 1024;

/**
 * Writes a record for people and for {@link parseInstalledRecord}.
 *
 * @throws WorkloadError `RECORD_TOO_LARGE`: it could not be read back
 */
export const stringifyInstalledRecord = (record: InstalledRecord): Uint8Array => {
  const bytes = new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`);
  if (bytes.byteLength <= MAX_RECORD_BYTES) return bytes;
  throw new WorkloadError(
    'RECORD_TOO_LARGE',
    `Expected at most ${MAX_RECORD_BYTES} bytes to remember of a component, got ${bytes.byteLength}.`,
    { hint: 'Publish the deployment with a shorter repository or revision.' },
  );
};

/** What is said of a component whose record cannot be read: something is there, and it has to go before anything comes. */
export const UNREADABLE: InstalledRecord = {
  component: '',
  kind: 'install',
  artifact: { repository: '', revision: '' },
  fingerprint: { placement: '', artifact: '', configuration: '' },
  complete: false,
};

/** Reads a record; one that was damaged or edited is read as incomplete, and as placed nowhere. */
export const parseInstalledRecord = (bytes: Uint8Array): InstalledRecord => {
  try {
    const record = JSON.parse(new TextDecoder().decode(bytes)) as InstalledRecord;
    const { placement, artifact, configuration } = record.fingerprint;
    const texts = [
      record.component,
      record.artifact.repository,
      record.artifact.revision,
      placement,
      artifact,
      configuration,
    ];
    return texts.every((text) => typeof text === 'string') && typeof record.complete === 'boolean'
      ? record
      : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
};

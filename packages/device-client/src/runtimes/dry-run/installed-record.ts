import type { Fingerprint, Step } from '@margo-sdk/state-machine';

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

/** Writes a record for people and for {@link parseInstalledRecord}. */
export const stringifyInstalledRecord = (record: InstalledRecord): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`);

/** What is said of a component whose record cannot be read: something is there, and it has to go before anything comes. */
const UNREADABLE: InstalledRecord = {
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

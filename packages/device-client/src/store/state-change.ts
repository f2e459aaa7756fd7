import type { Digest } from '@margo-sdk/spec-model';
import {
  copyOfRecords,
  documentsOf,
  documentsOfRecord,
  type DeploymentRecord,
  type DeviceState,
  type PendingReport,
} from './device-state.js';
import {
  count,
  list,
  members,
  readManifest,
  readRecords,
  readReports,
  storeManifest,
  storeRecords,
  text,
} from './stored-state.js';

/** What a commit changed, and nothing else: what is written of it does not grow with what stayed the same. */
export interface StateChange {
  readonly manifest?: DeviceState['manifest'];
  /** Records that are new or other than before, by their keys. */
  readonly records: readonly (readonly [string, DeploymentRecord])[];
  /** Keys of records that are gone. */
  readonly forgotten: readonly string[];
  /** Numbers of reports that are gone. */
  readonly settled: readonly number[];
  /** Reports that came to the end. */
  readonly reports: readonly PendingReport[];
  /** All reports, when something else than that has happened to them. */
  readonly outbox?: readonly PendingReport[];
  readonly nextReport?: number;
}

/** What is different in the next state; undefined when nothing is. Parts that are the same object are not looked into. */
export const changeOf = (last: DeviceState, next: DeviceState): StateChange | undefined => {
  if (next === last) return undefined;
  const change: StateChange = {
    ...(next.manifest === last.manifest ? {} : { manifest: next.manifest }),
    ...changedRecords(last.deployments, next.deployments),
    ...changedReports(last.outbox, next.outbox),
    ...(next.nextReport === last.nextReport ? {} : { nextReport: next.nextReport }),
  };
  const { records, forgotten, settled, reports, ...others } = change;
  const isSame = [records, forgotten, settled, reports].every(({ length }) => length === 0);
  return isSame && Object.keys(others).length === 0 ? undefined : change;
};

const changedRecords = (
  last: DeviceState['deployments'],
  next: DeviceState['deployments'],
): Pick<StateChange, 'records' | 'forgotten'> => {
  if (next === last) return { records: [], forgotten: [] };
  const records: [string, DeploymentRecord][] = [];
  const keys = Object.keys(next);
  let added = 0;
  for (const key of keys) {
    const record = next[key] as DeploymentRecord;
    if (last[key] === record) continue;
    if (!Object.hasOwn(last, key)) added += 1;
    records.push([key, record]);
  }
  const before = Object.keys(last);
  // Looking for what is gone takes as long as looking for what has changed.
  const isWhole = before.length === keys.length - added;
  return { records, forgotten: isWhole ? [] : before.filter((key) => !Object.hasOwn(next, key)) };
};

const changedReports = (
  last: readonly PendingReport[],
  next: readonly PendingReport[],
): Pick<StateChange, 'settled' | 'reports' | 'outbox'> => {
  if (next === last) return { settled: [], reports: [] };
  const [before, after] = [new Set(last), new Set(next)];
  const settled = last.filter((report) => !after.has(report)).map(({ number }) => number);
  const reports = next.filter((report) => !before.has(report));
  const replayed = withReports(last, settled, reports);
  const isWhole = replayed.length === next.length && replayed.every((report, index) => report === next[index]);
  return isWhole ? { settled, reports } : { settled: [], reports: [], outbox: next };
};

const withReports = (
  outbox: readonly PendingReport[],
  settled: readonly number[],
  reports: readonly PendingReport[],
): readonly PendingReport[] => {
  const gone = new Set(settled);
  return [...outbox.filter(({ number }) => !gone.has(number)), ...reports];
};

/** Makes changes once more, one after the other. */
export const applyChanges = (state: DeviceState, changes: readonly StateChange[]): DeviceState => {
  let { manifest, outbox, nextReport } = state;
  const deployments = copyOfRecords(state.deployments);
  for (const change of changes) {
    if (change.manifest !== undefined) manifest = change.manifest;
    for (const [key, record] of change.records) deployments[key] = record;
    for (const key of change.forgotten) delete deployments[key];
    outbox = change.outbox ?? withReports(outbox, change.settled, change.reports);
    nextReport = change.nextReport ?? nextReport;
  }
  return { manifest, deployments, outbox, nextReport };
};

/** Documents that the last state referred to and the next one does not. */
export const supersededDocuments = (
  { deployments }: DeviceState,
  next: DeviceState,
  { records, forgotten }: StateChange,
): readonly Digest[] => {
  const keys = [...records.map(([key]) => key), ...forgotten].filter((key) => Object.hasOwn(deployments, key));
  const before = keys.flatMap((key) => documentsOfRecord(deployments[key] as DeploymentRecord));
  const after = new Set(records.flatMap(([, record]) => documentsOfRecord(record)));
  const dropped = before.filter((digest) => !after.has(digest));
  if (dropped.length === 0) return [];
  // Another deployment may refer to the same document.
  const kept = documentsOf(next);
  return [...new Set(dropped)].filter((digest) => !kept.has(digest));
};

/** A change as JSON text, in one line. */
export const stringifyChange = ({ manifest, records, ...change }: StateChange): string =>
  JSON.stringify({
    ...(manifest === undefined ? {} : { manifest: manifest && storeManifest(manifest) }),
    records: storeRecords(records),
    ...change,
  });

/** Reads what {@link stringifyChange} gave. Throws an error that says what is wrong with it. */
export const parseChange = (json: string): StateChange => {
  const change = members(JSON.parse(json), 'the change');
  return {
    ...(change['manifest'] === undefined ? {} : { manifest: readManifest(change['manifest']) }),
    records: Object.entries(readRecords(change['records'])),
    forgotten: list(change['forgotten'], 'forgotten').map((key) => text(key, 'a key')),
    settled: list(change['settled'], 'settled').map((number) => count(number, 'a number')),
    reports: readReports(change['reports']),
    ...(change['outbox'] === undefined ? {} : { outbox: readReports(change['outbox']) }),
    ...(change['nextReport'] === undefined ? {} : { nextReport: count(change['nextReport'], 'nextReport') }),
  };
};

import { parseDeviceId, parseDigest, PATTERNS, type Digest, type JsonValue } from '@margo-sdk/spec-model';
import { restoreSnapshot } from '@margo-sdk/state-machine';
import {
  recordKey,
  type AcceptedManifest,
  type DeploymentRecord,
  type DeviceState,
  type PendingReport,
} from './device-state.js';
import { StoreError } from './store-error.js';

/**
 * Makes of a state what JSON can hold, for a store of your own. JSON has no 64-bit integers, so versions are decimal
 * digits in texts.
 *
 * @returns what {@link restoreDeviceState} reads; parts that did not change between two states are not copied
 *
 * @example
 * ```ts
 * import { EMPTY_DEVICE_STATE, restoreDeviceState, storeDeviceState } from '@margo-sdk/device-client';
 *
 * const state = { ...EMPTY_DEVICE_STATE, manifest: { version: 18446744073709551615n, etag: '"sha256:00"' } };
 * const text = JSON.stringify(storeDeviceState(state));
 * console.log(restoreDeviceState(JSON.parse(text)).manifest?.version); // 18446744073709551615n
 * ```
 */
export const storeDeviceState = ({ manifest, deployments, outbox, nextReport }: DeviceState): JsonValue =>
  plain({
    manifest: manifest && storeManifest(manifest),
    deployments: storeRecords(Object.entries(deployments)),
    outbox,
    nextReport,
  });

/** Snapshots and reports are made of nothing but what JSON can hold; their types do not say so. */
const plain = (value: object): JsonValue => value as unknown as JsonValue;

/** What a manifest is in a file. */
export const storeManifest = ({ version, etag }: AcceptedManifest): object => ({ version: version.toString(), etag });

/** What records are in a file. */
export const storeRecords = (records: readonly (readonly [string, DeploymentRecord])[]): object =>
  Object.fromEntries(records.map(([key, record]) => [key, storeRecord(record)]));

const storeRecord = ({ accepted, ...record }: DeploymentRecord): object => ({
  ...record,
  accepted: { ...accepted, manifestVersion: accepted.manifestVersion.toString() },
});

/**
 * Reads back what {@link storeDeviceState} gave, and checks all of it. States that were written by earlier versions of
 * this package are understood.
 *
 * @param value - as `JSON.parse` gives it
 * @throws StoreError `ERR_STATE_CORRUPT`: it is no state; never begin with an empty one then (DS-20)
 *
 * @example
 * ```ts
 * import { restoreDeviceState } from '@margo-sdk/device-client';
 *
 * const text = '{"manifest":null,"deployments":{},"outbox":[],"nextReport":1}';
 * console.log(restoreDeviceState(JSON.parse(text)).nextReport); // 1
 * ```
 */
export const restoreDeviceState = (value: unknown): DeviceState => {
  try {
    return readState(value);
  } catch (error) {
    throw new StoreError('ERR_STATE_CORRUPT', `The device state is damaged: ${reasonOf(error)}.`, {
      cause: error,
      hint: 'Restore it, or begin anew on purpose: the device then accepts any manifest once (M-26, M-27).',
    });
  }
};

/** What went wrong, in the words of an error. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads a state. Throws an error that says what is wrong with it. */
export const readState = (value: unknown): DeviceState => {
  const state = members(value, 'the state');
  return {
    manifest: readManifest(state['manifest']),
    deployments: readRecords(state['deployments']),
    outbox: readReports(state['outbox']),
    nextReport: count(state['nextReport'], 'nextReport'),
  };
};

/** The members of an object. */
export const members = (value: unknown, what: string): Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
};

/** The elements of a list. */
export const list = (value: unknown, what: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new Error(`${what} is no list`);
  return value;
};

/** A whole number from 0. */
export const count = (value: unknown, what: string): number => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new Error(`${what} is no number`);
  return value;
};

/** A text. */
export const text = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw new Error(`${what} is no text`);
  return value;
};

const manifestVersion = (value: unknown, what: string): bigint => {
  if (!/^[1-9]\d{0,19}$/.test(text(value, what))) throw new Error(`${what} is no manifest version`);
  return BigInt(value as string);
};

const deploymentId = (value: unknown): string => {
  if (!PATTERNS.deploymentId.test(text(value, 'deploymentId'))) throw new Error('deploymentId is no deployment id');
  return value as string;
};

const digestOrNull = (value: unknown, what: string): Digest | null =>
  value === null ? null : parseDigest(text(value, what));

const deviceOf = (value: unknown): { readonly deviceId?: string } =>
  value === undefined ? {} : { deviceId: parseDeviceId(text(value, 'deviceId')) };

/** Reads what {@link storeManifest} gave, or null. */
export const readManifest = (value: unknown): AcceptedManifest | null => {
  if (value === null) return null;
  const manifest = members(value, 'manifest');
  return {
    version: manifestVersion(manifest['version'], 'manifest.version'),
    etag: text(manifest['etag'], 'manifest.etag'),
  };
};

/** Reads what {@link storeRecords} gave. */
export const readRecords = (value: unknown): Readonly<Record<string, DeploymentRecord>> =>
  Object.fromEntries(
    Object.entries(members(value, 'deployments')).map(([key, record]) => [key, readRecord(key, record)]),
  );

const readRecord = (key: string, value: unknown): DeploymentRecord => {
  const record = members(value, key);
  const accepted = members(record['accepted'], 'accepted');
  const lifecycle = restoreSnapshot(record['lifecycle']);
  const device = deviceOf(record['deviceId']);
  if (recordKey(deploymentId(lifecycle.deploymentId), device.deviceId) !== key)
    throw new Error(`the record ${key} is that of another deployment or device`);
  if (typeof record['gone'] !== 'boolean') throw new Error('gone is no boolean');
  return {
    ...device,
    accepted: {
      digest: digestOrNull(accepted['digest'], 'accepted.digest'),
      manifestVersion: manifestVersion(accepted['manifestVersion'], 'accepted.manifestVersion'),
    },
    lifecycle,
    gone: record['gone'],
  };
};

/** Reads reports. */
export const readReports = (value: unknown): readonly PendingReport[] => list(value, 'outbox').map(readReport);

const readReport = (value: unknown): PendingReport => {
  const report = members(value, 'a report');
  return {
    number: count(report['number'], 'number'),
    deploymentId: deploymentId(report['deploymentId']),
    ...deviceOf(report['deviceId']),
    body: text(report['body'], 'body'),
  };
};

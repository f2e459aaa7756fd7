import { PATTERNS, parseDigest, type Digest } from '@margo-sdk/spec-model';
import { sha256Digest } from '@margo-sdk/protocol';
import { restoreSnapshot } from '@margo-sdk/state-machine';
import type { DeploymentRecord, DeviceState, PendingReport } from './device-state.js';
import { StoreError } from './store-error.js';

// The file: one line that says what it is, in which version, and the digest of all that follows; then the state as JSON.
const FORMAT = 'margo-device-state';
const VERSION = '2';
// Version 1 had snapshots of version 1, which are migrated, and beside them what is a part of the snapshot now.
const READABLE: readonly (string | undefined)[] = ['1', VERSION];

/** Writes a state as the content of its file. JSON has no 64-bit integers, so versions are decimal digits in strings. */
export const encodeState = async (state: DeviceState): Promise<Uint8Array> => {
  const text = JSON.stringify(state, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 1);
  const digest = await sha256Digest(new TextEncoder().encode(text));
  return new TextEncoder().encode(`${FORMAT} ${VERSION} ${digest}\n${text}`);
};

/**
 * Reads the content of a state file back. A damaged file is never taken for an empty one: the device would forget which
 * manifest it accepted last (DS-20).
 *
 * @throws StoreError `ERR_STATE_FOREIGN` or `ERR_STATE_CORRUPT`
 */
export const decodeState = async (content: Uint8Array, path: string): Promise<DeviceState> => {
  const end = content.indexOf(0x0a);
  const [format, version, digest] = new TextDecoder().decode(content.subarray(0, Math.max(end, 0))).split(' ');
  if (end === -1 || format !== FORMAT) throw foreign(path, 'it does not begin like one');
  if (!READABLE.includes(version))
    throw foreign(path, `it has version ${JSON.stringify(version?.slice(0, 20))} of the format`);

  const body = content.subarray(end + 1);
  if ((await sha256Digest(body)) !== digest) throw corrupt(path, 'its content does not have the digest that it names');
  try {
    return readState(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch (error) {
    throw corrupt(path, error instanceof Error ? error.message : String(error), error);
  }
};

const foreign = (path: string, reason: string): StoreError =>
  new StoreError('ERR_STATE_FOREIGN', `${path} is no device state that can be read here: ${reason}.`, {
    hint: 'Give the store a folder of its own, or use the version of the SDK that wrote it.',
  });

const corrupt = (path: string, reason: string, cause?: unknown): StoreError =>
  new StoreError('ERR_STATE_CORRUPT', `The device state in ${path} is damaged: ${reason}.`, {
    cause,
    hint: 'Restore it, or move the folder away to begin anew: the device then accepts any manifest once (M-26, M-27).',
  });

type Members = Readonly<Record<string, unknown>>;

const members = (value: unknown, what: string): Members => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is no object`);
  return value as Members;
};

const text = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw new Error(`${what} is no text`);
  return value;
};

const count = (value: unknown, what: string): number => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new Error(`${what} is no number`);
  return value;
};

const manifestVersion = (value: unknown, what: string): bigint => {
  if (!/^[1-9]\d{0,19}$/.test(text(value, what))) throw new Error(`${what} is no manifest version`);
  return BigInt(value as string);
};

const deploymentId = (value: unknown, what: string): string => {
  if (!PATTERNS.deploymentId.test(text(value, what))) throw new Error(`${what} is no deployment id`);
  return value as string;
};

const digestOrNull = (value: unknown, what: string): Digest | null =>
  value === null ? null : parseDigest(text(value, what));

const readRecord = (value: unknown, id: string): DeploymentRecord => {
  const record = members(value, id);
  const accepted = members(record['accepted'], 'accepted');
  const lifecycle = restoreSnapshot(record['lifecycle']);
  if (lifecycle.deploymentId !== id) throw new Error(`the lifecycle of ${id} is that of ${lifecycle.deploymentId}`);
  if (typeof record['gone'] !== 'boolean') throw new Error('gone is no boolean');
  return {
    accepted: {
      digest: digestOrNull(accepted['digest'], 'accepted.digest'),
      manifestVersion: manifestVersion(accepted['manifestVersion'], 'accepted.manifestVersion'),
    },
    lifecycle,
    gone: record['gone'],
  };
};

const readReport = (value: unknown): PendingReport => {
  const report = members(value, 'a report');
  return {
    number: count(report['number'], 'number'),
    deploymentId: deploymentId(report['deploymentId'], 'deploymentId'),
    body: text(report['body'], 'body'),
  };
};

const readState = (value: unknown): DeviceState => {
  const state = members(value, 'the state');
  const manifest = state['manifest'] === null ? null : members(state['manifest'], 'manifest');
  const outbox: unknown = state['outbox'];
  if (!Array.isArray(outbox)) throw new Error('outbox is no list');
  return {
    manifest: manifest && {
      version: manifestVersion(manifest['version'], 'manifest.version'),
      etag: text(manifest['etag'], 'manifest.etag'),
    },
    deployments: Object.fromEntries(
      Object.entries(members(state['deployments'], 'deployments')).map(([id, record]) => [
        deploymentId(id, 'deploymentId'),
        readRecord(record, id),
      ]),
    ),
    outbox: outbox.map(readReport),
    nextReport: count(state['nextReport'], 'nextReport'),
  };
};

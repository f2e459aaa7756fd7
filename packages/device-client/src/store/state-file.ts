import { sha256Digest } from '@margo-sdk/protocol';
import type { Digest } from '@margo-sdk/spec-model';
import type { DeviceState } from './device-state.js';
import { StoreError } from './store-error.js';
import { count, members, readState, reasonOf, storeDeviceState } from './stored-state.js';

// The file: one line that says what it is, in which version, and the digest of all that follows; then the state as JSON.
const FORMAT = 'margo-device-state';
const VERSION = '3';
// Version 1 had snapshots of version 1, which are migrated, and beside them what is a part of the snapshot now.
// Versions 1 and 2 knew neither devices behind a gateway nor a journal.
const WITHOUT_JOURNAL: readonly (string | undefined)[] = ['1', '2'];

/** A state as a whole, which a journal goes on from. */
export interface Snapshot {
  readonly state: DeviceState;
  /** Names the journal; from 1. 0: there is none yet. */
  readonly generation: number;
  /** Of the state and the generation. */
  readonly digest: Digest;
}

/** Writes a snapshot as the content of its file; the generation is one that was never used in this folder. */
export const encodeSnapshot = async (
  state: DeviceState,
  generation: number,
): Promise<{ readonly content: Uint8Array; readonly digest: Digest }> => {
  const body = new TextEncoder().encode(JSON.stringify({ generation, ...members(storeDeviceState(state), 'state') }));
  const digest = await sha256Digest(body);
  const head = new TextEncoder().encode(`${FORMAT} ${VERSION} ${digest}\n`);
  const content = new Uint8Array(head.byteLength + body.byteLength);
  content.set(head);
  content.set(body, head.byteLength);
  return { content, digest };
};

/**
 * Reads the content of a state file back. A damaged file is never taken for an empty one: the device would forget which
 * manifest it accepted last (DS-20).
 *
 * @throws StoreError `ERR_STATE_FOREIGN` or `ERR_STATE_CORRUPT`
 */
export const decodeSnapshot = async (content: Uint8Array, path: string): Promise<Snapshot> => {
  const end = content.indexOf(0x0a);
  const [format, version, named] = new TextDecoder().decode(content.subarray(0, Math.max(end, 0))).split(' ');
  if (end === -1 || format !== FORMAT) throw foreign(path, 'it does not begin like one');
  const isOld = WITHOUT_JOURNAL.includes(version);
  if (!isOld && version !== VERSION)
    throw foreign(path, `it has version ${JSON.stringify(version?.slice(0, 20))} of the format`);

  const body = content.subarray(end + 1);
  const digest = await sha256Digest(body);
  if (digest !== named) throw corrupt(path, 'its content does not have the digest that it names');
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return { state: readState(value), generation: generationOf(value, isOld), digest };
  } catch (error) {
    throw corrupt(path, reasonOf(error), error);
  }
};

/** The first line is not covered by the digest: a version that was changed there must not make the journal forgotten. */
const generationOf = (value: unknown, isOld: boolean): number => {
  const { generation } = members(value, 'the state');
  if (!isOld) return count(generation, 'generation');
  if (generation !== undefined) throw new Error('it is of a later version than it says');
  return 0;
};

const foreign = (path: string, reason: string): StoreError =>
  new StoreError('ERR_STATE_FOREIGN', `${path} is no device state that can be read here: ${reason}.`, {
    hint: 'Give the store a folder of its own, or use the version of the SDK that wrote it.',
  });

/** The state in a file cannot be relied upon. */
export const corrupt = (path: string, reason: string, cause?: unknown): StoreError =>
  new StoreError('ERR_STATE_CORRUPT', `The device state in ${path} is damaged: ${reason}.`, {
    cause,
    hint: 'Restore it, or move the folder away to begin anew: the device then accepts any manifest once (M-26, M-27).',
  });

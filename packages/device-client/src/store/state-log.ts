import { basename, join } from 'node:path';
import type { Digest } from '@margo-sdk/spec-model';
import type { FileSystem } from '../files/file-system.js';
import { UNFINISHED, writeAtomically } from '../files/write-atomically.js';
import { EMPTY_DEVICE_STATE, type DeviceState } from './device-state.js';
import { journalLine, readJournal, type JournalLine } from './journal.js';
import { applyChanges, parseChange, stringifyChange, type StateChange } from './state-change.js';
import { corrupt, decodeSnapshot, encodeSnapshot } from './state-file.js';
import { StoreError } from './store-error.js';
import { reasonOf } from './stored-state.js';

/** What {@link createStateLog} needs. */
export interface StateLogOptions {
  readonly files: FileSystem;
  readonly folder: string;
  /** Largest file that is written or read back, in bytes. */
  readonly maxBytes: number;
  /** A journal that would grow beyond this, and beyond the size of its snapshot, becomes a new snapshot. In bytes. */
  readonly journalBytes: number;
}

/** A state on the disk: a snapshot, and a journal of what changed since. */
export interface StateLog {
  /** Reads the state. Whatever it gives is on the disk: no power cut can take it back. */
  read(): Promise<DeviceState>;
  /** Deletes what a snapshot left that was cut off, and gives its space back. */
  clean(): Promise<void>;
  /** Writes what changed. When this throws, the state before or the next one is there, and has to be read again. */
  write(change: StateChange, next: DeviceState): Promise<void>;
}

/** Where the state stands on the disk. */
interface Position {
  /** Generation of the snapshot; 0 when there is none, or one that has no journal. */
  readonly generation: number;
  /** Digest of the last line of the journal; of the snapshot if there is none. */
  readonly digest: Digest;
  readonly journalLength: number;
  /** Longest journal; 0 when the next commit makes a new snapshot, however short it is. */
  readonly limit: number;
}

const NOTHING: Position = { generation: 0, digest: 'sha256:' as Digest, journalLength: 0, limit: 0 };

const JOURNAL = /^journal-\d+$/;

/**
 * Makes the log of a folder. A snapshot takes the place of the last one and of its journal in one rename: the name of a
 * journal has the generation of its snapshot in it, and it is there, empty, before the snapshot is.
 */
export const createStateLog = ({ files, folder, maxBytes, journalBytes }: StateLogOptions): StateLog => {
  const stateFile = join(folder, 'state');
  const journalFile = (generation: number): string => join(folder, `journal-${generation}`);
  const limitOf = (snapshotBytes: number): number => Math.min(Math.max(journalBytes, snapshotBytes), maxBytes);
  let position = NOTHING;

  const read = async (): Promise<DeviceState> => {
    position = NOTHING;
    const content = await files.readFile(stateFile, maxBytes);
    if (content === undefined) {
      await requireNoJournal();
      return EMPTY_DEVICE_STATE;
    }
    const { state: snapshot, generation, digest } = await decodeSnapshot(content, stateFile);
    const texts = generation === 0 ? [] : await readTexts(journalFile(generation), digest);
    const state = replay(snapshot, texts, journalFile(generation));
    // The last process may have ended between a rename and waiting for it.
    await files.syncFolder(folder);
    const isFolded = generation > 0 && texts.length === 0;
    position = { generation, digest, journalLength: 0, limit: isFolded ? limitOf(content.byteLength) : 0 };
    return state;
  };

  /** The first journal comes, empty, before the first snapshot; all others came after a snapshot that was lost. */
  const requireNoJournal = async (): Promise<void> => {
    const first = basename(journalFile(1));
    for (const name of await files.list(folder)) {
      if (!JOURNAL.test(name)) continue;
      const journal = name === first ? await files.readFile(join(folder, name), maxBytes) : undefined;
      if (name !== first || (journal !== undefined && journal.byteLength > 0))
        throw corrupt(stateFile, 'it is gone, but its journal is not');
    }
  };

  const readTexts = async (path: string, snapshot: Digest): Promise<readonly string[]> => {
    const bytes = await files.readFile(path, maxBytes);
    if (bytes === undefined) throw corrupt(path, 'it is gone');
    const { texts, length } = await readJournal(bytes, snapshot).catch((error: unknown) => {
      throw corrupt(path, reasonOf(error), error);
    });
    // What was cut off was never acknowledged. What is whole may come from a process that ended before it was on the disk.
    if (length < bytes.byteLength) await files.truncate(path, length);
    else await files.append(path, new Uint8Array());
    return texts;
  };

  const replay = (snapshot: DeviceState, texts: readonly string[], path: string): DeviceState => {
    try {
      return applyChanges(snapshot, texts.map(parseChange));
    } catch (error) {
      throw corrupt(path, reasonOf(error), error);
    }
  };

  const append = async (line: JournalLine): Promise<void> => {
    await files.append(journalFile(position.generation), line.bytes);
    position = {
      ...position,
      digest: line.digest,
      journalLength: position.journalLength + line.bytes.byteLength,
    };
  };

  const fold = async (state: DeviceState): Promise<void> => {
    const generation = position.generation + 1;
    const { content, digest } = await encodeSnapshot(state, generation);
    if (content.byteLength > maxBytes)
      throw new StoreError('ERR_STORE_FAILED', `The device state has grown to more than ${maxBytes} bytes.`, {
        hint: 'Raise maxBytes, or let the fleet manager remove deployments.',
      });
    await files.writeFile(journalFile(generation), new Uint8Array());
    await files.syncFolder(folder);
    await writeAtomically(files, stateFile, content);
    const superseded = journalFile(position.generation);
    position = { generation, digest, journalLength: 0, limit: limitOf(content.byteLength) };
    // It does no harm there, and goes with the next start.
    await files.remove(superseded).catch(() => undefined);
  };

  const clean = async (): Promise<void> => {
    const current = basename(journalFile(position.generation));
    for (const name of await files.list(folder))
      if (name.endsWith(UNFINISHED) || (JOURNAL.test(name) && name !== current)) await files.remove(join(folder, name));
  };

  return {
    read,
    clean,
    write: async (change, next) => {
      const line = await journalLine(position.digest, stringifyChange(change));
      if (position.journalLength + line.bytes.byteLength > position.limit) await fold(next);
      else await append(line);
    },
  };
};

import { dirname } from 'node:path';
import { FileTooLargeError, type FileSystem } from '../../src/index.js';

/** A file system that can die, and that forgets in a power cut what was never waited for. */
export interface MemoryFileSystem extends FileSystem {
  readonly files: Map<string, Uint8Array>;
  /** Calls since it was made. */
  readonly calls: () => number;
  /** From this call on every call fails; `after`: that very call still does its work. */
  dieAt(call: number, when: 'before' | 'after'): void;
  /** Works again. After a power cut each folder holds what it held when it was last synced. */
  revive(options: { readonly powerCut: boolean }): void;
}

export const createMemoryFileSystem = (): MemoryFileSystem => {
  const files = new Map<string, Uint8Array>();
  const durable = new Map<string, Uint8Array>();
  const folders = new Set<string>(['/']);
  const durableFolders = new Set<string>();
  let calls = 0;
  let death = { call: Infinity, when: 'before' };

  const call = async <T>(work: () => T): Promise<T> => {
    calls += 1;
    const dead = new Error('The file system is gone.');
    if (calls > death.call || (calls === death.call && death.when === 'before')) throw dead;
    const result = work();
    if (calls === death.call) throw dead;
    return result;
  };
  /** Whether the folder and all above it were there when the folders that hold them were last synced. */
  const isDurable = (folder: string): boolean =>
    folder === '/' || (durableFolders.has(folder) && isDurable(dirname(folder)));
  const requireFolder = (path: string): void => {
    if (!folders.has(dirname(path))) throw new Error(`ENOENT: ${path}`);
  };

  return {
    files,
    calls: () => calls,
    dieAt: (number, when) => {
      death = { call: calls + number, when };
    },
    revive: ({ powerCut }) => {
      death = { call: Infinity, when: 'before' };
      if (!powerCut) return;
      files.clear();
      for (const [path, bytes] of durable) if (isDurable(dirname(path))) files.set(path, bytes);
      folders.clear();
      for (const folder of ['/', ...durableFolders]) if (isDurable(folder)) folders.add(folder);
    },
    readFile: (path, maxBytes) =>
      call(() => {
        const bytes = files.get(path);
        if (bytes && bytes.byteLength > maxBytes) throw new FileTooLargeError(path, maxBytes);
        return bytes;
      }),
    writeFile: (path, bytes) =>
      call(() => {
        requireFolder(path);
        files.set(path, bytes.slice());
      }),
    rename: (from, to) =>
      call(() => {
        const bytes = files.get(from);
        if (bytes === undefined) throw new Error(`ENOENT: ${from}`);
        files.delete(from);
        files.set(to, bytes);
      }),
    syncFolder: (folder) =>
      call(() => {
        if (!folders.has(folder)) throw new Error(`ENOENT: ${folder}`);
        for (const path of new Set([...files.keys(), ...durable.keys()])) {
          if (dirname(path) !== folder) continue;
          const bytes = files.get(path);
          if (bytes) durable.set(path, bytes);
          else durable.delete(path);
        }
        for (const path of new Set([...folders, ...durableFolders])) {
          if (path === '/' || dirname(path) !== folder) continue;
          if (folders.has(path)) durableFolders.add(path);
          else durableFolders.delete(path);
        }
      }),
    makeFolder: (path) =>
      call(() => {
        let topmost: string | undefined;
        for (let folder = path; !folders.has(folder); folder = dirname(folder)) folders.add((topmost = folder));
        return topmost;
      }),
    list: (path) =>
      call(() =>
        [...files.keys(), ...folders]
          .filter((entry) => entry !== path && dirname(entry) === path)
          .map((entry) => entry.slice(path.length + 1))
          .sort(),
      ),
    remove: (path) =>
      call(() => {
        if (files.delete(path)) return;
        if ([...files.keys(), ...folders].some((entry) => entry !== path && dirname(entry) === path)) {
          throw new Error(`ENOTEMPTY: ${path}`);
        }
        folders.delete(path);
      }),
  };
};

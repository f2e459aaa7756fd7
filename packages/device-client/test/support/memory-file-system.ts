import { dirname } from 'node:path';
import { FileTooLargeError, type FileSystem } from '../../src/index.js';

/** A file system that can die, that can be full, and that forgets in a power cut what was never waited for. */
export interface MemoryFileSystem extends FileSystem {
  readonly files: Map<string, Uint8Array>;
  /** Calls since it was made. */
  readonly calls: () => number;
  /** From this call on every call fails; `after`: that very call still does its work. */
  dieAt(call: number, when: 'before' | 'after'): void;
  /** Moments since it was made at which a process can end and leave something else behind than a moment before. */
  readonly moments: () => number;
  /** Nothing happens any more from this moment on. */
  dieAtMoment(moment: number): void;
  /** Works again. After a power cut each folder holds what it held when it was last synced. */
  revive(options: { readonly powerCut: boolean }): void;
  /** While it is, only half of what is written gets there, and whoever writes is told. */
  full: boolean;
  /** What the next process can find, by what happened: only this one ended, or the power was cut as well. */
  remains(): ReadonlyMap<string, MemoryFileSystem>;
}

/** A file, whatever it is called. */
interface Node {
  content: Uint8Array;
  synced: Uint8Array;
}

interface Adopting extends MemoryFileSystem {
  /** Makes these files and folders be there, and be on the disk. */
  adopt(contents: readonly (readonly [string, Uint8Array])[], made: readonly string[]): void;
}

/** Something that was done to a folder and not waited for yet. */
type Change =
  | { readonly kind: 'link'; readonly path: string; readonly node: Node }
  | { readonly kind: 'rename'; readonly from: string; readonly path: string; readonly node: Node }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'makeFolder'; readonly path: string }
  | { readonly kind: 'removeFolder'; readonly path: string };

/** What a power cut leaves of the content of a file that was not waited for. */
const SURVIVALS: Readonly<Record<string, (node: Node) => Uint8Array>> = {
  'nothing unsynced': ({ synced }) => synced,
  'the first half': ({ synced, content }) =>
    content.length > synced.length ? content.slice(0, middle(synced, content)) : synced,
  'zeros for the first half': ({ synced, content }) =>
    content.length > synced.length
      ? Uint8Array.from(content, (byte, at) => (at >= synced.length && at < middle(synced, content) ? 0 : byte))
      : content,
  everything: ({ content }) => content,
};

/** More would make too many disks to look at one by one. */
const MAX_CHANGES = 8;

const middle = (synced: Uint8Array, content: Uint8Array): number => Math.ceil((synced.length + content.length) / 2);

export const createMemoryFileSystem = (): MemoryFileSystem => {
  const files = new Map<string, Uint8Array>();
  const nodes = new WeakMap<Uint8Array, Node>();
  const durable = new Map<string, Node>();
  const folders = new Set<string>(['/']);
  const durableFolders = new Set<string>();
  let changes: Change[] = [];
  let calls = 0;
  let moments = 0;
  let death = { call: Infinity, when: 'before', moment: Infinity };
  const dead = new Error('The file system is gone.');

  /** Does one thing after the other, each at a moment of its own. */
  const call = async <T = void>(...works: (() => T)[]): Promise<T> => {
    calls += 1;
    if (calls > death.call || (calls === death.call && death.when === 'before')) throw dead;
    let result: T | undefined;
    for (const work of works) {
      moments += 1;
      if (moments >= death.moment) throw dead;
      result = work();
    }
    if (calls === death.call) throw dead;
    return result as T;
  };
  /** Reading leaves nothing behind. */
  const look = async <T>(work: () => T): Promise<T> => {
    calls += 1;
    if (calls > death.call || (calls === death.call && death.when === 'before') || moments >= death.moment) throw dead;
    const result = work();
    if (calls === death.call) throw dead;
    return result;
  };

  /** Tests put contents in place that no node knows of. */
  const nodeOf = (content: Uint8Array): Node => {
    const node = nodes.get(content) ?? { content, synced: content };
    nodes.set(content, node);
    return node;
  };
  const fileOf = (path: string): Node => {
    const content = files.get(path);
    if (content === undefined) throw new Error(`ENOENT: ${path}`);
    return nodeOf(content);
  };
  const put = (path: string, node: Node, content: Uint8Array): void => {
    node.content = content;
    nodes.set(content, node);
    files.set(path, content);
  };
  const write = (path: string, bytes: Uint8Array): void => {
    const node = fileOf(path);
    const part = result.full ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
    const content = new Uint8Array(node.content.length + part.length);
    content.set(node.content);
    content.set(part, node.content.length);
    put(path, node, content);
    if (result.full && bytes.length > 0) throw new Error('ENOSPC: no space left on device, write');
  };
  const sync = (path: string): void => {
    const node = fileOf(path);
    node.synced = node.content;
  };
  const requireFolder = (path: string): void => {
    if (!folders.has(dirname(path))) throw new Error(`ENOENT: ${path}`);
  };
  /** Whether the folder and all above it were there when the folders that hold them were last synced. */
  const isDurable = (folder: string): boolean =>
    folder === '/' || (durableFolders.has(folder) && isDurable(dirname(folder)));

  /** What is there when these changes have reached the disk beside what was waited for. */
  const survivor = (reached: readonly Change[], survive: (node: Node) => Uint8Array): Adopting => {
    const entries = new Map(durable);
    const made = new Set(durableFolders);
    for (const change of reached) {
      if (change.kind === 'rename') entries.delete(change.from);
      if (change.kind === 'rename' || change.kind === 'link') entries.set(change.path, change.node);
      if (change.kind === 'unlink') entries.delete(change.path);
      if (change.kind === 'makeFolder') made.add(change.path);
      if (change.kind === 'removeFolder') made.delete(change.path);
    }
    const isThere = (folder: string): boolean => folder === '/' || (made.has(folder) && isThere(dirname(folder)));
    const disk = createMemoryFileSystem() as Adopting;
    disk.adopt(
      [...entries].filter(([path]) => isThere(dirname(path))).map(([path, node]) => [path, survive(node)] as const),
      [...made].filter(isThere),
    );
    return disk;
  };

  const result: Adopting = {
    files,
    full: false,
    calls: () => calls,
    moments: () => moments,
    dieAt: (number, when) => {
      death = { ...death, call: calls + number, when };
    },
    dieAtMoment: (moment) => {
      death = { ...death, moment: moments + moment };
    },
    adopt: (contents, made) => {
      for (const folder of made) {
        folders.add(folder);
        durableFolders.add(folder);
      }
      for (const [path, content] of contents) {
        const copy = content.slice();
        const node = { content: copy, synced: copy };
        put(path, node, copy);
        durable.set(path, node);
      }
    },
    remains: () => {
      const disks = new Map<string, MemoryFileSystem>();
      const seen = new Set<string>();
      if (changes.length > MAX_CHANGES) throw new Error('Too much was never waited for.');
      for (let mask = 0; mask < 2 ** changes.length; mask += 1) {
        const reached = changes.filter((_, index) => (mask >> index) % 2 === 1);
        for (const [name, survive] of Object.entries(SURVIVALS)) {
          const disk = survivor(reached, survive);
          const print = printOf(disk);
          if (seen.has(print)) continue;
          seen.add(print);
          disks.set(`power cut, ${name}, of ${changes.length} changes ${mask.toString(2)}`, disk);
        }
      }
      death = { call: Infinity, when: 'before', moment: Infinity };
      disks.set('the process ended', result);
      return disks;
    },
    revive: ({ powerCut }) => {
      death = { call: Infinity, when: 'before', moment: Infinity };
      if (!powerCut) return;
      changes = [];
      files.clear();
      for (const [path, node] of durable) if (isDurable(dirname(path))) put(path, node, node.synced);
      for (const path of [...durable.keys()]) if (!files.has(path)) durable.delete(path);
      folders.clear();
      for (const folder of ['/', ...durableFolders]) if (isDurable(folder)) folders.add(folder);
    },
    readFile: (path, maxBytes) =>
      look(() => {
        const bytes = files.get(path);
        if (bytes && bytes.byteLength > maxBytes) throw new FileTooLargeError(path, maxBytes);
        return bytes;
      }),
    writeFile: (path, bytes) =>
      call(
        () => {
          requireFolder(path);
          if (files.has(path)) return put(path, fileOf(path), new Uint8Array());
          const node = { content: new Uint8Array(), synced: new Uint8Array() };
          put(path, node, node.content);
          changes.push({ kind: 'link', path, node });
        },
        () => write(path, bytes),
        () => sync(path),
      ),
    append: (path, bytes) =>
      call(
        () => write(path, bytes),
        () => sync(path),
      ),
    truncate: (path, length) =>
      call(
        () => put(path, fileOf(path), fileOf(path).content.slice(0, length)),
        () => sync(path),
      ),
    rename: (from, to) =>
      call(() => {
        const node = fileOf(from);
        files.delete(from);
        files.set(to, node.content);
        changes.push({ kind: 'rename', from, path: to, node });
      }),
    syncFolder: (folder) =>
      call(() => {
        if (!folders.has(folder)) throw new Error(`ENOENT: ${folder}`);
        changes = changes.filter(({ path }) => dirname(path) !== folder);
        for (const path of new Set([...files.keys(), ...durable.keys()])) {
          if (dirname(path) !== folder) continue;
          if (files.has(path)) durable.set(path, fileOf(path));
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
        const made: string[] = [];
        for (let folder = path; !folders.has(folder); folder = dirname(folder)) {
          folders.add((topmost = folder));
          made.unshift(folder);
        }
        changes.push(...made.map((folder) => ({ kind: 'makeFolder', path: folder }) as const));
        return topmost;
      }),
    list: (path) =>
      look(() =>
        [...files.keys(), ...folders]
          .filter((entry) => entry !== path && dirname(entry) === path)
          .map((entry) => entry.slice(path.length + 1))
          .sort(),
      ),
    remove: (path) =>
      call(() => {
        if (files.delete(path)) {
          changes.push({ kind: 'unlink', path });
          return;
        }
        if ([...files.keys(), ...folders].some((entry) => entry !== path && dirname(entry) === path)) {
          throw new Error(`ENOTEMPTY: ${path}`);
        }
        if (folders.delete(path)) changes.push({ kind: 'removeFolder', path });
      }),
  };
  return result;
};

const printOf = ({ files }: MemoryFileSystem): string =>
  [...files]
    .map(([path, bytes]) => `${path} ${Buffer.from(bytes).toString('latin1')}`)
    .sort()
    .join();

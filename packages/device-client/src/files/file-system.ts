/** The few things that are asked of a file system; every one of them may fail, and then throws what the platform says. */
export interface FileSystem {
  /** Reads a whole file of at most `maxBytes`; undefined when it does not exist. */
  readFile(path: string, maxBytes: number): Promise<Uint8Array | undefined>;
  /** Writes a whole file that only its owner may read (0600), and waits until it is on the disk. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  /** Puts a file in the place of another, in one moment. */
  rename(from: string, to: string): Promise<void>;
  /** Waits until renames and removals in a folder are on the disk. */
  syncFolder(path: string): Promise<void>;
  /** Makes a folder that only its owner may enter (0700), and those above it; content with one that is there. */
  makeFolder(path: string): Promise<void>;
  /** Names of what a folder holds, sorted; empty when it does not exist. */
  list(path: string): Promise<readonly string[]>;
  /** Removes a file, or an empty folder; content when it is gone already. */
  remove(path: string): Promise<void>;
}

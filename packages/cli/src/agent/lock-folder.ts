import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../usage-error.js';

const LOCK = 'agent.pid';

/**
 * Makes sure that no other process is the same device: two of them would write over what the other remembers. A lock
 * whose process is gone does not count.
 *
 * @returns what lets go of it
 * @throws UsageError when another process is at it
 */
export const lockFolder = async (folder: string): Promise<() => Promise<void>> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, LOCK);
  for (let turn = 0; turn < 2; turn += 1) {
    try {
      await writeFile(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    // In a container every process has the same number, also the one that was killed before.
    if (holder > 0 && holder !== process.pid && isAlive(holder))
      throw new UsageError(
        `Process ${holder} is this device already.`,
        `End it first, or be another device with --client-id or --state. If it is none of yours, remove ${file}.`,
      );
    await rm(file, { force: true });
  }
  throw new UsageError(`The folder ${folder} cannot be locked.`);
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

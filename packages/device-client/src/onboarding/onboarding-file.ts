import { dirname } from 'node:path';
import { FileTooLargeError, type FileSystem } from '../files/file-system.js';
import { makeFolder } from '../files/make-folder.js';
import { nodeFileSystem } from '../files/node-file-system.js';
import { writeAtomically } from '../files/write-atomically.js';
import type { OnboardingRecord, OnboardingStore } from './onboarding-store.js';

/** Options of {@link createOnboardingFile}. */
export interface OnboardingFileOptions {
  /** Name of the file; its folder is made when it does not exist. */
  readonly file: string;
  /** Default: the file system of the machine. */
  readonly fileSystem?: FileSystem;
}

/** The addresses in it are short. */
const MAX_BYTES = 16 * 1024;

/**
 * Makes a store that keeps the record in a file of JSON, which is replaced as a whole. A file that was damaged counts as
 * none: the device then asks again, and gets the same id.
 *
 * @throws nothing itself; its methods throw what the file system throws
 *
 * @example
 * ```ts
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { createOnboardingFile } from '@margo-sdk/device-client';
 *
 * const folder = await mkdtemp(join(tmpdir(), 'device-'));
 * const file = join(folder, 'onboarding.json');
 * const record = { clientId: 'press-7', fleetManager: 'https://wfm.example.com/', fingerprint: 'AB:CD' };
 * await createOnboardingFile({ file }).write(record);
 * console.log((await createOnboardingFile({ file }).read())?.clientId); // press-7
 * await rm(folder, { recursive: true });
 * ```
 */
export const createOnboardingFile = ({
  file,
  fileSystem: files = nodeFileSystem,
}: OnboardingFileOptions): OnboardingStore => ({
  read: async () => {
    const bytes = await readIfSmall(files, file);
    return bytes && recordIn(bytes);
  },
  write: async ({ clientId, fleetManager, fingerprint }) => {
    await makeFolder(files, dirname(file));
    const text = `${JSON.stringify({ clientId, fleetManager, fingerprint })}\n`;
    await writeAtomically(files, file, new TextEncoder().encode(text));
  },
});

const readIfSmall = async (files: FileSystem, file: string): Promise<Uint8Array | undefined> => {
  try {
    return await files.readFile(file, MAX_BYTES);
  } catch (error) {
    if (error instanceof FileTooLargeError) return undefined;
    throw error;
  }
};

const recordIn = (bytes: Uint8Array): OnboardingRecord | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  const [clientId, fleetManager, fingerprint] = ['clientId', 'fleetManager', 'fingerprint'].map((name) =>
    textOf(value, name),
  );
  if (clientId === undefined || fleetManager === undefined || fingerprint === undefined) return undefined;
  return { clientId, fleetManager, fingerprint };
};

const textOf = (value: unknown, name: string): string | undefined => {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  const text = (value as Readonly<Record<string, unknown>>)[name];
  return typeof text === 'string' && text !== '' ? text : undefined;
};

import { readFile } from 'node:fs/promises';

/** Where a process of the demo finds who it is and whom to trust: paths, because secrets do not belong in messages. */
export interface IdentityFiles {
  readonly certificate: string;
  readonly privateKey: string;
  /** The trust bundle, or the root certificate where the fleet manager is known by its host name. */
  readonly trust: string;
}

/** The texts of these files. */
export const readIdentity = async ({ certificate, privateKey, trust }: IdentityFiles): Promise<IdentityFiles> => ({
  certificate: await readFile(certificate, 'utf8'),
  privateKey: await readFile(privateKey, 'utf8'),
  trust: await readFile(trust, 'utf8'),
});

import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { margoIdentityOf, type MargoIdentity } from '@margo-sdk/protocol';
import { readCredentials } from '@margo-sdk/protocol/node';
import { MargoError } from '@margo-sdk/spec-model';
import {
  createDevelopmentIssuer,
  loadDevelopmentCredentials,
  loadDevelopmentIssuer,
  saveDevelopmentCredentials,
  saveDevelopmentIssuer,
  type DevelopmentCredentials,
  type DevelopmentIssuer,
  type IssueOptions,
} from '@margo-sdk/testkit';
import { UsageError } from '../usage-error.js';
import type { FleetFolder } from './fleet-folder.js';

/** The authority of a development fleet, and whom it makes certificates for. */
export interface DevelopmentPki {
  readonly issuer: DevelopmentIssuer;
  /** Id of the fleet manager within its trust domain. */
  readonly wfmId: string;
}

/** Names of a new development fleet. */
export interface PkiNames {
  readonly trustDomain: string;
  readonly wfmId: string;
}

/** What a development fleet is called unless told otherwise. */
export const DEFAULT_PKI_NAMES: PkiNames = { trustDomain: 'factory.example', wfmId: 'line-1' };

/** A certificate that ends within this time is made anew: it would not last a working day. */
const FRESH_MS = 12 * 3_600_000;

/**
 * Makes the authority and the certificate of the fleet manager.
 *
 * @throws MargoError `ERR_FILE_EXISTS`, and nothing is written; `ERR_SPIFFE_ID_INVALID`
 */
export const initPki = async (
  folder: FleetFolder,
  { trustDomain, wfmId }: PkiNames,
  overwrite: boolean,
): Promise<DevelopmentPki> => {
  const issuer = await createDevelopmentIssuer({ trustDomain });
  const fleetManager = await issuer.issueFleetManager(wfmId);
  await saveDevelopmentIssuer(issuer, folder.pki, { overwrite });
  // A fleet manager without its issuer is what is left of something that cannot be used any more.
  await saveDevelopmentCredentials(fleetManager, folder.fleetManager, { overwrite: true });
  // Keys that everybody can fetch from a repository are worth nothing.
  await writeFile(join(dirname(folder.pki), '.gitignore'), '*\n');
  return { issuer, wfmId };
};

/**
 * Reads the authority and whose certificate the fleet manager has.
 *
 * @throws UsageError when there is none
 * @throws MargoError what the testkit says about files that cannot be used
 */
export const loadPki = async (folder: FleetFolder): Promise<DevelopmentPki> => {
  const pki = await findPki(folder);
  if (pki) return pki;
  throw new UsageError(
    `There is no development issuer in ${folder.name}.`,
    'margo pki init makes one, and so does margo wfm --dev; both take --folder.',
  );
};

/** The same, or undefined when there is none. */
export const findPki = async (folder: FleetFolder): Promise<DevelopmentPki | undefined> => {
  const issuer = await unless('ERR_ISSUER_NOT_FOUND', loadDevelopmentIssuer(folder.pki));
  if (!issuer) return undefined;
  const fleetManager = await unless('ERR_CREDENTIALS_NOT_FOUND', loadDevelopmentCredentials(folder.fleetManager));
  return { issuer, wfmId: (fleetManager && identityOf(fleetManager)?.wfmId) ?? DEFAULT_PKI_NAMES.wfmId };
};

/**
 * Gives certificate and key that are kept in a folder, and puts new ones there where there are none, or none that the
 * issuer of today has signed and that last.
 */
export const freshCredentials = async (
  at: string,
  { issuer, wfmId }: DevelopmentPki,
  clientId?: string,
  options: Pick<IssueOptions, 'notAfter'> = {},
): Promise<DevelopmentCredentials> => {
  const kept = await unless('ERR_CREDENTIALS_NOT_FOUND', loadDevelopmentCredentials(at));
  const identity = kept && identityOf(kept);
  const isHis = identity?.wfmId === wfmId && (identity.role === 'client' ? identity.clientId : undefined) === clientId;
  if (kept && isHis && isFresh(kept, issuer)) return kept;
  const issued = await (clientId === undefined
    ? issuer.issueFleetManager(wfmId, options)
    : issuer.issueClient(wfmId, clientId, options));
  await saveDevelopmentCredentials(issued, at, { overwrite: true });
  return issued;
};

const isFresh = (credentials: DevelopmentCredentials, issuer: DevelopmentIssuer): boolean => {
  const { root, intermediate } = issuer.authority();
  const authority = new X509Certificate((intermediate ?? root).certificate);
  try {
    const { expiresAt } = readCredentials(credentials);
    const isSigned = new X509Certificate(credentials.certificate).verify(authority.publicKey);
    return isSigned && expiresAt.getTime() - Date.now() > FRESH_MS;
  } catch {
    return false;
  }
};

const identityOf = ({ spiffeId }: DevelopmentCredentials): MargoIdentity | undefined => margoIdentityOf(spiffeId);

const unless = async <Result>(code: string, work: Promise<Result>): Promise<Result | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (MargoError.isInstance(error) && error.code === code) return undefined;
    throw error;
  }
};

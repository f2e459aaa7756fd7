import { X509Certificate } from 'node:crypto';
import { parseSpiffeId, readCertificate, trustDomainOf } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import { readAuthority, type AuthorityPem } from './authority.js';
import { issuerWith, type DevelopmentIssuer, type DevelopmentIssuerOptions } from './development-issuer.js';
import { readOwnerOnly, writeOwnerOnly, type SaveOptions } from './owner-only-files.js';

/** Names of the files; each says what it is for. */
const FILES = {
  root: { certificate: 'development-root.pem', privateKey: 'development-root-key.pem' },
  intermediate: { certificate: 'development-intermediate.pem', privateKey: 'development-intermediate-key.pem' },
} as const;
const TRUST_BUNDLE = 'development-trust-bundle.json';

/**
 * Writes an issuer into a folder, so that it still is the same in another process: certificates and keys of its
 * authorities as PEM, and the trust bundle as JSON. Only their owner may read the files (0600), and enter the folder where
 * it is made (0700). **For development only**: the keys are not encrypted.
 *
 * @param issuer - what is written
 * @param folder - is made where it is missing
 * @param options - whether an issuer that is there already may be replaced; all that it has issued is worthless then
 * @throws MargoError `ERR_FILE_EXISTS`, and nothing is written
 * @throws what the file system says
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { createDevelopmentIssuer, loadDevelopmentIssuer, saveDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const folder = await mkdtemp(join(tmpdir(), 'margo-'));
 * await saveDevelopmentIssuer(await createDevelopmentIssuer({ trustDomain: 'factory.example' }), folder);
 * const issuer = await loadDevelopmentIssuer(folder); // later, in another process
 * console.log(issuer.trustDomain); // factory.example
 * ```
 */
export const saveDevelopmentIssuer = async (
  issuer: DevelopmentIssuer,
  folder: string,
  options: SaveOptions = {},
): Promise<void> => {
  const { root, intermediate } = issuer.authority();
  const files = {
    ...filesOf('root', root),
    ...filesOf('intermediate', intermediate),
    [TRUST_BUNDLE]: `${issuer.trustBundle()}\n`,
  };
  await writeOwnerOnly(folder, files, options);
};

/**
 * Reads the issuer that {@link saveDevelopmentIssuer} has written. It issues as the same authority as before.
 *
 * @param folder - where it was written
 * @param options - `now`: the clock that validity is counted from; default: the system's
 * @throws MargoError `ERR_ISSUER_NOT_FOUND`, `ERR_ISSUER_INVALID`, `ERR_FILE_PERMISSIONS` when others than the owner may
 *   open a file, `ERR_FILE_TOO_LARGE`
 * @throws what the file system says
 *
 * @example
 * ```ts
 * import { loadDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * await loadDevelopmentIssuer('no-such-folder').catch((error) => console.log(error.code)); // ERR_ISSUER_NOT_FOUND
 * ```
 */
export const loadDevelopmentIssuer = async (
  folder: string,
  { now = () => new Date() }: Pick<DevelopmentIssuerOptions, 'now'> = {},
): Promise<DevelopmentIssuer> => {
  const root = await readPem(folder, 'root');
  if (root === undefined)
    throw new MargoError('ERR_ISSUER_NOT_FOUND', `There is no development issuer in ${folder}.`, {
      hint: 'Make one with createDevelopmentIssuer and write it with saveDevelopmentIssuer.',
    });
  const intermediate = await readPem(folder, 'intermediate');
  const trustDomain = domainOf(root);
  return issuerWith({
    trustDomain,
    now,
    root: await readAuthority('root', trustDomain, root),
    intermediate: intermediate && (await readAuthority('intermediate', trustDomain, intermediate)),
  });
};

type Kind = keyof typeof FILES;

const filesOf = (kind: Kind, pem: AuthorityPem | undefined): Record<string, string | undefined> => ({
  [FILES[kind].certificate]: pem?.certificate,
  [FILES[kind].privateKey]: pem?.privateKey,
});

/** Undefined when neither file is there. */
const readPem = async (folder: string, kind: Kind): Promise<AuthorityPem | undefined> => {
  const names = FILES[kind];
  const certificate = await readOwnerOnly(folder, names.certificate);
  const privateKey = await readOwnerOnly(folder, names.privateKey);
  if (certificate === undefined && privateKey === undefined) return undefined;
  if (certificate === undefined || privateKey === undefined)
    throw invalid(`One of ${names.certificate} and ${names.privateKey} is missing in ${folder}.`);
  return { certificate, privateKey };
};

/** The root says which trust domain it is for; nobody else has to remember that. */
const domainOf = ({ certificate }: AuthorityPem): string => {
  try {
    const [name = ''] = readCertificate(new X509Certificate(certificate).raw).uriNames;
    return trustDomainOf(parseSpiffeId(name));
  } catch (cause) {
    throw invalid(`${FILES.root.certificate} is no certificate of a trust domain.`, cause);
  }
};

const invalid = (message: string, cause?: unknown): MargoError =>
  new MargoError('ERR_ISSUER_INVALID', message, {
    cause,
    hint: 'Bring back what was saved, or make a new issuer; all that this one has issued has to be issued again then.',
  });

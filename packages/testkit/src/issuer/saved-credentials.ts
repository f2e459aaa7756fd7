import { X509Certificate } from 'node:crypto';
import { parseSpiffeId, readCertificate } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import type { DevelopmentCredentials } from './development-issuer.js';
import { readOwnerOnly, writeOwnerOnly, type SaveOptions } from './owner-only-files.js';

const CERTIFICATE = 'development-certificate.pem';
const PRIVATE_KEY = 'development-key.pem';

/**
 * Writes certificate and key of one party into a folder, as PEM that only its owner may read (0600). **For development
 * only**: the key is not encrypted.
 *
 * @param credentials - what is written
 * @param folder - one for each party; is made where it is missing
 * @param options - whether credentials that are there already may be replaced
 * @throws MargoError `ERR_FILE_EXISTS`, and nothing is written
 * @throws what the file system says
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import {
 *   createDevelopmentIssuer,
 *   loadDevelopmentCredentials,
 *   saveDevelopmentCredentials,
 * } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const folder = await mkdtemp(join(tmpdir(), 'margo-'));
 * await saveDevelopmentCredentials(await issuer.issueClient('line-1', 'press-7'), folder);
 * const { spiffeId } = await loadDevelopmentCredentials(folder);
 * console.log(spiffeId); // spiffe://factory.example/margo/wfm/line-1/client/press-7
 * ```
 */
export const saveDevelopmentCredentials = async (
  { certificate, privateKey }: DevelopmentCredentials,
  folder: string,
  options: SaveOptions = {},
): Promise<void> => {
  await writeOwnerOnly(folder, { [CERTIFICATE]: certificate, [PRIVATE_KEY]: privateKey }, options);
};

/**
 * Reads what {@link saveDevelopmentCredentials} has written; whether it is still valid is for those to judge whom it is
 * shown to.
 *
 * @param folder - where it was written
 * @throws MargoError `ERR_CREDENTIALS_NOT_FOUND`, `ERR_CREDENTIALS_INVALID`, `ERR_FILE_PERMISSIONS` when others than the
 *   owner may open a file, `ERR_FILE_TOO_LARGE`
 * @throws what the file system says
 *
 * @example
 * ```ts
 * import { loadDevelopmentCredentials } from '@margo-sdk/testkit';
 *
 * await loadDevelopmentCredentials('no-such-folder').catch((error) => console.log(error.code)); // ERR_CREDENTIALS_NOT_FOUND
 * ```
 */
export const loadDevelopmentCredentials = async (folder: string): Promise<DevelopmentCredentials> => {
  const certificate = await readOwnerOnly(folder, CERTIFICATE);
  const privateKey = await readOwnerOnly(folder, PRIVATE_KEY);
  if (certificate === undefined || privateKey === undefined)
    throw new MargoError(
      'ERR_CREDENTIALS_NOT_FOUND',
      `Expected ${CERTIFICATE} and ${PRIVATE_KEY} in ${folder}, and at least one is missing.`,
      { hint: 'Have a development issuer issue them and write them with saveDevelopmentCredentials.' },
    );
  try {
    const [name = ''] = readCertificate(new X509Certificate(certificate).raw).uriNames;
    return { spiffeId: parseSpiffeId(name), certificate, privateKey };
  } catch (cause) {
    throw new MargoError('ERR_CREDENTIALS_INVALID', `The first certificate in ${CERTIFICATE} names no SPIFFE id.`, {
      cause,
      hint: 'Issue it again.',
    });
  }
};

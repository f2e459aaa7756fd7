import { X509Certificate } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { acceptAnyCertificate, type CertificatePolicy } from '@margo-sdk/orchestrator-client';
import { readNeeded, type Source } from '../input/read-input.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import type { SignedCall } from './signed-options.js';

/**
 * Makes the policy that decides which devices are let in (LG-12). There is no default: holding a key says nothing about
 * whose it is.
 *
 * @throws UsageError when nobody is accepted, or the folder cannot be read
 */
export const certificatePolicyOf = async (call: SignedCall, source: Source): Promise<CertificatePolicy> => {
  const { 'accept-certificates': name, 'accept-any-certificate': any = false } = call;
  if (any && name !== undefined)
    throw new UsageError('--accept-any-certificate lets everybody in, so --accept-certificates says nothing more.');
  if (any) return acceptAnyCertificate;
  if (name === undefined)
    throw new UsageError(
      'Nobody is let in.',
      'Name a folder of certificates with --accept-certificates, or let everybody in with --accept-any-certificate.',
    );
  const folder = resolve(source.folder, name);
  try {
    await readdir(folder);
  } catch {
    throw new UsageError(`Cannot read the folder ${printable(name)}.`);
  }
  // Read anew each time: devices ask once, and files come and go.
  return async ({ pem }) => {
    const asked = new X509Certificate(pem).fingerprint256;
    const files = (await readdir(folder)).filter((file) => file.endsWith('.pem'));
    for (const file of files) if ((await fingerprintIn(join(folder, file), source)) === asked) return true;
    return false;
  };
};

/** Of the first certificate in a file; undefined when there is none, for one bad file must not keep all others out. */
const fingerprintIn = async (file: string, source: Source): Promise<string | undefined> => {
  try {
    return new X509Certificate(await readNeeded(file, source)).fingerprint256;
  } catch {
    return undefined;
  }
};

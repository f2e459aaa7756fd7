import type { Digest } from '@margo-sdk/spec-model';
import { BundleError } from './bundle-error.js';
import { BUNDLE_LIMITS, type BundleLimits } from './bundle-limits.js';
import { decompress, type Gunzip } from './decompress.js';
import { readArchive } from './read-archive.js';

/** A deployment that has to be in the bundle, as `deployments` of the manifest names it. */
export interface ExpectedDeployment {
  readonly deploymentId: string;
  readonly digest: Digest;
}

/** What reading needs of the platform. */
export interface BundlePlatform {
  readonly gunzip: Gunzip;
  /** SHA-256 of each. */
  readonly digestsOf: (contents: readonly Uint8Array[]) => readonly Digest[] | Promise<readonly Digest[]>;
}

/** Reads a bundle with what the platform does best; see `readBundle`. */
export const readBundleWith = async (
  { gunzip, digestsOf }: BundlePlatform,
  bytes: Uint8Array,
  expected: readonly ExpectedDeployment[],
  limits: BundleLimits,
): Promise<ReadonlyMap<Digest, Uint8Array>> => {
  const wanted = new Map(expected.map(({ deploymentId, digest }) => [digest, deploymentId]));
  const bounds = { ...BUNDLE_LIMITS, ...limits };
  const tar = await decompress(bytes, bounds, gunzip);
  const files = readArchive(tar, { maxEntries: wanted.size, maxEntryBytes: bounds.maxEntryBytes });
  const digests = await digestsOf(files.map((file) => file.bytes));

  const documents = new Map<Digest, Uint8Array>();
  files.forEach(({ name, bytes: document }, index) => {
    const digest = digests[index];
    if (digest === undefined || !wanted.has(digest)) throw unknown(name, digest);
    if (documents.set(digest, document).size === index) throw twice(digest);
  });
  if (documents.size === wanted.size) return documents;
  const [digest, deploymentId] = [...wanted].find(([one]) => !documents.has(one)) ?? [];
  throw missing(deploymentId, digest);
};

const unknown = (name: string, digest = ''): BundleError =>
  new BundleError(
    'ERR_BUNDLE_ENTRY_UNKNOWN',
    `The manifest names no deployment with digest ${digest}, which the file ${JSON.stringify(name.slice(0, 100))} has.`,
  );
const twice = (digest: Digest): BundleError =>
  new BundleError('ERR_BUNDLE_DUPLICATE', `The bundle holds the deployment with digest ${digest} twice.`);
const missing = (deploymentId = '', digest = ''): BundleError =>
  new BundleError(
    'ERR_BUNDLE_ENTRY_MISSING',
    `The bundle does not hold deployment ${deploymentId} with digest ${digest}.`,
  );

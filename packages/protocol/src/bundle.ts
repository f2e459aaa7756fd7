import { MargoError, parseDeploymentId } from '@margo-sdk/spec-model';
import { packTar } from 'modern-tar';

/** One ApplicationDeployment in a bundle. */
export interface BundleEntry {
  /** The deployment's UUID; names the file. */
  readonly deploymentId: string;
  /** The very bytes whose digest the manifest gives. */
  readonly bytes: Uint8Array;
}

/**
 * Packs deployments into a bundle archive: a gzip-compressed tar with one `<deploymentId>.yaml` each at its root
 * (DS-13; the file names are our choice, M-19). The same entries give the same bytes in whatever order they come.
 * Keep the bytes: another release of the compressor may pack differently, and the manifest names these (DS-14).
 *
 * @param entries - at least one, each deployment once
 * @throws MargoError `ERR_BUNDLE_EMPTY`: with no deployments the manifest's `bundle` is `null` (DS-09, DS-10)
 * @throws MargoError `ERR_BUNDLE_DUPLICATE`: a deployment comes twice
 * @throws MargoError `ERR_DEPLOYMENT_ID_INVALID`: an id is not a UUID
 *
 * @example
 * ```ts
 * import { sha256Digest, writeBundle } from '@margo-sdk/protocol';
 *
 * const bytes = new TextEncoder().encode('id: 7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11\n');
 * const bundle = await writeBundle([{ deploymentId: '7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11', bytes }]);
 * console.log(await sha256Digest(bundle), bundle.byteLength);
 * ```
 */
export const writeBundle = async (entries: readonly BundleEntry[]): Promise<Uint8Array> => {
  if (entries.length === 0)
    throw new MargoError('ERR_BUNDLE_EMPTY', 'A bundle needs at least one deployment, got none.', {
      hint: 'Set `bundle` of the manifest to null when there are no deployments.',
    });
  const files = entries.map(toFile).sort((a, b) => (a.name < b.name ? -1 : 1));
  refuseDuplicates(files.map((file) => file.name));
  return gzip(await packTar(files.map(({ name, bytes }) => ({ header: header(name, bytes.byteLength), body: bytes }))));
};

/** UUIDs compare without case (RFC 9562 §4), and so do some file systems; the file names therefore have none. */
const toFile = ({ deploymentId, bytes }: BundleEntry) => ({
  name: `${parseDeploymentId(deploymentId).toLowerCase()}.yaml`,
  bytes,
});

const refuseDuplicates = (sortedNames: readonly string[]): void => {
  const twice = sortedNames.find((name, index) => name === sortedNames[index + 1]);
  if (twice !== undefined)
    throw new MargoError('ERR_BUNDLE_DUPLICATE', `A bundle holds each deployment once, got ${twice} twice.`);
};

/** Nothing of the machine that packs gets into the archive: no time, no owner, one mode. */
const header = (name: string, size: number) => ({
  ...{ name, size, type: 'file' as const, mode: 0o644, mtime: new Date(0) },
  ...{ uid: 0, gid: 0, uname: '', gname: '' },
});

const gzip = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  const archive = new Uint8Array(await new Response(compressed).arrayBuffer());
  // RFC 1952 §2.3: time (4 bytes), compression level and operating system differ between platforms; 255 = unknown.
  archive.set([0, 0, 0, 0, 0, 255], 4);
  return archive;
};

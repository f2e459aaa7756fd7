import { packBundleEntry } from './bundle-segment.js';
import { inOrder, type BundleEntry } from './entry.js';
import { GZIP_HEADER } from './gzip.js';
import { ARCHIVE_END, writeArchive } from './write-archive.js';

/**
 * Packs deployments into a bundle archive: a gzip-compressed tar with one `<deploymentId>.yaml` each at its root
 * (DS-13; the file names are our choice, M-19). The same entries give the same bytes in whatever order they come.
 * Keep the bytes: another release of the compressor may pack differently, and the manifest names these (DS-14). A fleet
 * manager that publishes often packs each deployment once, with `packBundleEntry` of `@margo-sdk/protocol/node`.
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
  const tar = writeArchive(inOrder(entries.map(packBundleEntry)));
  const compressed = new Blob([tar, ARCHIVE_END]).stream().pipeThrough(new CompressionStream('gzip'));
  const archive = new Uint8Array(await new Response(compressed).arrayBuffer());
  archive.set(GZIP_HEADER);
  return archive;
};

/*
 * Bundles with zlib, in addition to `src/bundle`, which says what a bundle is and has only the streams of the platform.
 * Those cannot be flushed in the middle, so they can write a bundle only as a whole: `writeBundle` there. A fleet manager
 * that changes one of a thousand deployments would compress all of them again; hence the second writer, `joinBundle`.
 * Both write the same tar. Reading is the same code with a faster decompressor and hash.
 */
export { packBundleEntry, type BundleSegment } from '../../bundle/bundle-segment.js';
export { joinBundle } from './join-bundle.js';
export { readBundle } from './read-bundle.js';

import { crc32, gunzipSync, gzipSync } from 'node:zlib';
import { BUNDLE_LIMITS, BundleError, readBundle, sha256Digest, writeBundle } from '@margo-sdk/protocol';
import { readBundle as readBundleOnNode } from '@margo-sdk/protocol/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { END, bundleOf, entry, record, type Entry } from './archives.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const ids = ['0a1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11', 'fc1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b22'] as const;
const [first, second] = ids.map((deploymentId) => ({ deploymentId, bytes: encode(`id: ${deploymentId}\n`) })) as [
  { deploymentId: string; bytes: Uint8Array },
  { deploymentId: string; bytes: Uint8Array },
];
const digestOf = async ({ deploymentId, bytes }: typeof first) => ({ deploymentId, digest: await sha256Digest(bytes) });
const expected = await Promise.all([first, second].map(digestOf));
const one = expected.slice(0, 1);
const file: Entry = { name: 'a.yaml', content: first.bytes };
const other: Entry = { name: 'b.yaml', content: second.bytes };

const refusal = async (promise: Promise<unknown>): Promise<BundleError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BundleError);
  return error as BundleError;
};

describe.each([
  ['on every platform', readBundle],
  ['on Node', readBundleOnNode],
])('reading a bundle %s', (_, read) => {
  const refused = async (bundle: Uint8Array, wanted = expected, limits = {}) =>
    (await refusal(read(bundle, wanted, limits))).code;

  it('gives the documents by their digests, byte for byte (M-19, DS-31)', async () => {
    const documents = await read(await writeBundle([second, first]), expected);
    expect([...documents.keys()].sort()).toEqual(expected.map(({ digest }) => digest).sort());
    for (const [index, { bytes }] of [first, second].entries())
      expect(Buffer.from(documents.get(expected[index]!.digest)!).equals(bytes)).toBe(true);
  });

  it('gives back any documents, empty ones included (M-19)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.uint8Array({ maxLength: 1500 }), { maxLength: 6, selector: (bytes) => bytes.join() }),
        async (contents) => {
          const bundle = bundleOf(...contents.map((content, index) => ({ name: `${index}.yaml`, content })));
          const wanted = await Promise.all(
            contents.map(async (bytes, index) => ({ deploymentId: `${index}`, digest: await sha256Digest(bytes) })),
          );
          const documents = await read(bundle, wanted);
          expect(wanted.map(({ digest }) => [...documents.get(digest)!])).toEqual(contents.map((bytes) => [...bytes]));
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each<[string, Uint8Array]>([
    ['names of any kind at the root', bundleOf({ ...file, name: './sha256:00 ä.yml' }, other)],
    ['the mark of GNU tar', bundleOf({ ...file, magic: 'ustar  \0' }, other)],
    ['a type from before POSIX', bundleOf({ ...file, type: '\0' }, other)],
    ['numbers between spaces', bundleOf({ ...file, size: `   ${first.bytes.byteLength.toString(8)} \0` }, other)],
    ['times with fractions', bundleOf({ name: 'x', type: 'x', content: record('mtime', '1.5') }, file, other)],
    ['a comment for all', bundleOf({ name: 'g', type: 'g', content: record('comment', 'ü') }, file, other)],
    ['zeros up to a round size', bundleOf(file, other, Buffer.alloc(8192))],
  ])('takes what other programs write: %s (M-19)', async (_what, bundle) => {
    expect((await read(bundle, expected)).size).toBe(2);
  });

  it.each<[string, Uint8Array]>([
    ['a directory', bundleOf({ name: 'd/', type: '5' }, file, other)],
    ['a symbolic link', bundleOf({ ...file, type: '2', link: '/etc/passwd' }, other)],
    ['a hard link', bundleOf({ ...file, type: '1', link: 'b.yaml' }, other)],
    ['a character device', bundleOf({ ...file, type: '3' }, other)],
    ['a block device', bundleOf({ ...file, type: '4' }, other)],
    ['a pipe', bundleOf({ ...file, type: '6' }, other)],
    ['a contiguous file', bundleOf({ ...file, type: '7' }, other)],
    ['a sparse file', bundleOf({ ...file, type: 'S' }, other)],
    ['a long name', bundleOf({ name: '././@LongLink', type: 'L', content: '../../evil\0' }, file, other)],
    ['a long link name', bundleOf({ name: '././@LongLink', type: 'K', content: '/etc\0' }, file, other)],
    ['a type that nobody knows', bundleOf({ ...file, type: 'Z' }, other)],
    ['a folder', bundleOf({ ...file, name: 'd/a.yaml' }, other)],
    ['a folder in the prefix', bundleOf({ ...file, prefix: 'd' }, other)],
    ['an absolute name', bundleOf({ ...file, name: '/a.yaml' }, other)],
    ['a name that leads out', bundleOf({ ...file, name: '../a.yaml' }, other)],
    ['a name that leads out on Windows', bundleOf({ ...file, name: '..\\a.yaml' }, other)],
    ['the folder itself', bundleOf({ ...file, name: '.' }, other)],
    ['the folder above', bundleOf({ ...file, name: '..' }, other)],
    ['no name', bundleOf({ ...file, name: '' }, other)],
    ['a line feed in a name', bundleOf({ ...file, name: 'a\nb.yaml' }, other)],
    [
      'attributes by the thousand',
      bundleOf({ name: 'x', type: 'x', content: record('a', 'b').repeat(1000) }, file, other),
    ],
    ['an attribute that renames', bundleOf({ name: 'x', type: 'x', content: record('path', '../evil') }, file, other)],
    ['an attribute that resizes', bundleOf({ name: 'x', type: 'x', content: record('size', '1') }, file, other)],
    ['an attribute that links', bundleOf({ name: 'x', type: 'x', content: record('linkpath', '/') }, file, other)],
    ['holes', bundleOf({ name: 'x', type: 'x', content: record('GNU.sparse.major', '1') }, file, other)],
    [
      'an attribute for all that renames',
      bundleOf({ name: 'g', type: 'g', content: record('path', 'y') }, file, other),
    ],
  ])('refuses anything but regular files at the root: %s (M-19)', async (_what, bundle) => {
    expect(await refused(bundle)).toBe('ERR_BUNDLE_ENTRY_REFUSED');
  });

  it.each<[string, Uint8Array]>([
    ['a checksum that does not fit', bundleOf({ ...file, checksum: '000001\0 ' }, other)],
    ['no checksum', bundleOf({ ...file, checksum: '\0\0\0\0\0\0\0\0' }, other)],
    ['no mark of tar', bundleOf({ ...file, magic: 'xstar\u000000' }, other)],
    ['a size that is longer than the archive', bundleOf({ ...file, size: '00000777777' }, other)],
    ['a size that is shorter than the content', bundleOf({ ...file, content: Buffer.alloc(600, 65), size: '1' })],
    ['a negative size', bundleOf({ ...file, size: '-0000000001' }, other)],
    ['a size with other digits', bundleOf({ ...file, size: '00000000009' }, other)],
    ['a binary size', bundleOf({ ...file, bytes: [124, [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]] }, other)],
    ['a name with something hidden behind a zero', bundleOf({ ...file, bytes: [10, [65]] }, other)],
    ['a name that is not UTF-8', bundleOf({ ...file, bytes: [0, [0xff]] }, other)],
    ['attributes that are none', bundleOf({ name: 'x', type: 'x', content: '12 nonsense' }, file, other)],
    ['attributes with a wrong length', bundleOf({ name: 'x', type: 'x', content: '99 mtime=1\n' }, file, other)],
    ['attributes with no length', bundleOf({ name: 'x', type: 'x', content: '0 a=b\n' }, file, other)],
    ['attributes of nothing', bundleOf(file, other, entry({ name: 'x', type: 'x', content: record('a', 'b') }))],
    ['no end', gzipSync(Buffer.concat([entry(file), entry(other)]))],
    ['half an end', gzipSync(Buffer.concat([entry(file), entry(other), Buffer.alloc(512)]))],
    ['an end in the middle', bundleOf(file, END, other)],
    ['a lone block of zeros', bundleOf(file, Buffer.alloc(512), other)],
    ['something behind the end', gzipSync(Buffer.concat([entry(file), entry(other), END, Buffer.from('x')]))],
    ['text', gzipSync(Buffer.alloc(2048, 'text '))],
  ])('refuses what is no whole archive: %s (M-19)', async (_what, bundle) => {
    expect(await refused(bundle)).toBe('ERR_BUNDLE_ARCHIVE_INVALID');
  });

  const good = Buffer.from(bundleOf(file, other));
  const changed = (at: number): Uint8Array => {
    const copy = Uint8Array.from(good);
    copy[at < 0 ? copy.length + at : at]! ^= 1;
    return copy;
  };
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a plain archive', gunzipSync(good)],
    ['zlib instead of gzip', Buffer.concat([Buffer.from([0x78, 0x9c]), good.subarray(10)])],
    ['another method than deflate', changed(2)],
    ['a wrong checksum', changed(-8)],
    ['a wrong length', changed(-4)],
    ['two members', Buffer.concat([good, good])],
    ['an empty member behind', Buffer.concat([good, gzipSync('')])],
    ['garbage behind', Buffer.concat([good, Buffer.from('garbage\0\x01\0\0')])],
    ['zeros behind', Buffer.concat([good, Buffer.alloc(512)])],
  ])('refuses what is not one gzip member: %s (DS-12)', async (_what, bundle) => {
    expect(await refused(bundle)).toBe('ERR_BUNDLE_COMPRESSION_INVALID');
  });

  it('refuses a bundle that is cut off at any byte (DS-19)', async () => {
    const codes = new Set<string>();
    for (let length = 0; length < good.byteLength; length += 1) codes.add(await refused(good.subarray(0, length)));
    expect([...codes].every((code) => /^ERR_BUNDLE_(COMPRESSION_INVALID|TOO_LARGE)$/.test(code))).toBe(true);
  });

  it('never gives anything of a bundle in which a byte was changed, other than the very documents (DS-19)', async () => {
    for (let at = 0; at < good.byteLength; at += 1) {
      const documents = await read(changed(at), expected).catch((error: unknown) => error);
      if (documents instanceof BundleError) continue;
      // Times in the header of gzip, and bits between the blocks and the trailer, say nothing.
      for (const { digest } of expected)
        expect(await sha256Digest((documents as ReadonlyMap<string, Uint8Array>).get(digest)!)).toBe(digest);
    }
  });

  it('refuses an entry that the manifest does not name (DS-13)', async () => {
    expect(await refused(bundleOf({ ...file, content: 'id: another\n' }), one)).toBe('ERR_BUNDLE_ENTRY_UNKNOWN');
    expect(await refused(bundleOf(file, other), one)).toBe('ERR_BUNDLE_ENTRY_UNKNOWN');
    expect(await refused(bundleOf(file), [])).toBe('ERR_BUNDLE_ENTRY_UNKNOWN');
  });

  it('refuses a bundle in which a deployment is missing (DS-13)', async () => {
    const error = await refusal(read(bundleOf(file), expected));
    expect(error).toMatchObject({ code: 'ERR_BUNDLE_ENTRY_MISSING', retryable: false });
    expect(error.message).toContain(second.deploymentId);
    expect(await refused(bundleOf(), one)).toBe('ERR_BUNDLE_ENTRY_MISSING');
  });

  it('refuses a name or a document that comes twice (DS-13)', async () => {
    expect(await refused(bundleOf(file, { ...other, name: './a.yaml' }))).toBe('ERR_BUNDLE_DUPLICATE');
    expect(await refused(bundleOf(file, { ...file, name: 'b.yaml' }))).toBe('ERR_BUNDLE_DUPLICATE');
  });

  it('does not look at the names, only at the digests (M-19)', async () => {
    const documents = await read(bundleOf({ ...file, name: `${second.deploymentId}.yaml` }), one);
    expect(Buffer.from(documents.get(one[0]!.digest)!).equals(first.bytes)).toBe(true);
  });

  it('refuses a document above its limit, and takes one that has it (M-19)', async () => {
    const size = first.bytes.byteLength;
    expect(await refused(bundleOf(file), one, { maxEntryBytes: size - 1 })).toBe('ERR_BUNDLE_TOO_LARGE');
    expect((await read(bundleOf(file), one, { maxEntryBytes: size })).size).toBe(1);
  });

  it('refuses an archive above its limit before it is unpacked (M-19)', async () => {
    const unpacked = gunzipSync(good).byteLength;
    expect(await refused(good, expected, { maxUnpackedBytes: unpacked - 1 })).toBe('ERR_BUNDLE_TOO_LARGE');
    expect((await read(good, expected, { maxUnpackedBytes: unpacked })).size).toBe(2);
    expect(await refused(gzipSync(Buffer.alloc(BUNDLE_LIMITS.maxUnpackedBytes + 1)))).toBe('ERR_BUNDLE_TOO_LARGE');
  });

  it('refuses a bomb by what it promises to become, and one that promises less by its first byte more', async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    expect(await refused(bomb)).toBe('ERR_BUNDLE_TOO_LARGE');
    const modest = Uint8Array.from(bomb);
    new DataView(modest.buffer).setUint32(modest.byteLength - 4, 4096, true);
    expect(await refused(modest)).toBe('ERR_BUNDLE_COMPRESSION_INVALID');
  });

  it('counts entries before it hashes them', async () => {
    const many = Array.from({ length: 2000 }, (_value, index) => ({ name: `${index}.yaml`, content: `${index}` }));
    expect(await refused(bundleOf(...many), expected)).toBe('ERR_BUNDLE_ENTRY_UNKNOWN');
  });

  it('says nothing about the compressor: any level and stored blocks read alike', async () => {
    const tar = gunzipSync(good);
    const stored = Buffer.alloc(5);
    stored.writeUInt8(1, 0);
    stored.writeUInt16LE(tar.byteLength, 1);
    stored.writeUInt16LE(0xffff - tar.byteLength, 3);
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc32(tar), 0);
    trailer.writeUInt32LE(tar.byteLength, 4);
    const named = Buffer.from([0x1f, 0x8b, 8, 8, 1, 2, 3, 4, 2, 3, 0x61, 0]);
    for (const bundle of [gzipSync(tar, { level: 9 }), Buffer.concat([named, stored, tar, trailer])])
      expect((await read(bundle, expected)).size).toBe(2);
  });
});

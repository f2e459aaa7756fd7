import { spawnSync } from 'node:child_process';
import { crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import { sha256Digest, writeBundle } from '@margo-sdk/protocol';
import { joinBundle, packBundleEntry, readBundle } from '@margo-sdk/protocol/node';
import fc from 'fast-check';
import { unpackTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';

const entryOf = (index: number, text = `id: ${index}\n`) => ({
  deploymentId: `0a1ff6c5-8ae4-4b2f-a8f2-${index.toString(16).padStart(12, '0')}`,
  bytes: new TextEncoder().encode(text),
});
const entries = Array.from({ length: 300 }, (_, index) =>
  entryOf(index, `id: ${index}\n${'line\n'.repeat(index * 2)}`),
);

describe('joining a bundle', () => {
  it('gives the archive that is written in one go, in one gzip member (M-19, DS-13)', async () => {
    const joined = joinBundle(entries.map(packBundleEntry));
    const written = await writeBundle(entries);
    expect(gunzipSync(joined).equals(gunzipSync(written))).toBe(true);
    // Header of 10 bytes, one deflate stream up to the trailer.
    expect([...joined.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    const info = inflateRawSync(joined.subarray(10), { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    expect(info.engine.bytesWritten).toBe(joined.byteLength - 18);
    const trailer = new DataView(joined.buffer, joined.byteOffset + joined.byteLength - 8);
    expect([trailer.getUint32(0, true), trailer.getUint32(4, true)]).toEqual([
      crc32(info.buffer),
      info.buffer.byteLength,
    ]);
  });

  it('gives the same bytes in whatever order, and whatever was joined before (M-19)', () => {
    const once = joinBundle(entries.map(packBundleEntry));
    const segments = entries.map(packBundleEntry);
    joinBundle(segments.slice(0, 100));
    joinBundle(segments.filter((_, index) => index % 7 !== 0));
    expect(joinBundle([...segments].reverse())).toEqual(once);
    expect(joinBundle(segments)).toEqual(once);
  });

  it('is read again after any change (M-19)', async () => {
    const contents = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.string({ maxLength: 3000 })), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(contents, { minLength: 1, maxLength: 3 }), async (changes) => {
        const current = new Map<number, ReturnType<typeof packBundleEntry>>();
        const digests = new Map<number, { deploymentId: string; digest: Awaited<ReturnType<typeof sha256Digest>> }>();
        for (const change of changes) {
          for (const [index, text] of change) {
            const entry = entryOf(index, `${index} ${text}`);
            current.set(index, packBundleEntry(entry));
            digests.set(index, { deploymentId: entry.deploymentId, digest: await sha256Digest(entry.bytes) });
          }
          const bundle = joinBundle([...current.values()]);
          expect((await readBundle(bundle, [...digests.values()])).size).toBe(current.size);
          expect(joinBundle([...current.values()].map(({ name, bytes }) => ({ name, bytes })))).toEqual(bundle);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('refuses what a bundle cannot be (DS-10, DS-13)', () => {
    const segment = packBundleEntry(entryOf(1));
    expect(() => joinBundle([])).toThrow(expect.objectContaining({ code: 'ERR_BUNDLE_EMPTY' }));
    expect(() => joinBundle([segment, packBundleEntry(entryOf(1, 'other'))])).toThrow(
      expect.objectContaining({ code: 'ERR_BUNDLE_DUPLICATE' }),
    );
    expect(() => packBundleEntry({ ...entryOf(1), deploymentId: '../../etc/passwd' })).toThrow(
      expect.objectContaining({ code: 'ERR_DEPLOYMENT_ID_INVALID' }),
    );
  });
});

const tar = (args: readonly string[], input: Uint8Array) => {
  const { status, stdout, stderr } = spawnSync('tar', args, { input, maxBuffer: 2 ** 26 });
  return { status, stdout, complaint: String(stderr) };
};
const hasTar = tar(['--version'], new Uint8Array()).status === 0;

describe.each([
  ['joinBundle', async () => joinBundle(entries.map(packBundleEntry))],
  ['writeBundle', () => writeBundle(entries)],
])('what %s writes', (_, write) => {
  const names = entries.map(({ deploymentId }) => `${deploymentId}.yaml`);
  const whole = Buffer.concat(entries.map(({ bytes }) => bytes));

  it('is unpacked by a library of somebody else (DS-13)', async () => {
    const files = await unpackTar(gunzipSync(await write()), { strict: true });
    expect(files.map(({ header }) => header.name)).toEqual(names);
    expect(Buffer.concat(files.map(({ data }) => data ?? new Uint8Array())).equals(whole)).toBe(true);
  });

  it.skipIf(!hasTar)('is listed and unpacked by tar, without a word of complaint (DS-13)', async () => {
    const bundle = await write();
    const listed = tar(['-tzf', '-'], bundle);
    expect([listed.status, listed.complaint, String(listed.stdout)]).toEqual([0, '', `${names.join('\n')}\n`]);
    const unpacked = tar(['-xzOf', '-'], bundle);
    expect([unpacked.status, unpacked.complaint]).toEqual([0, '']);
    expect(unpacked.stdout.equals(whole)).toBe(true);
  });
});

import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { writeBundle } from '@margo-sdk/protocol';
import fc from 'fast-check';
import { unpackTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const first = { deploymentId: '0a1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11', bytes: bytes('id: first\n') };
const second = { deploymentId: 'fc1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b22', bytes: bytes('id: second\r\n') };

const read = async (bundle: Uint8Array) => unpackTar(gunzipSync(bundle), { strict: true });

describe('bundle', () => {
  it('holds each deployment as <deploymentId>.yaml at its root, byte for byte (DS-13, M-19)', async () => {
    const files = await read(await writeBundle([second, first]));
    expect(files.map(({ header, data }) => [header.name, header.type, Buffer.from(data ?? []).toString()])).toEqual([
      [`${first.deploymentId}.yaml`, 'file', 'id: first\n'],
      [`${second.deploymentId}.yaml`, 'file', 'id: second\r\n'],
    ]);
  });

  it('is the same whatever the order, and tells nothing about the machine (M-19)', async () => {
    const bundle = await writeBundle([first, second]);
    expect(await writeBundle([second, first])).toEqual(bundle);
    for (const { header } of await read(bundle))
      expect(header).toMatchObject({ mtime: new Date(0), mode: 0o644, uid: 0, gid: 0, uname: '', gname: '' });
    // RFC 1952 §2.3: magic, deflate, no flags, no time, no level, unknown operating system.
    expect([...bundle.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  });

  it('keeps its tar stream from release to release', async () => {
    const tar = gunzipSync(await writeBundle([first, second]));
    expect(createHash('sha256').update(tar).digest('hex')).toMatchInlineSnapshot(
      `"3c247ae346771e2fd050fefd3fd92e89d785480a8865bcee9404739ceddac83d"`,
    );
  });

  it('refuses to be empty (DS-10)', async () => {
    await expect(writeBundle([])).rejects.toMatchObject({ code: 'ERR_BUNDLE_EMPTY' });
  });

  it('refuses a deployment that comes twice, also in capitals (DS-13)', async () => {
    await expect(writeBundle([first, second, first])).rejects.toMatchObject({ code: 'ERR_BUNDLE_DUPLICATE' });
    const shouted = { ...first, deploymentId: first.deploymentId.toUpperCase() };
    await expect(writeBundle([first, shouted])).rejects.toMatchObject({ code: 'ERR_BUNDLE_DUPLICATE' });
  });

  it.each(['../../etc/passwd', '', 'a/b', `${first.deploymentId}/..`])(
    'refuses the id %j as a file name',
    async (id) => {
      const entry = { deploymentId: id, bytes: first.bytes };
      await expect(writeBundle([entry])).rejects.toMatchObject({ code: 'ERR_DEPLOYMENT_ID_INVALID' });
    },
  );

  it('gives back any bytes, empty ones included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (content) => {
        const [file] = await read(await writeBundle([{ ...first, bytes: content }]));
        expect(Buffer.from(file?.data ?? []).equals(content)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

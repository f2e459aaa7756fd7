import { sha256Digest, stringifyStateManifest, wirePath } from '@margo-sdk/protocol';
import {
  MEDIA_TYPES,
  parseDeploymentId,
  parseStateManifest,
  type Digest,
  type StateManifest,
} from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';

const text = (manifest: StateManifest): string => new TextDecoder().decode(stringifyStateManifest(manifest));
const deploymentId = parseDeploymentId('0a1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11');

const manifestOf = (digest: Digest): StateManifest => ({
  manifestVersion: 7n,
  bundle: { mediaType: MEDIA_TYPES.bundle, digest, url: wirePath('bundle', { digest }), sizeBytes: 512 },
  deployments: [{ deploymentId, digest, url: wirePath('deployment', { deploymentId, digest }) }],
});

describe('state manifest', () => {
  it('writes the highest version in full and reads it back (M-06)', () => {
    const manifest = { manifestVersion: 2n ** 64n - 1n, bundle: null, deployments: [] };
    expect(text(manifest)).toBe('{"bundle":null,"deployments":[],"manifestVersion":18446744073709551615}');
    expect(parseStateManifest(stringifyStateManifest(manifest)).manifestVersion).toBe(18446744073709551615n);
  });

  it('gives the same bytes whatever the order of members (DS-36)', async () => {
    const manifest = manifestOf(await sha256Digest(new Uint8Array()));
    const shuffled = Object.fromEntries(Object.entries(manifest).reverse()) as StateManifest;
    expect(text(shuffled)).toBe(text(manifest));
    expect(parseStateManifest(text(manifest))).toEqual(manifest);
  });

  it('keeps the order of deployments', async () => {
    const digest = await sha256Digest(new Uint8Array());
    const other = parseDeploymentId('00000000-8ae4-4b2f-a8f2-2b2d8d8b3b11');
    const [reference] = manifestOf(digest).deployments;
    if (reference === undefined) throw new Error('The fixture has one deployment.');
    const deployments = [reference, { ...reference, deploymentId: other }];
    expect(parseStateManifest(text({ ...manifestOf(digest), deployments })).deployments).toEqual(deployments);
  });

  it.each([0n, -1n, 2n ** 64n])('refuses version %s (DS-08)', (manifestVersion) => {
    expect(() => text({ manifestVersion, bundle: null, deployments: [] })).toThrow(
      expect.objectContaining({ code: 'ERR_DOCUMENT_INVALID' }),
    );
  });

  it('refuses deployments without a bundle, and a bundle without deployments (DS-09, M-25)', async () => {
    const manifest = manifestOf(await sha256Digest(new Uint8Array()));
    for (const wrong of [
      { ...manifest, bundle: null },
      { ...manifest, deployments: [] },
    ])
      expect(() => text(wrong)).toThrow(expect.objectContaining({ code: 'ERR_DOCUMENT_INVALID' }));
  });
});

import { describe, expect, it } from 'vitest';
import {
  APPLICATION_DEPLOYMENT,
  createReadCache,
  type Digest,
  documentKind,
  parseDigest,
  type ParseResult,
  type ReadCacheOptions,
  STATE_MANIFEST,
} from '@margo-sdk/spec-model';
import { changed, deployment } from '../documents.js';

const digest = (digit: string): Digest => parseDigest(`sha256:${digit.repeat(64)}`);
const text = (deviceId: string): string => changed(deployment(), (d) => (d.metadata.deviceId = deviceId), 'yaml');
const cacheOf = (options?: ReadCacheOptions) => {
  const cache = createReadCache(options);
  return {
    cache,
    read: (digit: string, device = 'edge-1') => cache.read(APPLICATION_DEPLOYMENT, digest(digit), text(device)),
  };
};
const deviceOf = (result: ParseResult<{ metadata: { deviceId: string } }>): string | undefined =>
  result.ok ? result.value.metadata.deviceId : undefined;

describe('a cache of documents that were read', () => {
  it('gives the same document for the same digest, and another one for another', () => {
    const { read } = cacheOf();
    const first = read('a');
    expect(deviceOf(first)).toBe('edge-1');
    // The caller vouches for the digest; that other bytes are not read shows that nothing is.
    expect(read('a', 'edge-2')).toBe(first);
    expect(deviceOf(read('b', 'edge-2'))).toBe('edge-2');
  });

  it('tells kinds and revisions apart, and readings under other limits', () => {
    const { cache, read } = cacheOf();
    const first = read('a');
    expect(cache.read(STATE_MANIFEST, digest('a'), text('edge-1')).ok).toBe(false);
    expect(cache.read(APPLICATION_DEPLOYMENT, digest('a'), text('edge-1'), { maxDepth: 2 }).ok).toBe(false);
    const older = documentKind('ApplicationDeployment', 'pr1');
    expect(older && cache.read(older, digest('a'), text('edge-1'))).not.toBe(first);
    expect(read('a')).toBe(first);
  });

  it('forgets what was asked for longest ago', () => {
    const { read } = cacheOf({ maxEntries: 2 });
    const [a, b] = [read('a'), read('b')];
    expect(read('a')).toBe(a);
    read('c');
    expect(read('a')).toBe(a);
    expect(read('b')).not.toBe(b);
  });

  it('keeps no more than it may', () => {
    const size = text('edge-1').length;
    const { read } = cacheOf({ maxBytes: 2 * size });
    const [a, b] = [read('a'), read('b')];
    expect([read('a'), read('b')]).toEqual([a, b]);
    expect(read('a')).toBe(a);
    read('c');
    expect(read('a')).toBe(a);
    expect(read('b')).not.toBe(b);
    const none = cacheOf({ maxBytes: size - 1 });
    expect(none.read('a')).not.toBe(none.read('a'));
  });

  it('shares values that nobody can change', () => {
    const result = cacheOf().read('a');
    expect(result.ok).toBe(true);
    if (!result.ok) return;
    expect(() => result.value.spec.deploymentProfile.components.pop()).toThrow(TypeError);
    expect(() => (result.value.metadata.name = 'other')).toThrow(TypeError);
    expect(Object.isFrozen(result.issues)).toBe(true);
  });

  it('reads what is not valid each time', () => {
    const { cache } = cacheOf();
    const refused = cache.read(APPLICATION_DEPLOYMENT, digest('a'), 'id: 1');
    expect(refused.ok).toBe(false);
    expect(cache.read(APPLICATION_DEPLOYMENT, digest('a'), text('edge-1')).ok).toBe(true);
  });

  it.each([{ maxEntries: -1 }, { maxBytes: NaN }, { maxEntries: 1.5 }])('refuses %j', (options) => {
    expect(() => createReadCache(options)).toThrow(expect.objectContaining({ code: 'ERR_LIMIT_INVALID' }));
  });
});

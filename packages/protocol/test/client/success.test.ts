import { sha256Digest, stringifyStateManifest } from '@margo-sdk/protocol';
import { MEDIA_TYPES, parseStateManifest, stringifyJson } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { observedClient } from './observed-client.js';

const deploymentId = '0a1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';
const digest = `sha256:${'0a'.repeat(32)}`;
const MAX = 2n ** 64n - 1n;

const answer = (body: string | Uint8Array, type: string, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { 'Content-Type': type, ...headers } });

describe('getStateManifest', () => {
  it('asks for the manifest in its own format (DS-03) and follows no redirect', async () => {
    const { client, seen } = observedClient(() => answer('{}', MEDIA_TYPES.manifest));
    await client.getStateManifest();
    expect(seen).toMatchObject([
      { method: 'GET', url: 'https://wfm.example.com/api/v1/deployments', redirect: 'manual' },
    ]);
    expect(seen[0]?.headers).toMatchObject({ accept: MEDIA_TYPES.manifest });
    expect(seen[0]?.headers).not.toHaveProperty('if-none-match');
  });

  it('gives the exact bytes, with a version of 2^64-1 unharmed (M-06, DS-31)', async () => {
    const sent = stringifyStateManifest({ manifestVersion: MAX, bundle: null, deployments: [] });
    const etag = `"${await sha256Digest(sent)}"`;
    const { client } = observedClient(() => answer(sent, `${MEDIA_TYPES.manifest}; charset=utf-8`, { ETag: etag }));
    const got = await client.getStateManifest();
    if (got.status !== 'changed') throw new Error('Expected a manifest.');
    expect(got).toEqual({ status: 'changed', bytes: sent, etag });
    expect(parseStateManifest(got.bytes).manifestVersion).toBe(MAX);
  });

  it('does not mend what it cannot read: that is for the one who verifies', async () => {
    const { client } = observedClient(() => answer('{"manifestVersion": 1e3,\r\n', MEDIA_TYPES.manifest));
    const got = await client.getStateManifest();
    expect(got).toEqual({ status: 'changed', bytes: new TextEncoder().encode('{"manifestVersion": 1e3,\r\n') });
  });

  it.each([{}, { ETag: `"${digest}"`, 'Content-Length': '0' }])(
    'sends the ETag as it is and takes an empty 304 as unchanged, with headers %j (DS-39)',
    async (headers) => {
      const { client, seen } = observedClient(() => new Response(null, { status: 304, headers }));
      expect(await client.getStateManifest({ ifNoneMatch: `"${digest}"` })).toEqual({ status: 'unchanged' });
      expect(seen[0]?.headers['if-none-match']).toBe(`"${digest}"`);
    },
  );

  it('reads an empty body with Content-Length 0 as no bytes', async () => {
    const { client } = observedClient(() => answer('', MEDIA_TYPES.manifest, { 'Content-Length': '0' }));
    expect(await client.getStateManifest()).toEqual({ status: 'changed', bytes: new Uint8Array() });
  });
});

describe('getDeployment and getBundle', () => {
  it('name the digest in the URL and give the bytes', async () => {
    const binary = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { client, seen } = observedClient((request) =>
      request.url.includes('/bundles/')
        ? answer(binary, MEDIA_TYPES.bundle)
        : answer('id: 1\r\n', MEDIA_TYPES.deployment),
    );
    expect(await client.getDeployment({ deploymentId, digest })).toEqual(new TextEncoder().encode('id: 1\r\n'));
    expect(await client.getBundle({ digest })).toEqual(binary);
    expect(seen.map(({ url, headers }) => [new URL(url).pathname, headers['accept']])).toEqual([
      [`/api/v1/deployments/${deploymentId}/${digest}`, MEDIA_TYPES.deployment],
      [`/api/v1/bundles/${digest}`, MEDIA_TYPES.bundle],
    ]);
  });
});

describe('writing', () => {
  it('keeps the slash of a child device raw (M-52), below a base path (M-04)', async () => {
    const { client, seen } = observedClient(() => new Response(null, { status: 201 }), {
      basePath: '/v1alpha2/margo/',
    });
    await client.putCapabilities({ deviceId: 'gateway1/deviceA', body: '{}' });
    await client.deleteCapabilities({ deviceId: 'gateway1/deviceA' });
    const url = 'https://wfm.example.com/v1alpha2/margo/api/v1/capabilities/gateway1/deviceA';
    expect(seen).toMatchObject([
      { method: 'PUT', url },
      { method: 'DELETE', url },
    ]);
  });

  it('sends a status body as it is, with a version of 2^64-1 unharmed (M-06)', async () => {
    const { client, seen } = observedClient(() => new Response(null, { status: 200 }));
    const body = stringifyJson({ deploymentId, adoptedManifestVersion: MAX, note: '"ä"\n' });
    expect(await client.postDeploymentStatus({ deploymentId, body })).toBe('updated');
    expect(seen).toMatchObject([
      { method: 'POST', url: `https://wfm.example.com/api/v1/deployments/${deploymentId}/status`, body },
    ]);
    expect(seen[0]?.body).toContain('18446744073709551615');
    expect(seen[0]?.headers['content-type']).toBe('application/json');
  });

  it.each([
    [200, 'updated'],
    [201, 'created'],
    [202, 'updated'],
    [204, 'updated'],
  ])('takes %d as %s: any success is one', async (status, outcome) => {
    const { client } = observedClient(() => new Response(null, { status }));
    expect(await client.putCapabilities({ deviceId: 'd', body: '{}' })).toBe(outcome);
    expect(await client.postDeploymentStatus({ deploymentId, body: '{}' })).toBe(outcome);
    expect(await client.deleteCapabilities({ deviceId: 'd' })).toBeUndefined();
  });
});

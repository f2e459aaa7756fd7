import { readBundle, sha256Digest } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { bytesOf, createFleet, deployment, expectProblem, MONITOR, PRESS, ROBOT, utf8, VISION } from '../fixture.js';

const MANIFEST = '/api/v1/deployments';
const IMMUTABLE = 'private, max-age=31536000, immutable';

describe('GET /api/v1/deployments', () => {
  it('serves the exact bytes whose digest is the strong ETag (DS-06, DS-34, DS-37, DS-38)', async () => {
    const fleet = createFleet();
    const { etag } = await fleet.publish(PRESS, [deployment()]);
    const response = await fleet.ask('GET', MANIFEST);
    const body = await bytesOf(response);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'private',
      'content-length': `${body.byteLength}`,
      'content-type': 'application/vnd.margo.manifest.v1+json',
      etag,
    });
    expect(`"${await sha256Digest(body)}"`).toBe(etag);
  });

  it.each([
    ['"sha256:00", ', ''],
    ['W/', ''],
    ['', ', "x"'],
  ])(
    'answers 304 without a body when the client holds the manifest: %s…%s (DS-39, M-21, M-24)',
    async (before, after) => {
      const fleet = createFleet();
      const { etag } = await fleet.publish(PRESS, [deployment()]);
      const headers = { 'If-None-Match': `${before}${etag}${after}` };
      const response = await fleet.ask('GET', MANIFEST, { headers });
      expect(response.status).toBe(304);
      expect(response.body).toBeNull();
      expect(Object.fromEntries(response.headers)).toEqual({ 'cache-control': 'private', etag });
    },
  );

  it('answers 200 again as soon as something else was published', async () => {
    const fleet = createFleet();
    const { etag } = await fleet.publish(PRESS, [deployment()]);
    await fleet.publish(PRESS, []);
    const response = await fleet.ask('GET', MANIFEST, { headers: { 'If-None-Match': etag } });
    expect(response.status).toBe(200);
    expect(response.headers.get('ETag')).not.toBe(etag);
  });

  it.each(['*/*', 'application/*', 'application/vnd.margo.manifest.v1+json', 'text/html, */*;q=0.1'])(
    'serves the manifest to Accept: %s (DS-05, M-30)',
    async (Accept) => {
      expect((await createFleet().ask('GET', MANIFEST, { headers: { Accept } })).status).toBe(200);
    },
  );

  it.each(['application/json', 'text/html', '*/*;q=0', 'application/vnd.margo.manifest.v2+json'])(
    'refuses Accept: %s with 406, also to who holds the manifest (DS-04)',
    async (Accept) => {
      const fleet = createFleet();
      const { etag } = await fleet.publish(PRESS, []);
      const response = await fleet.ask('GET', MANIFEST, { headers: { Accept, 'If-None-Match': etag } });
      await expectProblem(response, 406, 'server-cannot-generate-response');
    },
  );

  it('publishes the empty desired state as version 1 at the first poll of a client (DS-08)', async () => {
    const fleet = createFleet();
    expect(await fleet.manifest()).toEqual({ manifestVersion: 1n, bundle: null, deployments: [] });
    expect((await fleet.publish(PRESS, [])).changed).toBe(false);
    expect((await fleet.publish(PRESS, [deployment()])).manifestVersion).toBe(2n);
    expect(await fleet.store.latestManifest(ROBOT)).toBeUndefined();
  });

  it('never lets the first poll follow what was published at the same moment', async () => {
    const fleet = createFleet();
    let polls = 0;
    // The poll looks, somebody publishes, the poll goes on.
    const store = {
      ...fleet.store,
      latestManifest: async (client: typeof PRESS) => {
        const latest = await fleet.store.latestManifest(client);
        if (polls++ === 0) await fleet.publish(PRESS, [deployment()]);
        return latest;
      },
    };
    const manifest = await createFleet({ store }).manifest();
    expect(manifest.deployments).toHaveLength(1);
    expect(manifest.manifestVersion).toBe(1n);
  });

  it('has what is in force for a client that was away for however long (API-17)', async () => {
    const clock = { now: 1_000 };
    const fleet = createFleet({ now: () => clock.now });
    const { etag } = await fleet.publish(PRESS, [deployment()]);
    for (const revision of ['2.0.0', '3.0.0']) {
      clock.now += 400 * 24 * 3_600_000;
      await fleet.publish(PRESS, [deployment(MONITOR, { revision })]);
    }
    clock.now += 400 * 24 * 3_600_000;
    await fleet.prune(PRESS);
    expect((await fleet.ask('GET', MANIFEST, { headers: { 'If-None-Match': etag } })).status).toBe(200);
    const { manifestVersion, bundle, deployments } = await fleet.manifest();
    expect(manifestVersion).toBe(3n);
    for (const url of [bundle?.url ?? '', deployments[0]?.url ?? ''])
      expect((await fleet.ask('GET', url)).status).toBe(200);
  });

  it('writes versions of 64 bits in full (M-06)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [], { minVersion: 2n ** 64n - 1n });
    expect(await (await fleet.ask('GET', MANIFEST)).text()).toContain('"manifestVersion":18446744073709551615');
  });
});

describe('what a manifest names', () => {
  it('is served byte for byte as it was published, under its own digest (DS-17, DS-22, DS-23, DS-40)', async () => {
    const fleet = createFleet();
    const document = utf8(deployment().replaceAll('\n', '\r\n'));
    await fleet.publish(PRESS, [document]);
    const [{ url, digest } = { url: '', digest: '' }] = (await fleet.manifest()).deployments;
    const response = await fleet.ask('GET', url);
    expect(await bytesOf(response)).toEqual(document);
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': IMMUTABLE,
      'content-length': `${document.byteLength}`,
      'content-type': 'application/yaml',
      etag: `"${digest}"`,
    });
  });

  it('is served as a bundle with the digest of its exact bytes (DS-11, DS-12, DS-14, DS-28)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment(), deployment(VISION)]);
    const { bundle } = await fleet.manifest();
    const response = await fleet.ask('GET', bundle?.url ?? '');
    const body = await bytesOf(response);
    expect(await sha256Digest(body)).toBe(bundle?.digest);
    expect(bundle?.mediaType).toBe('application/vnd.margo.bundle.v1+tar+gzip');
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': IMMUTABLE,
      'content-length': `${body.byteLength}`,
      'content-type': 'application/vnd.margo.bundle.v1+tar+gzip',
      etag: `"${bundle?.digest}"`,
    });
  });

  it('is in the bundle, and nothing else is, also after a change (DS-13)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment(), deployment(VISION)]);
    await fleet.update(PRESS, { set: [deployment(VISION, { revision: '2.0.0' })] });
    const { bundle, deployments } = await fleet.manifest();
    const archive = await bytesOf(await fleet.ask('GET', bundle?.url ?? ''));
    const documents = await readBundle(archive, deployments);
    expect([...documents.keys()].sort()).toEqual(deployments.map(({ digest }) => digest).sort());
    for (const { url, digest } of deployments)
      expect(documents.get(digest)).toEqual(await bytesOf(await fleet.ask('GET', url)));
  });

  it('is compressed for nobody, so there is nothing to vary (DS-26, DS-27, M-21)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment()]);
    const { bundle, deployments } = await fleet.manifest();
    for (const path of [MANIFEST, bundle?.url ?? '', deployments[0]?.url ?? '']) {
      const response = await fleet.ask('GET', path, { headers: { 'Accept-Encoding': 'gzip, br, *;q=0.1' } });
      expect(response.headers.get('Content-Encoding')).toBeNull();
      expect(response.headers.get('Vary')).toBeNull();
      const body = await bytesOf(response);
      expect(response.headers.get('ETag')).toBe(`"${await sha256Digest(body)}"`);
    }
  });

  it('is not sent again to a client that holds it (DS-41, M-24)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment()]);
    const { bundle, deployments } = await fleet.manifest();
    for (const { url, digest } of [bundle, deployments[0]].flatMap((one) => one ?? [])) {
      const response = await fleet.ask('GET', url, { headers: { 'If-None-Match': `"${digest}"` } });
      expect(response.status).toBe(304);
      expect(response.body).toBeNull();
      expect(Object.fromEntries(response.headers)).toEqual({ 'cache-control': IMMUTABLE, etag: `"${digest}"` });
    }
  });

  it('stays available when it is superseded (M-18)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment()]);
    const [{ url } = { url: '' }] = (await fleet.manifest()).deployments;
    await fleet.publish(PRESS, []);
    expect((await fleet.ask('GET', url)).status).toBe(200);
  });

  it('does not exist for any other client (API-07)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment()]);
    const { bundle, deployments } = await fleet.manifest();
    await expectProblem(await fleet.ask('GET', deployments[0]?.url ?? '', { as: ROBOT }), 404, 'deployment-not-found');
    await expectProblem(await fleet.ask('GET', bundle?.url ?? '', { as: ROBOT }), 404, 'invalid-bundle');
    expect((await fleet.manifest(ROBOT)).deployments).toEqual([]);
  });

  it('is found under its own deployment and as its own kind only (DS-21)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment(), deployment(VISION)]);
    const { bundle, deployments } = await fleet.manifest();
    const [vision] = deployments;
    expect(vision?.deploymentId).toBe(VISION);
    const latest = await fleet.store.latestManifest(PRESS);
    for (const path of [`${MONITOR}/${vision?.digest}`, `${MONITOR}/${bundle?.digest}`, `${MONITOR}/${latest?.digest}`])
      await expectProblem(await fleet.ask('GET', `${MANIFEST}/${path}`), 404, 'deployment-not-found');
    for (const digest of [vision?.digest, latest?.digest])
      await expectProblem(await fleet.ask('GET', `/api/v1/bundles/${digest}`), 404, 'invalid-bundle');
  });

  it.each(['sha256:00', 'SHA256:' + 'a'.repeat(64), 'sha256:' + 'A'.repeat(64), 'md5:' + 'a'.repeat(64), '%00', 'x'])(
    'cannot be named by what is no digest: %s',
    async (digest) => {
      const fleet = createFleet();
      await expectProblem(await fleet.ask('GET', `${MANIFEST}/${MONITOR}/${digest}`), 404, 'deployment-not-found');
      await expectProblem(await fleet.ask('GET', `/api/v1/bundles/${digest}`), 404, 'invalid-bundle');
    },
  );

  it('may be named with an escaped colon', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment()]);
    const [{ url } = { url: '' }] = (await fleet.manifest()).deployments;
    expect((await fleet.ask('GET', url.replace('sha256:', 'sha256%3A'))).status).toBe(200);
  });
});

describe('HEAD', () => {
  it('answers like GET, without the body (RFC 9110 §9.3.2)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment()]);
    const { bundle, deployments } = await fleet.manifest();
    const nowhere = `/api/v1/bundles/sha256:${'0'.repeat(64)}`;
    const seen: number[] = [];
    for (const path of [MANIFEST, bundle?.url ?? '', deployments[0]?.url ?? '', nowhere]) {
      const get = await fleet.ask('GET', path);
      const head = await fleet.ask('HEAD', path);
      expect(head.status).toBe(get.status);
      expect(head.body).toBeNull();
      expect([...head.headers]).toEqual([...get.headers]);
      const held = await fleet.ask('HEAD', path, { headers: { 'If-None-Match': '*' } });
      seen.push(held.status);
    }
    expect(seen).toEqual([304, 304, 304, 404]);
  });
});

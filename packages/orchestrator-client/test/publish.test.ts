import { sha256Digest, formatETag } from '@margo-sdk/protocol';
import { parseStateManifest, type Digest } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, publishDesiredState, type FleetStore } from '../src/index.js';
import { deployment, MANAGER, MONITOR, PRESS, ROBOT, utf8, VISION } from './fixture.js';

const publish = (store: FleetStore, deployments: (Uint8Array | string)[], minVersion?: bigint) =>
  publishDesiredState({ store, client: PRESS, deployments, now: () => 5, ...(minVersion && { minVersion }) });

const manifestOf = async (store: FleetStore) => {
  const latest = await store.latestManifest(PRESS);
  const artefact = await store.artefact(PRESS, latest?.digest as Digest);
  return parseStateManifest(artefact?.bytes as Uint8Array);
};

describe('publishing', () => {
  it('begins with version 1 and goes up by one for each change (DS-07, DS-08)', async () => {
    const store = createMemoryStore();
    const versions = [];
    for (const revision of ['1.0.0', '1.1.0', '1.0.0'])
      versions.push((await publish(store, [deployment(MONITOR, { revision })])).manifestVersion);
    expect(versions).toEqual([1n, 2n, 3n]);
  });

  it('counts for each client on its own', async () => {
    const store = createMemoryStore();
    await publish(store, [deployment()]);
    await publish(store, []);
    const outcome = await publishDesiredState({ store, client: ROBOT, deployments: [deployment()] });
    expect(outcome.manifestVersion).toBe(1n);
  });

  it('names every document by the digest of its exact bytes, and every url ends with it (DS-16, DS-17)', async () => {
    const store = createMemoryStore();
    // Line ends, comments and the missing newline at the end are part of what was published (DS-31).
    const documents = [utf8(deployment().replaceAll('\n', '\r\n')), utf8(deployment(VISION).trimEnd())] as const;
    await publish(store, [...documents]);
    const { deployments, bundle } = await manifestOf(store);
    const monitor = await sha256Digest(documents[0]);
    const vision = await sha256Digest(documents[1]);
    expect(deployments).toEqual([
      {
        deploymentId: VISION,
        digest: vision,
        sizeBytes: documents[1].byteLength,
        url: `/api/v1/deployments/${VISION}/${vision}`,
      },
      {
        deploymentId: MONITOR,
        digest: monitor,
        sizeBytes: documents[0].byteLength,
        url: `/api/v1/deployments/${MONITOR}/${monitor}`,
      },
    ]);
    expect(bundle?.url).toBe(`/api/v1/bundles/${bundle?.digest}`);
    expect((await store.artefact(PRESS, monitor))?.bytes).toEqual(documents[0]);
  });

  it('keeps what it was given, whatever the caller does to the bytes afterwards', async () => {
    const store = createMemoryStore();
    const bytes = utf8(deployment());
    const digest = await sha256Digest(bytes);
    const publishing = publish(store, [bytes]);
    bytes.fill(0);
    await publishing;
    expect((await store.artefact(PRESS, digest))?.bytes).toEqual(utf8(deployment()));
  });

  it('has no bundle when there are no deployments (DS-09, DS-10)', async () => {
    const store = createMemoryStore();
    await publish(store, []);
    expect(await manifestOf(store)).toEqual({ manifestVersion: 1n, bundle: null, deployments: [] });
  });

  it('publishes nothing when the desired state is the same, in whatever order it comes', async () => {
    const store = createMemoryStore();
    const first = await publish(store, [deployment(MONITOR), deployment(VISION)]);
    const second = await publish(store, [deployment(VISION), utf8(deployment(MONITOR))]);
    expect(first.changed).toBe(true);
    expect(second).toEqual({ ...first, changed: false });
    expect((await store.latestManifest(PRESS))?.version).toBe(1n);
  });

  it('gives the ETag under which the manifest is served (DS-34)', async () => {
    const store = createMemoryStore();
    const { etag } = await publish(store, [deployment()]);
    const latest = await store.latestManifest(PRESS);
    const bytes = (await store.artefact(PRESS, latest?.digest as Digest))?.bytes as Uint8Array;
    expect(etag).toBe(formatETag(await sha256Digest(bytes)));
  });

  it('never gives one version to two manifests when several publish at once (DS-07)', async () => {
    const store = createMemoryStore();
    const revisions = Array.from({ length: 20 }, (_, at) => `1.${at}.0`);
    const outcomes = await Promise.all(
      revisions.map((revision) => publish(store, [deployment(MONITOR, { revision })])),
    );
    const versions = outcomes.map(({ manifestVersion }) => manifestVersion).sort((a, b) => Number(a - b));
    expect(versions).toEqual(revisions.map((_, at) => BigInt(at + 1)));
    const forms = await store.history(PRESS);
    expect(forms.map(({ from }) => from)).toEqual(versions);
    expect(new Set(forms.map(({ deployment: form }) => form?.digest)).size).toBe(20);
  });

  it('keeps superseded documents available (M-18)', async () => {
    const store = createMemoryStore();
    await publish(store, [deployment()]);
    const [{ digest } = { digest: undefined }] = await store.wanted(PRESS);
    await publish(store, []);
    expect((await store.artefact(PRESS, digest as Digest))?.bytes).toEqual(utf8(deployment()));
  });

  it('starts above what devices hold after a restore, also with the same content (M-26)', async () => {
    const store = createMemoryStore();
    await publish(store, [deployment()]);
    expect((await publish(store, [deployment()], 9n)).manifestVersion).toBe(9n);
    expect((await publish(store, [deployment()], 9n)).changed).toBe(false);
    expect((await publish(store, [], 3n)).manifestVersion).toBe(10n);
  });

  it('refuses an invalid document with the number of it, and publishes nothing', async () => {
    const store = createMemoryStore();
    await expect(publish(store, [deployment(), 'id: 5'])).rejects.toMatchObject({
      code: 'ERR_DOCUMENT_INVALID',
      message: expect.stringContaining('number 2') as string,
    });
    expect(await store.latestManifest(PRESS)).toBeUndefined();
  });

  it.each([
    [
      'an unknown type, which a device reads as custom (AX-04)',
      deployment().replace('type: helm', 'type: helm.v3'),
      'AX-04',
    ],
    ['a member of older revisions (AX-08)', `apiVersion: application.margo.org/v1alpha1\n${deployment()}`, 'AX-08'],
  ])('refuses %s: writing is strict where reading is not', async (_, document, rule) => {
    const store = createMemoryStore();
    await expect(publish(store, [document])).rejects.toMatchObject({
      code: 'ERR_DOCUMENT_INVALID',
      message: expect.stringContaining(rule) as string,
      issues: [{ rule, severity: 'error' }],
    });
    expect(await store.latestManifest(PRESS)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['an object', {}],
    ['nothing', undefined],
    ['null', null],
  ])('refuses %s in place of a document and says what it expected', async (_, document) => {
    await expect(publish(createMemoryStore(), [document as string])).rejects.toMatchObject({
      code: 'ERR_DOCUMENT_INVALID',
      message: expect.stringContaining('Expected YAML text or the UTF-8 bytes of it') as string,
    });
  });

  it('refuses two documents with one id, also when only the case differs', async () => {
    const twice = [deployment(MONITOR), deployment(MONITOR.toUpperCase(), { revision: '2.0.0' })];
    await expect(publish(createMemoryStore(), twice)).rejects.toMatchObject({ code: 'ERR_DEPLOYMENT_DUPLICATE' });
  });

  it('refuses a version that does not fit into 64 bits (MX-01)', async () => {
    const store = createMemoryStore();
    expect((await publish(store, [], 2n ** 64n - 1n)).manifestVersion).toBe(2n ** 64n - 1n);
    await expect(publish(store, [deployment()])).rejects.toMatchObject({ code: 'ERR_DOCUMENT_INVALID' });
  });

  it('refuses an id that is no client', async () => {
    const publishing = publishDesiredState({ store: createMemoryStore(), client: MANAGER, deployments: [] });
    await expect(publishing).rejects.toMatchObject({ code: 'ERR_CLIENT_ID_INVALID' });
  });

  it('gives up on a store that takes no version', async () => {
    const store = { ...createMemoryStore(), publish: async () => false };
    await expect(publish(store, [])).rejects.toMatchObject({ code: 'ERR_STORE_CONFLICT' });
  });
});

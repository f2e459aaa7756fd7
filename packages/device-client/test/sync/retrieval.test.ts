import { createProblem, problemResponse, sha256Digest, writeBundle } from '@margo-sdk/protocol';
import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { chooseRetrieval, type DeviceEvent, type Retrieval } from '../../src/index.js';
import { createBench, round } from '../support/bench.js';
import { deploymentText, LINE, PUMP } from '../support/documents.js';

const THIRD = '3f9b614e-8912-45f4-a523-372358765def';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const line = (setting: string): string => deploymentText({ settings: { broker: setting } });
const pump = (setting: string): string => deploymentText({ id: PUMP, settings: { broker: setting } });

/** A device that runs two deployments, and a manifest with others of both to come. */
const settled = async (retrieval?: Retrieval) => {
  const bench = createBench();
  await bench.fleet.publish([line('old'), pump('old')]);
  const { agent, store } = bench.boot({ ...(retrieval && { retrieval }), retry: { maxAttempts: 1 } });
  await round(agent);
  bench.events.length = 0;
  bench.fleet.requests.length = 0;
  await bench.fleet.publish([line('new'), pump('new')]);
  const before = await store.read();
  /** What was asked for beside the manifest, as `bundle` or the id of a deployment. */
  const fetched = (): string[] =>
    bench.fleet.requests.flatMap((request) => {
      const [, kind, id] = /^GET \/api\/v1\/(bundles|deployments)\/([^/]+)/.exec(request) ?? [];
      return kind === undefined || id === undefined ? [] : [kind === 'bundles' ? 'bundle' : id];
    });
  const polls = (): number => bench.fleet.requests.filter((request) => request === 'GET /api/v1/deployments').length;
  const unchanged = async (): Promise<void> => {
    const { manifest, deployments } = await store.read();
    expect({ manifest, deployments }).toEqual({ manifest: before.manifest, deployments: before.deployments });
  };
  const types = (): string[] => bench.events.map(({ type }: DeviceEvent) => type);
  return { ...bench, agent, store, fetched, polls, unchanged, types };
};

/** Spoils the answers to requests for what the pattern names. */
const spoil =
  (pattern: RegExp, answer: () => Response | Promise<Response>) =>
  ({ url }: Request) =>
    pattern.test(new URL(url).pathname) ? answer() : undefined;
const BUNDLE = /^\/api\/v1\/bundles\//;
const DOCUMENT = /^\/api\/v1\/deployments\/./;

describe('documents that are not held', () => {
  it.each<[Retrieval | undefined, string[]]>([
    [undefined, ['bundle']],
    ['bundle', ['bundle']],
    ['single', [LINE, PUMP]],
  ])('are fetched as the device was told: %s', async (retrieval, expected) => {
    const { agent, fetched, store } = await settled(retrieval);
    expect(await agent.pollOnce()).toMatchObject({ status: 'accepted', manifestVersion: 2n });
    expect(fetched()).toEqual(expected);
    const { deployments } = await store.read();
    for (const [id, text] of [
      [LINE, line('new')],
      [PUMP, pump('new')],
    ] as const)
      expect(deployments[id]?.accepted.digest).toBe(await sha256Digest(bytesOf(text)));
    await agent.stop();
  });

  it('are the only ones that are kept of a bundle', async () => {
    const { fleet, agent, store, fetched } = await settled('bundle');
    await fleet.publish([line('old'), pump('old'), deploymentText({ id: THIRD })]);
    await agent.pollOnce();
    expect(fetched()).toEqual(['bundle']);
    const digest = await sha256Digest(bytesOf(deploymentText({ id: THIRD })));
    expect(await store.getDocument(digest)).toEqual(bytesOf(deploymentText({ id: THIRD })));
    await agent.stop();
  });

  it('are not fetched at all when the device has them', async () => {
    const { fleet, agent, fetched } = await settled('bundle');
    await fleet.publish([line('old'), pump('old')]);
    expect((await agent.pollOnce()).status).toBe('accepted');
    expect(fetched()).toEqual([]);
    await agent.stop();
  });
});

describe('a bundle that cannot be had', () => {
  it.each<[string, () => Response]>([
    ['404', () => problemResponse(createProblem('deployment-not-found'))],
    ['410', () => new Response(null, { status: 410 })],
    ['500', () => new Response(null, { status: 500 })],
    ['502', () => new Response('<html>', { status: 502 })],
    ['another media type', () => new Response('x', { headers: { 'Content-Type': 'text/html' } })],
    [
      'no connection',
      () => {
        throw new TypeError('fetch failed');
      },
    ],
    [
      'too many bytes',
      () => new Response(new Uint8Array(65 * 1024 * 1024), { headers: { 'Content-Type': MEDIA_TYPES.bundle } }),
    ],
  ])('is replaced by its documents, and that is told: %s (M-17)', async (_, answer) => {
    const { fleet, agent, fetched, types } = await settled('bundle');
    fleet.intercept = spoil(BUNDLE, answer);
    expect((await agent.pollOnce()).status).toBe('accepted');
    expect(fetched()).toEqual(['bundle', LINE, PUMP]);
    expect(types()).toContain('bundle.missing');
    await agent.stop();
  });

  it.each<[string, () => Response]>([
    ['429', () => problemResponse(createProblem(429, { retryAfterSeconds: 300 }))],
    ['503', () => problemResponse(createProblem(503, { retryAfterSeconds: 300 }))],
    ['403', () => problemResponse(createProblem('not-authorized'))],
  ])('leaves everything as it was when the fleet manager wants to be left alone: %s (API-14)', async (_, answer) => {
    const { fleet, agent, fetched, unchanged } = await settled('bundle');
    fleet.intercept = spoil(BUNDLE, answer);
    expect((await agent.pollOnce()).status).toBe('failed');
    expect(fetched()).toEqual(['bundle']);
    await unchanged();
    fleet.intercept = () => undefined;
    expect((await agent.pollOnce()).status).toBe('accepted');
    await agent.stop();
  });
});

describe('a bundle that is not what the manifest says', () => {
  const packed = async (entries: Parameters<typeof writeBundle>[0]): Promise<Response> =>
    new Response(await writeBundle(entries), { headers: { 'Content-Type': MEDIA_TYPES.bundle } });

  it('ends the update when its digest is another, and nothing else is tried (DS-18, DS-19, DS-32, M-17)', async () => {
    const { fleet, agent, fetched, unchanged, types } = await settled('bundle');
    fleet.intercept = spoil(BUNDLE, () => packed([{ deploymentId: LINE, bytes: bytesOf(line('evil')) }]));
    expect(await agent.pollOnce()).toMatchObject({ status: 'refused', error: { code: 'ERR_DIGEST_MISMATCH' } });
    await agent.idle();
    expect(fetched()).toEqual(['bundle']);
    expect(types()).toEqual(['manifest.refused']);
    await unchanged();
    fleet.intercept = () => undefined;
    expect((await agent.pollOnce()).status).toBe('accepted');
    await agent.stop();
  });

  it.each<[string, () => Promise<Uint8Array>]>([
    ['one document is missing', () => writeBundle([{ deploymentId: LINE, bytes: bytesOf(line('new')) }])],
    [
      'one document is another',
      () =>
        writeBundle([
          { deploymentId: LINE, bytes: bytesOf(line('new')) },
          { deploymentId: PUMP, bytes: bytesOf(pump('evil')) },
        ]),
    ],
    ['it is no archive', () => Promise.resolve(bytesOf('no archive'))],
  ])('ends the update although its digest is right: %s (DS-19, M-17, M-19)', async (_, make) => {
    const { fleet, agent, fetched, unchanged } = await settled('bundle');
    const bytes = await make();
    const digest = await sha256Digest(bytes);
    const answer = await fleet.client.getStateManifest();
    if (answer.status !== 'changed') throw new Error('expected a manifest');
    await fleet.serve(
      new TextDecoder()
        .decode(answer.bytes)
        .replace(/bundles\/sha256:[0-9a-f]{64}/, `bundles/${digest}`)
        .replace(/("bundle":\{[^}]*"digest":)"[^"]*"/, `$1"${digest}"`),
    );
    fleet.requests.length = 0;
    fleet.intercept = spoil(BUNDLE, () => new Response(bytes, { headers: { 'Content-Type': MEDIA_TYPES.bundle } }));
    expect(await agent.pollOnce()).toMatchObject({ status: 'refused', error: { code: 'ERR_BUNDLE_INVALID' } });
    expect(fetched()).toEqual(['bundle']);
    await unchanged();
    await agent.stop();
  });

  it('is not refused for a size that is none of its own (DS-15)', async () => {
    const { fleet, agent } = await settled('bundle');
    const answer = await fleet.client.getStateManifest();
    if (answer.status !== 'changed') throw new Error('expected a manifest');
    await fleet.serve(new TextDecoder().decode(answer.bytes).replaceAll(/"sizeBytes":\d+/g, '"sizeBytes":1'));
    expect((await agent.pollOnce()).status).toBe('accepted');
    await agent.stop();
  });
});

describe.each(['single', 'bundle'] as const)('a document that is not there any more (%s)', (retrieval) => {
  const gone = () => problemResponse(createProblem('deployment-not-found'));

  it('has the manifest asked for again at once, which may be another by now (M-17)', async () => {
    const { fleet, agent, polls, store } = await settled(retrieval);
    fleet.intercept = async ({ url }) => {
      if (!/\/(bundles|deployments)\/./.test(url)) return undefined;
      fleet.intercept = () => undefined;
      if (retrieval === 'bundle')
        fleet.intercept = ({ url: next }) => (DOCUMENT.test(new URL(next).pathname) ? goneOnce() : undefined);
      await fleet.publish([line('newer'), pump('newer')]);
      return gone();
    };
    const goneOnce = (): Response => {
      fleet.intercept = () => undefined;
      return gone();
    };
    expect(await agent.pollOnce()).toMatchObject({ status: 'accepted', manifestVersion: 3n });
    expect(polls()).toBe(2);
    expect((await store.read()).manifest?.version).toBe(3n);
    await agent.stop();
  });

  it('is not asked for a second time when the manifest is still the same (M-17, DS-24)', async () => {
    const { fleet, agent, polls, fetched, unchanged } = await settled(retrieval);
    fleet.intercept = ({ url }) => (/\/(bundles|deployments)\/./.test(url) ? gone() : undefined);
    expect((await agent.pollOnce()).status).toBe('failed');
    expect(polls()).toBe(2);
    expect(fetched()).toEqual(retrieval === 'bundle' ? ['bundle', LINE] : [LINE]);
    await unchanged();
    await agent.stop();
  });

  it('ends the poll when the next manifest has one as well', async () => {
    const { fleet, agent, polls, unchanged } = await settled(retrieval);
    let version = 2;
    fleet.intercept = async ({ url }) => {
      if (!/\/(bundles|deployments)\/./.test(url)) return undefined;
      await fleet.publish([line(`${(version += 1)}`), pump('new')]);
      return gone();
    };
    expect((await agent.pollOnce()).status).toBe('failed');
    expect(polls()).toBe(2);
    await unchanged();
    await agent.stop();
  });
});

describe('a lost packet', () => {
  it.each(['single', 'bundle'] as const)('does not cost an update (%s)', async (retrieval) => {
    const bench = createBench();
    const { fleet, events, boot } = bench;
    await fleet.publish([line('old'), pump('old')]);
    const { agent } = boot({ retrieval });
    let lost = 0;
    fleet.intercept = ({ url }) => {
      if (!/\/(bundles|deployments)\/./.test(url) || lost > 0) return undefined;
      lost += 1;
      throw new TypeError('fetch failed');
    };
    expect((await agent.pollOnce()).status).toBe('accepted');
    expect(lost).toBe(1);
    expect(events.map(({ type }) => type)).not.toContain('bundle.missing');
    await agent.idle();
    await agent.stop();
  });
});

describe('the choice between the bundle and its documents', () => {
  const digest = `sha256:${'0'.repeat(64)}` as Awaited<ReturnType<typeof sha256Digest>>;
  const reference = (index: number, sizeBytes: number | undefined) =>
    ({ deploymentId: `${index}`, digest, url: '/', ...(sizeBytes !== undefined && { sizeBytes }) }) as never;
  const choose = (all: number, missing: number, bundleBytes?: number, eachBytes?: number, mode: Retrieval = 'auto') => {
    const deployments = Array.from({ length: all }, (_, index) => reference(index, eachBytes));
    const size = bundleBytes === undefined ? {} : { sizeBytes: bundleBytes };
    const bundle = { mediaType: MEDIA_TYPES.bundle, digest, url: '/', ...size } as never;
    return chooseRetrieval(mode, { manifestVersion: 1n, bundle, deployments }, deployments.slice(0, missing));
  };

  it('takes one document for itself', () => {
    expect(choose(1, 1, 100, 100)).toBe('single');
    expect(choose(1000, 1, 100, 100)).toBe('single');
  });

  it('takes the bundle unless each round trip saved costs more than 64 KiB', () => {
    expect(choose(100, 3, 300 + 2 * 65_536, 100)).toBe('bundle');
    expect(choose(100, 3, 301 + 2 * 65_536, 100)).toBe('single');
    expect(choose(100, 100, 90_000, 1000)).toBe('bundle');
  });

  it('takes the bundle without any sizes when at least half of it is missing', () => {
    expect(choose(10, 5)).toBe('bundle');
    expect(choose(10, 4)).toBe('single');
    expect(choose(10, 5, 100)).toBe('bundle');
    expect(choose(10, 4, undefined, 100)).toBe('single');
  });

  it('is not made where it was told', () => {
    expect(choose(1, 1, 100, 100, 'bundle')).toBe('bundle');
    expect(choose(100, 100, 100, 100, 'single')).toBe('single');
  });
});

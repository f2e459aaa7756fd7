import { UnexpectedResponseError, type SignedProfile } from '@margo-sdk/protocol';
import { createWorkloadManagementClient, retrying, type SignedClientOptions } from '@margo-sdk/protocol/client';
import { MEDIA_TYPES, checkDocument, stringifyJson } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { failureOf, observedClient } from './observed-client.js';

const clientId = 'client-4f2a-1764000000';
const deploymentId = '0a1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';
const digest = `sha256:${'0a'.repeat(32)}`;
const ORIGIN = 'https://wfm.example.com';

const CAPABILITIES = JSON.stringify({
  properties: {
    ...{ id: 'press-7', vendor: 'Example', modelNumber: 'GW-1', serialNumber: '0001' },
    cpus: [{ cores: 4, architecture: 'arm64' }],
    ...{ memory: '4Gi', storage: '64Gi', otelCollector: true },
    ...{ peripherals: [], interfaces: [{ type: 'ethernet' }] },
    supportedRuntimes: ['oci'],
    supportedDeploymentTypes: ['compose'],
  },
});
const STATUS = stringifyJson({
  deploymentId,
  deviceId: 'press-7',
  adoptedManifestVersion: 2n ** 64n - 1n,
  status: { state: 'failed', error: { code: 'E1', source: 'app', message: 'It did not start.' } },
  components: [{ name: 'app', state: 'failed', error: { code: 'E1', source: 'app', message: 'It did not start.' } }],
});

/** What differs on the wire, written out: paths as the published files and the known peer have them. */
const PROFILES = [
  {
    profile: 'rc2-signed',
    revision: 'rc2-signed',
    base: '/api/v1/clients/client-4f2a-1764000000',
    capabilities: '/capabilities/press-7',
    status: `/deployments/${deploymentId}/status`,
  },
  {
    profile: 'pr1',
    revision: 'pr1',
    base: '/api/v1/clients/client-4f2a-1764000000',
    capabilities: '/capabilities',
    status: `/deployments/${deploymentId}/status`,
  },
  {
    profile: 'symphony-2025',
    revision: 'pr1',
    base: '/v1alpha2/margo/api/v1/clients/client-4f2a-1764000000',
    capabilities: '/capabilities',
    status: `/deployment/${deploymentId}/status`,
  },
] as const;

describe.each(PROFILES)('a client of the profile $profile', ({ profile, revision, base, capabilities, status }) => {
  const observed = (
    handler: (request: Request) => Response | Promise<Response>,
    options: Partial<SignedClientOptions> = {},
  ) => observedClient(handler, { profile, clientId, ...options });

  it('says what it speaks, also when it tries again (M-01)', () => {
    const { client } = observed(() => new Response());
    expect(client.profile).toBe(profile);
    expect(retrying(client).profile).toBe(profile);
  });

  it('names itself in every path (LG-11)', async () => {
    const body = new Uint8Array([1, 2, 3]);
    const type = { [`${base}/deployments`]: MEDIA_TYPES.manifest, [`${base}/bundles/${digest}`]: MEDIA_TYPES.bundle };
    const { client, seen } = observed((request) => {
      const contentType = type[new URL(request.url).pathname] ?? MEDIA_TYPES.deployment;
      return new Response(body, { headers: { 'Content-Type': contentType, ETag: '"what it likes"' } });
    });
    expect(await client.getStateManifest()).toEqual({ status: 'changed', bytes: body, etag: '"what it likes"' });
    expect(await client.getDeployment({ deploymentId, digest })).toEqual(body);
    expect(await client.getBundle({ digest })).toEqual(body);
    expect(seen.map(({ method, url, headers }) => [method, url, headers['accept']])).toEqual([
      ['GET', `${ORIGIN}${base}/deployments`, MEDIA_TYPES.manifest],
      ['GET', `${ORIGIN}${base}/deployments/${deploymentId}/${digest}`, MEDIA_TYPES.deployment],
      ['GET', `${ORIGIN}${base}/bundles/${digest}`, MEDIA_TYPES.bundle],
    ]);
  });

  it('sends an ETag back as it came (DS-39)', async () => {
    const { client, seen } = observed(() => new Response(null, { status: 304 }));
    expect(await client.getStateManifest({ ifNoneMatch: '"what it likes"' })).toEqual({ status: 'unchanged' });
    expect(seen[0]?.headers['if-none-match']).toBe('"what it likes"');
  });

  it('reports capabilities by POST until one report was taken, and by PUT from then on', async () => {
    let status = 503;
    const { client, seen } = observed(() => new Response(null, { status }));
    const report = () => client.putCapabilities({ deviceId: 'press-7', body: CAPABILITIES });
    expect(await failureOf(report())).toMatchObject({ status: 503 });
    status = 201;
    await report();
    await report();
    expect(seen.map(({ method, url }) => [method, url])).toEqual(
      ['POST', 'POST', 'PUT'].map((method) => [method, `${ORIGIN}${base}${capabilities}`]),
    );
  });

  it('begins with POST again where the device is not found any more, as after a fleet manager was set up anew', async () => {
    const statuses = [201, 503, 404, 201];
    const { client, seen } = observed(() => new Response(null, { status: statuses.shift() ?? 201 }));
    const report = () => client.putCapabilities({ deviceId: 'press-7', body: CAPABILITIES });
    await report();
    expect(await failureOf(report())).toMatchObject({ status: 503 });
    expect(await failureOf(report())).toMatchObject({ status: 404 });
    await report();
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'PUT', 'PUT', 'POST']);
  });

  it('writes both kinds of reports in the form of the profile, and leaves no version to be rounded (M-06)', async () => {
    const { client, seen } = observed(() => new Response(null, { status: 201 }));
    await client.putCapabilities({ deviceId: 'press-7', body: CAPABILITIES });
    await client.postDeploymentStatus({ deploymentId, body: STATUS });
    const kinds = ['DeviceCapabilitiesManifest', 'DeploymentStatusManifest'] as const;
    for (const [at, kind] of kinds.entries()) {
      const { body = '', headers } = seen[at] ?? {};
      expect(headers?.['content-type']).toBe('application/json');
      expect(JSON.parse(body)).toMatchObject({ kind });
      expect(checkDocument(body, { kind, revision }).result).toMatchObject({ ok: true, issues: [] });
    }
    expect(seen[1]?.url).toBe(`${ORIGIN}${base}${status}`);
    expect(seen[1]?.body).not.toContain('adoptedManifestVersion');
  });

  it('refuses a report that the profile has no form for, before anything is sent', async () => {
    const { client, seen } = observed(() => new Response(null, { status: 201 }));
    const custom = CAPABILITIES.replace('["compose"]', '["custom"]');
    const failure = await failureOf(client.putCapabilities({ deviceId: 'press-7', body: custom }));
    expect(failure).toMatchObject({ code: 'ERR_DOCUMENT_UNCONVERTIBLE', hint: expect.any(String) });
    expect(await failureOf(client.postDeploymentStatus({ deploymentId, body: '{' }))).toMatchObject({
      code: 'ERR_DOCUMENT_UNCONVERTIBLE',
    });
    expect(seen).toEqual([]);
  });

  it('hints at the address when even the manifest is not found (M-02)', async () => {
    const { client } = observed(() => new Response('', { status: 404 }));
    expect(await failureOf(client.getStateManifest())).toMatchObject({ hint: expect.stringContaining('basePath') });
    expect(await failureOf(client.getBundle({ digest }))).toMatchObject({ hint: undefined });
  });

  it('hints at clock and certificate when its signature is not taken (LG-10, LG-11)', async () => {
    const { client } = observed(() => new Response('', { status: 401 }));
    expect(await failureOf(client.getStateManifest())).toMatchObject({
      status: 401,
      retryable: false,
      hint: expect.stringMatching(/clock.*certificate/),
    });
  });

  it('can be served below another base path (M-04)', async () => {
    const { client, seen } = observed(() => new Response(null, { status: 304 }), { basePath: '/margo' });
    await client.getStateManifest({ ifNoneMatch: '"1"' });
    expect(seen[0]?.url).toBe(`${ORIGIN}/margo/api/v1/clients/${clientId}/deployments`);
  });

  it('follows no redirect', async () => {
    const { client } = observed(
      () => new Response(null, { status: 308, headers: { Location: 'https://evil.example' } }),
    );
    expect(await failureOf(client.getStateManifest())).toBeInstanceOf(UnexpectedResponseError);
  });
});

describe('what only some profiles have', () => {
  const send = (profile: SignedProfile) =>
    observedClient(() => new Response(null, { status: 201 }), { profile, clientId });

  it('reports and takes away the children of a gateway in rc2-signed, each of them new once (CAP-15)', async () => {
    const { client, seen } = send('rc2-signed');
    const capabilities = { deviceId: 'gw/press-7', body: CAPABILITIES };
    await client.putCapabilities({ deviceId: 'gw', body: CAPABILITIES });
    await client.putCapabilities(capabilities);
    await client.putCapabilities(capabilities);
    await client.deleteCapabilities({ deviceId: 'gw/press-7' });
    await client.putCapabilities(capabilities);
    const base = `${ORIGIN}/api/v1/clients/${clientId}/capabilities`;
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `POST ${base}/gw`,
      `POST ${base}/gw/press-7`,
      `PUT ${base}/gw/press-7`,
      `DELETE ${base}/gw/press-7`,
      `POST ${base}/gw/press-7`,
    ]);
  });

  it.each(['pr1', 'symphony-2025'] as const)('has no operation for children and for leaving in %s', async (profile) => {
    const { client, seen } = send(profile);
    const unsupported = { code: 'ERR_OPERATION_UNSUPPORTED' };
    expect(await failureOf(client.putCapabilities({ deviceId: 'gw/a', body: CAPABILITIES }))).toMatchObject(
      unsupported,
    );
    expect(await failureOf(client.deleteCapabilities({ deviceId: 'press-7' }))).toMatchObject(unsupported);
    expect(seen).toEqual([]);
  });

  it('calls the device as the client is called where the peer insists on it', async () => {
    const idOf = async (profile: SignedProfile): Promise<unknown> => {
      const { client, seen } = send(profile);
      await client.putCapabilities({ deviceId: 'press-7', body: CAPABILITIES });
      return (JSON.parse(seen[0]?.body ?? '') as { properties: { id: unknown } }).properties.id;
    };
    expect(await idOf('symphony-2025')).toBe(clientId);
    expect(await idOf('pr1')).toBe('press-7');
  });
});

describe('a refusal of an older profile', () => {
  const refused = async (profile: SignedProfile, body: string, contentType: string, limit = 4096) => {
    const { client } = observedClient(
      () => new Response(body, { status: 404, headers: { 'Content-Type': contentType } }),
      { profile, clientId, maxProblemBytes: limit },
    );
    return failureOf(client.getBundle({ digest }));
  };

  it.each([
    ['rc2-signed', '{"error":"No such bundle"}', 'application/json'],
    ['pr1', '{"error":"No such bundle","code":7}', 'application/json; charset=utf-8'],
    ['symphony-2025', '{"Error":"No such bundle"}', 'text/plain; charset=utf-8'],
  ] as const)('says in its own form that a fleet manager has answered: %s %s (M-33)', async (profile, body, type) => {
    const error = await refused(profile, body, type);
    expect(error).toMatchObject({
      ...{ code: 'ERR_PROBLEM', status: 404, retryable: false },
      problem: { type: 'about:blank', title: 'No such bundle', status: 404 },
    });
    expect(String(error)).toContain('was answered with 404: No such bundle');
  });

  it('keeps what it says besides, on one line', async () => {
    const error = await refused(
      'rc2-signed',
      '{"error":"Invalid signature","message":"over\\nthe\\u0000body"}',
      'application/json',
    );
    expect(String(error)).toMatch(/404: Invalid signature: over the body$/);
  });

  it.each([
    ['the page of a gateway', '<h1>{"error":"x"}</h1>', 'text/html'],
    ['JSON behind the name of a page', '{"error":"x"}', 'text/html'],
    ['JSON of another kind', '{"fault":"x"}', 'application/json'],
    ['another case', '{"Error":"x"}', 'application/json'],
    ['no text', '{"error":{"text":"x"}}', 'application/json'],
    ['an empty text', '{"error":""}', 'application/json'],
    ['null', 'null', 'application/json'],
    ['a list', '["error"]', 'application/json'],
    ['broken', '{"error":"x"', 'application/json'],
    ['nothing', '', 'application/json'],
    ['too long', `{"error":"${'x'.repeat(5000)}"}`, 'application/json'],
  ])('is not taken from %s (M-33)', async (_, body, type) => {
    expect(await refused('rc2-signed', body, type)).toMatchObject({ status: 404, problem: undefined });
  });

  it('may be a problem document all the same (API-12)', async () => {
    const problem = { type: 'https://example.com/p', title: 'Gone', status: 404 };
    expect(await refused('pr1', JSON.stringify(problem), MEDIA_TYPES.problem)).toMatchObject({ problem });
  });
});

describe('the options of a client that signs', () => {
  it.each([undefined, '', '.', '..', 'a/b', 'a b', 'ä', 'a?b', 'x'.repeat(256), 7])(
    'refuse the client id %j (LG-03)',
    (given) => {
      const make = () =>
        createWorkloadManagementClient({
          profile: 'rc2-signed',
          clientId: given as string,
          baseUrl: ORIGIN,
          fetch: () => Promise.reject(new Error('not asked')),
        });
      expect(make).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID' }));
    },
  );
});

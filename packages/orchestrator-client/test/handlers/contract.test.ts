import { readFileSync } from 'node:fs';
import type { WireProfile } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createFleet, MONITOR } from '../fixture.js';

type Operations = Readonly<Record<string, { readonly responses: Readonly<Record<string, unknown>> }>>;

/** The contracts that the clients are generated from. */
const CONTRACTS: readonly { readonly profile: WireProfile; readonly file: string; readonly count: number }[] = [
  { profile: 'rc3', file: 'workload-management', count: 6 },
  { profile: 'rc2-signed', file: 'workload-management-rc2-signed', count: 7 },
  { profile: 'pr1', file: 'workload-management-pr1', count: 6 },
];

/** What HTTP lets any server answer, whatever it is asked for (RFC 9110 §15). */
const GENERAL = [405, 413, 414, 415, 429, 500, 503];
const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** Letting devices in is nothing that a fleet manager does itself; whatever proves who they are does it. */
const ONBOARDING = '/api/v1/onboarding';

const pathsOf = (file: string) => {
  const url = new URL(`../../../protocol/src/generated/${file}.openapi.json`, import.meta.url);
  const contract = JSON.parse(readFileSync(url, 'utf8')) as { readonly paths: Readonly<Record<string, Operations>> };
  return Object.entries(contract.paths)
    .filter(([template]) => !template.startsWith(ONBOARDING))
    .map(([template, operations]) => ({
      path: template
        .replace('{clientId}', 'press-7')
        .replace('{deviceId}', 'gw/press-7')
        .replace('{deploymentId}', MONITOR)
        .replace('{digest}', `sha256:${'0'.repeat(64)}`),
      operations,
    }));
};

describe.each(CONTRACTS)('the interface of $profile as its contract describes it', ({ profile, file, count }) => {
  const paths = pathsOf(file);
  const offered = paths.flatMap(({ path, operations }) =>
    Object.entries(operations)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, { responses }]) => ({ method, path, statuses: Object.keys(responses).map(Number) })),
  );
  const missing = paths.flatMap(({ path, operations }) =>
    METHODS.filter((method) => !Object.hasOwn(operations, method)).map((method) => ({ method, path })),
  );

  it('has all its operations', () => {
    expect(offered).toHaveLength(count);
  });

  it.each(offered)('offers $method $path, and answers what the contract lets it (API-01)', async (operation) => {
    const { method, path, statuses } = operation;
    for (const ask of [{}, { body: '{' }, { body: '{}' }, { headers: { Accept: 'text/html' } }]) {
      const bodyless = method === 'get' || method === 'delete';
      const { body, ...headers } = { body: undefined, ...ask };
      const options = bodyless || body === undefined ? headers : { ...headers, body };
      const { status } = await createFleet({ profile }).ask(method.toUpperCase(), path, options);
      expect([...statuses, ...GENERAL]).toContain(status);
      expect(status).not.toBe(405);
    }
  });

  it.each(missing)('offers no $method $path (API-01)', async ({ method, path }) => {
    expect((await createFleet({ profile }).ask(method.toUpperCase(), path)).status).toBe(405);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createFleet, MONITOR } from '../fixture.js';

type Operations = Readonly<Record<string, { readonly responses: Readonly<Record<string, unknown>> }>>;

/** The contract that the clients are generated from. */
const CONTRACT = JSON.parse(
  readFileSync(new URL('../../../protocol/src/generated/workload-management.openapi.json', import.meta.url), 'utf8'),
) as { readonly paths: Readonly<Record<string, Operations>> };

/** What HTTP lets any server answer, whatever it is asked for (RFC 9110 §15). */
const GENERAL = [405, 413, 414, 415, 429, 500, 503];
const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

const paths = Object.entries(CONTRACT.paths).map(([template, operations]) => ({
  path: template
    .replace('{deviceId}', 'gw/press-7')
    .replace('{deploymentId}', MONITOR)
    .replace('{digest}', `sha256:${'0'.repeat(64)}`),
  operations,
}));
const offered = paths.flatMap(({ path, operations }) =>
  Object.entries(operations)
    .filter(([method]) => METHODS.includes(method))
    .map(([method, { responses }]) => ({ method, path, statuses: Object.keys(responses).map(Number) })),
);
const missing = paths.flatMap(({ path, operations }) =>
  METHODS.filter((method) => !Object.hasOwn(operations, method)).map((method) => ({ method, path })),
);

describe('the interface as its contract describes it', () => {
  it('has six operations', () => {
    expect(offered).toHaveLength(6);
  });

  it.each(offered)('offers $method $path, and answers what the contract lets it (API-01)', async (operation) => {
    const { method, path, statuses } = operation;
    for (const ask of [{}, { body: '{' }, { body: '{}' }, { headers: { Accept: 'text/html' } }]) {
      const bodyless = method === 'get' || method === 'delete';
      const { body, ...headers } = { body: undefined, ...ask };
      const options = bodyless || body === undefined ? headers : { ...headers, body };
      const { status } = await createFleet().ask(method.toUpperCase(), path, options);
      expect([...statuses, ...GENERAL]).toContain(status);
      expect(status).not.toBe(405);
    }
  });

  it.each(missing)('offers no $method $path (API-01)', async ({ method, path }) => {
    expect((await createFleet().ask(method.toUpperCase(), path)).status).toBe(405);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workloadManagementContract } from '../../src/contract/workload-management/contract.js';
import type { components } from '../../src/generated/workload-management.js';
import { INTENDED } from './intended-differences.js';
import { operationFacts, schemaFacts, type Contract } from './facts.js';

const ours = JSON.parse(JSON.stringify(workloadManagementContract())) as Contract;

describe('contract', () => {
  it('is the one that the client was generated from', () => {
    const written = new URL('../../src/generated/workload-management.openapi.json', import.meta.url);
    expect(ours).toEqual(JSON.parse(readFileSync(written, 'utf8')));
  });

  it('gives every reference a target', () => {
    const text = JSON.stringify(ours);
    const targets = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((name) => name === undefined || !(name in ours.components.schemas))).toEqual([]);
    expect(text).not.toContain('$defs');
  });

  it('types 64-bit versions as bigint (M-06)', () => {
    const version: components['schemas']['ManifestVersion'] = 2n ** 64n - 1n;
    expect(ours.components.schemas['ManifestVersion']).toMatchObject({ type: 'integer', format: 'uint64', minimum: 1 });
    expect(version).toBe(18446744073709551615n);
  });

  it('publishes nothing that only rules and messages need', () => {
    const leaked = JSON.stringify(ours.components).match(/"(rule|hint|retired|unknown|extensions)":/g);
    expect(leaked).toBeNull();
  });
});

const FILE = '1.0.0-rc.3/workload-management-api-1.0.0-rc.3.yaml';
const folder = process.env['MARGO_SPEC_CORPUS'];
const path = folder === undefined ? undefined : join(folder, FILE);

// The specification's files are not ours to copy; MARGO_SPEC_CORPUS names a folder that holds them.
describe.skipIf(path === undefined)('contract beside the specification (needs MARGO_SPEC_CORPUS)', () => {
  const theirs = (): Contract => {
    if (path === undefined || !existsSync(path)) throw new Error(`MARGO_SPEC_CORPUS has no ${FILE}`);
    const require = createRequire(new URL('../../../spec-model/package.json', import.meta.url));
    const { parse } = require('yaml') as { parse: (text: string) => Contract };
    return parse(readFileSync(path, 'utf8'));
  };

  const factsOf = (contract: Contract, deployment: string): ReadonlySet<string> =>
    new Set([
      ...operationFacts(contract),
      ...schemaFacts(contract, 'deployment', { $ref: `#/components/schemas/${deployment}` }),
    ]);

  it('differs from 1.0.0-rc.3 only where a position says why', () => {
    const mine = factsOf(ours, 'ApplicationDeployment');
    const published = factsOf(theirs(), 'appDeploymentManifest');
    const differences = [
      ...[...published].filter((fact) => !mine.has(fact)).map((fact) => `- ${fact}`),
      ...[...mine].filter((fact) => !published.has(fact)).map((fact) => `+ ${fact}`),
    ];
    const unexplained = differences.filter((line) => !INTENDED.some(({ matches }) => matches.test(line)));
    expect(unexplained).toEqual([]);
    const idle = INTENDED.filter(({ matches }) => !differences.some((line) => matches.test(line)));
    expect(idle).toEqual([]);
    expect(published.size).toBeGreaterThan(300);
  });
});

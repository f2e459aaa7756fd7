import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trustBundleContract } from '../../src/contract/trust-bundle/contract.js';
import { pr1Contract } from '../../src/contract/workload-management/pr1/contract.js';
import { rc2SignedContract } from '../../src/contract/workload-management/rc2-signed/contract.js';
import { workloadManagementContract } from '../../src/contract/workload-management/rc3/contract.js';
import type { components } from '../../src/generated/workload-management.js';
import { operationFacts, schemaFacts, type Contract } from './facts.js';
import { TRUST_BUNDLE, WORKLOAD_MANAGEMENT, type Difference } from './intended-differences.js';
import { PR1, RC2_SIGNED } from './intended-differences-signed.js';

const asWritten = (contract: object): Contract => JSON.parse(JSON.stringify(contract)) as Contract;
const workloadManagement = asWritten(workloadManagementContract());
const rc2Signed = asWritten(rc2SignedContract());
const pr1 = asWritten(pr1Contract());
const trustBundle = asWritten(trustBundleContract());

describe.each([
  ['workload-management', workloadManagement, 20],
  ['workload-management-rc2-signed', rc2Signed, 20],
  ['workload-management-pr1', pr1, 20],
  ['trust-bundle', trustBundle, 3],
])('contract of %s', (name, ours, references) => {
  it('is the one that the client was generated from', () => {
    const written = new URL(`../../src/generated/${name}.openapi.json`, import.meta.url);
    expect(ours).toEqual(JSON.parse(readFileSync(written, 'utf8')));
  });

  it('gives every reference a target', () => {
    const text = JSON.stringify(ours);
    const targets = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, target]) => target);
    expect(targets.length).toBeGreaterThan(references);
    expect(targets.filter((target) => target === undefined || !(target in ours.components.schemas))).toEqual([]);
    expect(text).not.toContain('$defs');
  });

  it('publishes nothing that only rules and messages need', () => {
    const leaked = JSON.stringify(ours.components).match(/"(rule|hint|retired|unknown|extensions)":/g);
    expect(leaked).toBeNull();
  });
});

describe('contract of workload management', () => {
  it('types 64-bit versions as bigint (M-06)', () => {
    const version: components['schemas']['ManifestVersion'] = 2n ** 64n - 1n;
    expect(workloadManagement.components.schemas['ManifestVersion']).toMatchObject({
      type: 'integer',
      format: 'uint64',
      minimum: 1,
    });
    expect(version).toBe(18446744073709551615n);
  });
});

const folder = process.env['MARGO_SPEC_CORPUS'];

// The specification's files are not ours to copy; MARGO_SPEC_CORPUS names a folder that holds them.
describe.skipIf(folder === undefined)('contracts beside the specification (needs MARGO_SPEC_CORPUS)', () => {
  const published = (file: string): Contract => {
    const path = join(folder ?? '', file);
    if (!existsSync(path)) throw new Error(`MARGO_SPEC_CORPUS has no ${path}`);
    const require = createRequire(new URL('../../../spec-model/package.json', import.meta.url));
    const { parse } = require('yaml') as { parse: (text: string) => Contract };
    return parse(readFileSync(path, 'utf8'));
  };

  const deploymentOf = (contract: Contract, name: string): string[] =>
    schemaFacts(contract, 'deployment', { $ref: `#/components/schemas/${name}` });

  /** What only one of both says, without what is meant to be so; and what was meant to be so and is not. */
  const compare = (theirs: readonly string[], mine: readonly string[], intended: readonly Difference[]) => {
    const differences = [
      ...theirs.filter((fact) => !mine.includes(fact)).map((fact) => `- ${fact}`),
      ...mine.filter((fact) => !theirs.includes(fact)).map((fact) => `+ ${fact}`),
    ];
    return {
      unexplained: differences.filter((line) => !intended.some(({ matches }) => matches.test(line))),
      idle: intended.filter(({ matches }) => !differences.some((line) => matches.test(line))),
    };
  };

  it('workload management differs from 1.0.0-rc.3 only where a position says why (API-01)', () => {
    const theirs = published('1.0.0-rc.3/workload-management-api-1.0.0-rc.3.yaml');
    const facts = [...operationFacts(theirs), ...deploymentOf(theirs, 'appDeploymentManifest')];
    const mine = [...operationFacts(workloadManagement), ...deploymentOf(workloadManagement, 'ApplicationDeployment')];
    expect(compare(facts, mine, WORKLOAD_MANAGEMENT)).toEqual({ unexplained: [], idle: [] });
    expect(facts.length).toBeGreaterThan(300);
  });

  it.each([
    ['1.0.0-rc.2', '1.0.0-rc.2/workload-management-api-1.0.0-rc.2.signature-profile.yaml', rc2Signed, RC2_SIGNED],
    ['preview release 1', '1.0.0/workload-management-api-1.0.0.yaml', pr1, PR1],
  ])(
    'workload management with signed messages differs from %s only where a reason says why',
    (_, file, ours, intended) => {
      const theirs = published(file);
      const facts = [...operationFacts(theirs), ...deploymentOf(theirs, 'appDeploymentManifest')];
      const mine = [...operationFacts(ours), ...deploymentOf(ours, 'ApplicationDeployment')];
      expect(compare(facts, mine, intended)).toEqual({ unexplained: [], idle: [] });
      expect(facts.length).toBeGreaterThan(200);
    },
  );

  it('the trust bundle differs from 1.0.0-rc.3 only where a reason says why (TB-10)', () => {
    const facts = operationFacts(published('1.0.0-rc.3/trust-bundle-api-1.0.0-rc.3.yaml'));
    expect(compare(facts, operationFacts(trustBundle), TRUST_BUNDLE)).toEqual({ unexplained: [], idle: [] });
    expect(facts.length).toBeGreaterThan(50);
  });
});

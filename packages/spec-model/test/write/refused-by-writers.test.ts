import { refusedByWriters, safeParseApplicationDeployment } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { changed, deployment, type Loose } from '../documents.js';

const refused = (change: (document: Loose) => void): string[] =>
  refusedByWriters(safeParseApplicationDeployment(changed(deployment(), change, 'yaml')).issues).map(
    ({ rule, severity }) => `${rule} ${severity}`,
  );

describe('what a reader puts up with and nobody writes', () => {
  it('is a profile type that nobody knows', () => {
    expect(refused((d) => (d.spec.deploymentProfile.type = 'wasm'))).toEqual(['AX-04 error']);
  });

  it('is a member of an older revision', () => {
    expect(refused((d) => (d.kind = 'ApplicationDeployment'))).toEqual(['AX-08 error']);
  });

  it('is no other warning', () => {
    expect(refused((d) => (d.metadata.namespace = 'Not a label'))).toEqual([]);
  });
});

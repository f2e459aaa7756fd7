import { diffDeployments } from '@margo-sdk/spec-model';
import { expect, it } from 'vitest';
import { deployment } from '../documents.js';

it('repeats no more of a name than a person reads, because every component has the sentence', () => {
  const after = deployment();
  after.metadata.namespace = 'n'.repeat(100_000);
  after.spec.deploymentProfile.components[1].properties.repository = `oci://r.example/${'r'.repeat(100_000)}`;
  after.spec.parameters = { ['p'.repeat(100_000)]: { value: 1, targets: [{ pointer: 'p', components: ['server'] }] } };
  const { components, replacesAll } = diffDeployments(deployment(), after);
  expect(replacesAll).toBe(`What changed is the namespace from app to ${'n'.repeat(80)}….`);
  expect(components.flatMap(({ because }) => because).every((said) => said.length < 300)).toBe(true);
});

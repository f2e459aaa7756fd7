import { describe, expect, it } from 'vitest';
import { componentFacts, parseApplicationDeployment } from '@margo-sdk/spec-model';
import { changed, deployment, type Loose } from '../documents.js';

const facts = (change: (d: Loose) => void = () => {}) =>
  componentFacts(parseApplicationDeployment(changed(deployment(), change, 'yaml')));
const [database, server] = facts();

describe('facts of a component (L-09)', () => {
  it('do not change with wait, timeout, extensions, constraints, name of the deployment, or place in the list', () => {
    const after = facts((d) => {
      const { components } = d.spec.deploymentProfile;
      components[0].properties.wait = false;
      components[0].properties.timeout = '1m0s';
      components[0]['x-acme-extensions'] = { a: 1 };
      d.spec.deploymentProfile.deviceConstraints = { capacityRequirements: { memory: '1Gi' } };
      d.metadata.name = 'renamed';
      components.reverse();
    });
    expect(after).toEqual([server, database]);
  });

  it('change the artifact with repository or revision, of that component only', () => {
    const after = facts((d) => (d.spec.deploymentProfile.components[0].properties.revision = '1.0.1'));
    expect(after[0]).toEqual({ ...database, artifact: expect.not.stringContaining('"1.0.0"') });
    expect(after[1]).toEqual(server);
  });

  it('change the configuration with a parameter that reaches the component, of that component only', () => {
    const after = facts((d) => {
      d.spec.parameters.extra = { value: 1, targets: [{ pointer: 'extra', components: ['server'] }] };
    });
    expect(after[0]).toEqual(database);
    expect(after[1]).toMatchObject({ artifact: server?.artifact, placement: server?.placement });
    expect(after[1]?.configuration).not.toBe(server?.configuration);
  });

  it.each([
    ['namespace', (d: Loose) => (d.metadata.namespace = 'other')],
    ['device', (d: Loose) => (d.metadata.deviceId = 'edge-2')],
    ['type', (d: Loose) => ((d.spec.deploymentProfile.type = 'compose'), (d.spec.parameters = {}))],
  ])('change the placement of every component with the %s', (_, change) => {
    facts(change).forEach(({ placement }) => expect(placement).not.toBe(database?.placement));
  });
});

import { expect, it } from 'vitest';
import type { ApplicationDeployment } from '@margo-sdk/spec-model';
import { createDeviceAgent, createMemoryStore } from '../src/index.js';
import { CUSTOM_CAPABILITIES, CUSTOM_CONSTRAINTS, deploymentText } from './support/documents.js';
import { createFakeFleet } from './support/fake-fleet.js';

it('a document is parsed once for all checks and steps, and a runtime cannot change it for the others', async () => {
  const fleet = createFakeFleet();
  const seen: ApplicationDeployment[] = [];
  const agent = createDeviceAgent({
    client: fleet.client,
    store: createMemoryStore(),
    runtimes: [
      {
        supports: (type) => type === 'custom',
        apply: async ({ deployment }) => void seen.push(deployment),
        remove: async () => {},
        inspect: async () => [],
      },
    ],
    capabilities: CUSTOM_CAPABILITIES,
  });
  const publish = async (revision: string): Promise<void> => {
    const components = [
      { name: 'broker', revision },
      { name: 'dashboard', revision },
    ];
    await fleet.publish([deploymentText({ type: 'custom', components, constraints: CUSTOM_CONSTRAINTS })]);
    await agent.pollOnce();
    await agent.idle();
  };

  await publish('1.0.0');
  await publish('2.0.0');
  await agent.stop();

  const [first, second, third, fourth] = seen;
  expect(seen).toHaveLength(4);
  expect(second).toBe(first);
  expect(fourth).toBe(third);
  expect(third).not.toBe(first);
  expect(() => first?.spec.deploymentProfile.components.pop()).toThrow(TypeError);
});

import { readFileSync } from 'node:fs';
import { createMemoryStore } from '@margo-sdk/device-client';
import { parseSpiffeId } from '@margo-sdk/protocol';
import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { createInProcessFleet } from '@margo-sdk/testkit';
import { expect, it } from 'vitest';
import { createGateway, type Controller } from '../../examples/gateway/gateway.js';

const CLIENT = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/hall-2');
const deployment = (deviceId: string, memory = '1Gi'): string => `
id: 5f7c2a10-8f0e-4f4b-9f53-0a4d6b1c2e3f
metadata: { name: mixer, namespace: default, deviceId: "${deviceId}" }
spec:
  applicationId: com-example-mixer
  deploymentProfile:
    type: compose
    deviceConstraints: { capacityRequirements: { memory: ${memory} } }
    components:
      - name: mixer
        properties: { repository: oci://registry.example.com/mixer, revision: 1.0.0 }
`;

const createController = (name: string, memory: string) => {
  const programs: Awaited<ReturnType<Controller['list']>>[number][] = [];
  const controller = {
    name,
    memory,
    isConnected: true,
    programs,
    list: async () => (connect(), programs),
    start: async (_: string, program: (typeof programs)[number]) => {
      connect();
      programs.push(program);
    },
    stop: async (_: string, stopped: string) => {
      connect();
      programs.splice(0, programs.length, ...programs.filter((program) => program.name !== stopped));
    },
  };
  const connect = (): void => {
    if (!controller.isConnected) throw new Error('No carrier.');
  };
  return controller;
};

it('the gateway example has 80 lines at most', () => {
  const text = readFileSync(new URL('../../examples/gateway/gateway.ts', import.meta.url), 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(80);
});

it('the gateway example places, moves and removes, and says whom it cannot reach', async () => {
  const fleet = createInProcessFleet();
  const client = createWorkloadManagementClient({ baseUrl: 'https://wfm.example.com', fetch: fleet.fetchAs(CLIENT) });
  const { agent, plug } = createGateway('hall-2', client, createMemoryStore());
  const failures: unknown[] = [];
  agent.subscribe((event) => void ('error' in event && failures.push(event)));
  const small = createController('small', '512Mi');
  const large = createController('large', '4Gi');
  const other = createController('other', '4Gi');
  const publish = async (...texts: string[]): Promise<string[]> => {
    await fleet.manager.publish(CLIENT, texts);
    await agent.pollOnce();
    await agent.idle();
    return (await fleet.manager.view(CLIENT)).map(({ deviceId, state }) => `${deviceId} ${state}`);
  };

  await plug([small, large, other]);
  expect(await publish(deployment('hall-2/*'))).toEqual(['hall-2/large converged']);
  expect(large.programs.map(({ name }) => name)).toEqual(['mixer']);
  expect(await publish(deployment('hall-2/other'))).toEqual(['hall-2/large gone', 'hall-2/other converged']);
  expect(failures).toEqual([]);

  small.isConnected = false;
  expect(await publish(deployment('hall-2/small', '256Mi'))).toContain('hall-2/small failed');
  expect(failures).toContainEqual(expect.objectContaining({ type: 'child.unreachable', deviceId: 'hall-2/small' }));
  small.isConnected = true;
  expect(await publish(deployment('hall-2/small', '256Mi'))).toContain('hall-2/small converged');
  expect(await publish()).toContain('hall-2/small gone');
  expect([small, large, other].map(({ programs }) => programs.length)).toEqual([0, 0, 0]);
  await agent.stop();
});

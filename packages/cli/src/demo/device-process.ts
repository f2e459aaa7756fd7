import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDeviceAgent, createDryRunRuntime, createFileStore, parseDryRunScript } from '@margo-sdk/device-client';
import { parseTrustBundle } from '@margo-sdk/protocol';
import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { createMutualTlsFetch } from '@margo-sdk/protocol/node';
import { parseDeviceId, type DeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import type { FromDevice, ToDevice } from './messages.js';
import { playPart } from './part.js';

const capabilitiesOf = (deviceId: string): DeviceCapabilitiesManifest => ({
  properties: {
    id: parseDeviceId(deviceId),
    vendor: 'Example Devices',
    modelNumber: 'DRY-RUN-1',
    serialNumber: '0001',
    cpus: [{ cores: 4, architecture: 'amd64' }],
    memory: '8Gi',
    storage: '64Gi',
    peripherals: [],
    interfaces: [{ type: 'ethernet' }],
    otelCollector: true,
    supportedRuntimes: ['oci'],
    supportedDeploymentTypes: ['helm', 'compose'],
  },
});

/** The device of the demo: a process of its own that can be killed at any moment. */
playPart<ToDevice, FromDevice>(async ({ next, tell }) => {
  const { identity, url, deviceId, folder, pollIntervalMs, script } = await next('start');
  const [certificate, privateKey, trustBundle] = await Promise.all(
    [identity.certificate, identity.privateKey, identity.trustBundle].map((path) => readFile(path, 'utf8')),
  );
  const connection = createMutualTlsFetch({
    credentials: { certificate: certificate ?? '', privateKey: privateKey ?? '' },
    trustBundle: parseTrustBundle(trustBundle ?? ''),
  });
  const agent = createDeviceAgent({
    client: createWorkloadManagementClient({ baseUrl: url, fetch: connection.fetch }),
    store: createFileStore({ folder: join(folder, 'store') }),
    runtimes: [createDryRunRuntime({ folder: join(folder, 'workloads'), script: parseDryRunScript(script) })],
    capabilities: capabilitiesOf(deviceId),
    pollIntervalMs,
    onEvent: (event) => {
      if (event.type === 'step.started') tell({ type: 'step', component: event.step.component, kind: event.step.kind });
      else if ('error' in event && event.type !== 'step.failed') {
        tell({ type: 'failed', message: `${event.type}: ${JSON.stringify(event.error)}` });
      }
    },
  });
  await agent.start();
  tell({ type: 'ready' });
  while ((await next('settle', 'stop')).type === 'settle') {
    await agent.idle();
    await agent.pollOnce();
    await agent.idle();
    tell({ type: 'settled' });
  }
  await agent.stop();
  await connection.close();
});

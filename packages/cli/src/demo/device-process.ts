import { EventEmitter, once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createDeviceAgent,
  createDryRunRuntime,
  createFileStore,
  createRunRecorder,
  parseDryRunScript,
  type DeviceEvent,
  type DryRunScript,
} from '@margo-sdk/device-client';
import { parseDeviceId, type DeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import { connectDevice } from './device-connection.js';
import type { Chart, FromDevice, ToDevice } from './messages.js';
import { playPart } from './part.js';
import { stagedRuntime } from './staged-runtime.js';
import { watchedStore } from './watched-store.js';

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
  const start = await next('start');
  const { deviceId, folder, pollIntervalMs, stepMs, record: recordFile } = start;
  const connection = await connectDevice(start);
  // Each line is on its way to the disk before anything goes on: the process can be killed.
  const record =
    recordFile === null
      ? undefined
      : createRunRecorder({ write: (line) => appendFileSync(recordFile, `${line}\n`), now: () => Date.now() });

  const scriptOf = (rules: readonly object[]): DryRunScript => {
    const usual = [{ kind: 'prepare', delayMs: Math.round(stepMs / 3) }, {}];
    return parseDryRunScript(
      JSON.stringify({ rules: [...rules, ...usual].map((rule) => ({ delayMs: stepMs, ...rule })) }),
    );
  };
  let script = scriptOf([]);
  let held: Chart | null = null;
  let newerWaits = false;
  const news = new EventEmitter();
  const store = watchedStore(createFileStore({ folder: join(folder, 'store') }), ({ deployments }) => {
    newerWaits = Object.values(deployments).some(({ lifecycle }) => lifecycle.waiting !== null);
    if (newerWaits) news.emit('newer');
  });

  const attempts = new Map<string, number>();
  const runtime = stagedRuntime(
    createDryRunRuntime({ folder: join(folder, 'workloads'), script: (step) => script(step) }),
    {
      onStep: ({ kind, component }, revision) => {
        const attempt = attempts.get(component) ?? 1;
        tell({ type: 'step', kind, component, attempt, ...(revision === undefined ? {} : { revision }) });
      },
      turnOf: async ({ component, revision }, signal) => {
        if (held?.component === component && held.revision === revision && !newerWaits)
          await once(news, 'newer', { signal });
      },
    },
  );

  const onEvent = (event: DeviceEvent): void => {
    record?.(event);
    if (event.type === 'step.started') attempts.set(event.step.component, event.step.attempt);
    else if (event.type === 'step.failed') {
      const { step, retryable, reason } = event;
      if (retryable) tell({ type: 'retrying', component: step.component, message: reason.message });
    } else if ('error' in event) tell({ type: 'failed', message: `${event.type}: ${JSON.stringify(event.error)}` });
  };
  const agent = createDeviceAgent({
    client: connection.client,
    store,
    runtimes: [runtime],
    capabilities: capabilitiesOf(deviceId),
    pollIntervalMs,
    policy: { backoff: { firstMs: 2 * stepMs, maxMs: 60_000 } },
    onEvent,
  });
  await agent.start();
  tell({ type: 'ready', letInAs: connection.letInAs });
  for (;;) {
    const message = await next('setting', 'settle', 'stop');
    if (message.type === 'stop') break;
    if (message.type === 'setting') {
      script = scriptOf(message.rules);
      held = message.held;
      tell({ type: 'set' });
      continue;
    }
    await agent.idle();
    await agent.pollOnce();
    await agent.idle();
    tell({ type: 'settled' });
  }
  await agent.stop();
  record?.stopped();
  await connection.close();
});

/**
 * What a device keeps while it does nothing but poll for a day: the heap after collection at poll 3,600, against the
 * same at poll 100. With a clock of its own, so that a day takes seconds; every hundredth poll brings an update, which
 * is installed and reported.
 */
import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createDeviceAgent, createMemoryStore, synchronise } from '../packages/device-client/dist/index.js';
import {
  acceptAnyClient,
  createFleetManager,
  createMemoryStore as fleetStore,
} from '../packages/orchestrator-client/dist/index.js';
import { createWorkloadManagementClient } from '../packages/protocol/dist/client.js';
import { parseSpiffeId } from '../packages/protocol/dist/index.js';
import { parseDeviceCapabilitiesManifest } from '../packages/spec-model/dist/index.js';

const EARLY = 100;
const LATE = 3600;
const WARM_UP = 3600;
const NEWS_EVERY = 100;
const LIMIT = 1.05;
const POLLS_WITHOUT_NEWS = 2000;

const DEVICE = parseSpiffeId('spiffe://bench.example/margo/wfm/one/client/device');
const CAPABILITIES = parseDeviceCapabilitiesManifest(`{
  "properties": {
    "id": "device", "vendor": "Example", "modelNumber": "M1", "serialNumber": "1",
    "cpus": [{ "cores": 4, "architecture": "amd64" }], "memory": "8Gi", "storage": "64Gi", "peripherals": [],
    "interfaces": [{ "type": "ethernet" }], "otelCollector": true,
    "supportedRuntimes": ["oci"], "supportedDeploymentTypes": ["helm"]
  }
}`);

const deployment = (revision) => `id: 7c1ff6c5-8ae4-4b2f-a8f2-000000000001
metadata: { name: app, namespace: default, deviceId: device }
spec:
  applicationId: com-example-app
  deploymentProfile:
    type: helm
    components:
      - { name: server, properties: { repository: "oci://registry.example/charts/server", revision: 1.0.${revision} } }
`;

/** Runs nothing and remembers what it was asked for, as a runtime does. */
const createRuntime = () => {
  const workloads = new Map();
  return {
    supports: () => true,
    apply: async ({ component, fingerprint }) => void workloads.set(component, { name: component, fingerprint }),
    remove: async ({ component }) => void workloads.delete(component),
    inspect: async () => [...workloads.values()],
  };
};

/** The smallest of some collections: what is left of one that was interrupted is not what the device keeps. */
const heapAfterCollection = async () => {
  let least = Infinity;
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc();
    await setImmediate();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
};

/** A clock on which time passes only while the device sleeps. */
const createQuickClock = (onSleep) => {
  let now = Date.UTC(2026, 0, 1);
  return {
    now: () => now,
    sleep: async (ms, signal) => {
      // Time limits are not up; they end when what they limit does.
      if (ms > 120_000)
        return new Promise((_, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
        );
      await onSleep();
      signal?.throwIfAborted();
      now += ms;
    },
  };
};

/** The life of a device from its first poll to a last one; gives the heap after collection at some of them. */
const live = async (lastPoll, measuredAt) => {
  const manager = createFleetManager({ store: fleetStore(), acceptClient: acceptAnyClient, graceMs: 0 });
  const client = createWorkloadManagementClient({
    baseUrl: 'https://wfm.example.com',
    fetch: (request) => manager.fetch(request, DEVICE),
  });
  const heaps = new Map();
  let [polls, installed] = [0, 0];
  let done;
  const finished = new Promise((resolve) => (done = resolve));
  const clock = createQuickClock(async () => {
    await agent.idle();
    if (measuredAt.includes(polls)) heaps.set(polls, await heapAfterCollection());
    if (polls === lastPoll) done();
    // Right after a measurement, so that all are as far from the last update.
    if (polls % NEWS_EVERY === 1) await manager.publish(DEVICE, [deployment(polls)]);
  });
  const agent = createDeviceAgent({
    client: {
      ...client,
      getStateManifest: (options) => {
        polls += 1;
        return client.getStateManifest(options);
      },
    },
    store: createMemoryStore(),
    runtimes: [createRuntime()],
    capabilities: CAPABILITIES,
    clock,
    random: () => 0.5,
    onEvent: (event) => {
      if (event.type === 'deployment.state' && event.state === 'installed') installed += 1;
    },
  });
  await manager.publish(DEVICE, [deployment(0)]);
  await agent.start();
  await finished;
  await agent.stop();
  if (installed < lastPoll / NEWS_EVERY) throw new Error(`Only ${installed} updates were installed.`);
  return { heaps, installed };
};

const measure = async () => {
  // Another device before it: the engine keeps what it has compiled, and that is no memory of a device.
  await live(WARM_UP, []);
  const { heaps, installed } = await live(LATE, [EARLY, LATE]);
  const [early, late] = [heaps.get(EARLY), heaps.get(LATE)];
  const kib = (bytes) => Math.round(bytes / 1024);
  const ratio = late / early;
  console.log(
    `heap of a device at poll ${LATE}: ${ratio.toFixed(3)} of that at poll ${EARLY} ` +
      `(${kib(late)} KiB, ${kib(early)} KiB; ${installed} updates)${ratio > LIMIT ? `, above ${LIMIT}` : ''}`,
  );
  if (ratio > LIMIT) process.exitCode = 1;
};

/** Bytes that one `synchronise` leaves to the collector when there is nothing new, without what the network does. */
const measureNothingNew = async () => {
  const store = createMemoryStore();
  const bytes = Buffer.from('{"manifestVersion":1,"bundle":null,"deployments":[]}');
  let answer = { status: 'changed', bytes };
  const unchanged = { status: 'unchanged' };
  const client = {
    getStateManifest: async () => answer,
    getDeployment: async () => bytes,
    getBundle: async () => bytes,
  };
  const options = { client, store };
  await synchronise(options);
  answer = unchanged;
  const allocated = async (work) => {
    for (let count = 0; count < POLLS_WITHOUT_NEWS; count += 1) await work();
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < POLLS_WITHOUT_NEWS; count += 1) await work();
    return (process.memoryUsage().heapUsed - before) / POLLS_WITHOUT_NEWS;
  };
  // What two promises cost that are waited for, which is the least that asking a store and a client can.
  const floor = await allocated(async () => {
    await store.read();
    await client.getStateManifest();
  });
  const ours = await allocated(() => synchronise(options));
  console.log(
    `poll without news: ${Math.round(ours)} bytes are left to the collector, ${Math.round(floor)} of them for asking ` +
      'the store and the client',
  );
};

export const heap = () => {
  const flags = [
    '--expose-gc',
    // Young objects in one large space: a collection in the middle would hide what was allocated.
    '--max-semi-space-size=64',
    '--min-semi-space-size=64',
    // What the engine compiles again and again as it learns is on the heap, too, and is no memory of a device.
    '--no-opt',
    '--no-sparkplug',
    '--no-flush-bytecode',
  ];
  const { status } = spawnSync(process.execPath, [...flags, fileURLToPath(import.meta.url)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (globalThis.gc) {
    await measure();
    await measureNothingNew();
  } else heap();
}

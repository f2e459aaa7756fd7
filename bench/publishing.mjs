/**
 * Publishing a change to one deployment of a client, against the same for a client that has no other. What is left to
 * grow: the manifest and the archive are put together of what was written before, and hashed, as a whole.
 */
import { createFleetManager, createMemoryStore, acceptAnyClient } from '../packages/orchestrator-client/dist/index.js';
import { parseSpiffeId } from '../packages/protocol/dist/index.js';

const COUNTS = [1, 10, 100, 1000];
const ROUNDS = 41;
const NAMESPACE = 'spiffe://bench.example/margo/wfm/one/client';

const idOf = (at) => `7c1ff6c5-8ae4-4b2f-a8f2-${String(at).padStart(12, '0')}`;

/** As large as the deployments of the specification's examples. */
const deployment = (at, revision) => `id: ${idOf(at)}
metadata: { name: app-${at}, namespace: default, deviceId: device }
spec:
  applicationId: com-example-app-${at}
  deploymentProfile:
    type: helm
    components:
      - name: database
        properties: { repository: "oci://registry.example/charts/database-${at}", revision: 5.4.0, wait: true, timeout: 8m30s }
      - name: server
        properties: { repository: "oci://registry.example/charts/server-${at}", revision: 1.0.${revision}, wait: true }
  parameters:
    adminName: { value: admin-${at}, targets: [{ pointer: server.admin.name, components: [server] }] }
    pollFrequency: { value: ${revision}, targets: [{ pointer: settings.poll, components: [server, database] }] }
    siteId: { value: SID-${at}, targets: [{ pointer: server.site, components: [server] }] }
`;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

export const publishing = async () => {
  const manager = createFleetManager({ store: createMemoryStore(), acceptClient: acceptAnyClient, graceMs: 0 });
  const clients = [];
  for (const count of COUNTS) {
    const client = parseSpiffeId(`${NAMESPACE}/device-${count}`);
    const started = performance.now();
    await manager.publish(
      client,
      Array.from({ length: count }, (_, at) => deployment(at, 0)),
    );
    clients.push({ client, count, first: performance.now() - started, times: [] });
  }
  // Round by round, so that a noisy machine disturbs all alike; the first rounds warm up.
  for (let round = 1; round <= ROUNDS + 10; round += 1)
    for (const { client, count, times } of clients) {
      const change = { set: [deployment(Math.floor(count / 2), round)] };
      const started = performance.now();
      await manager.update(client, change);
      if (round > 10) times.push(performance.now() - started);
    }
  const one = median(clients[0].times);
  for (const { count, times, first } of clients)
    console.log(
      `change to one of ${count} deployments: ${(median(times) / one).toFixed(2)} of one of 1 ` +
        `(${median(times).toFixed(2)} ms; publishing all of them first: ${first.toFixed(0)} ms)`,
    );
};

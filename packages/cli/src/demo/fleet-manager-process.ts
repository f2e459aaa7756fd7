import { readFile } from 'node:fs/promises';
import { createFleetManager, createMemoryStore } from '@margo-sdk/orchestrator-client';
import { serveFleetManager } from '@margo-sdk/orchestrator-client/node';
import { parseSpiffeId, parseTrustBundle } from '@margo-sdk/protocol';
import { playPart } from './part.js';
import type { FromFleetManager, ToFleetManager } from './messages.js';

/** The fleet manager of the demo: a process of its own, reached over mutual TLS only. */
playPart<ToFleetManager, FromFleetManager>(async ({ next, tell }) => {
  const start = await next('start');
  const client = parseSpiffeId(start.client);
  const [certificate, privateKey, trustBundle] = await Promise.all(
    [start.identity.certificate, start.identity.privateKey, start.identity.trustBundle].map((path) =>
      readFile(path, 'utf8'),
    ),
  );
  const manager = createFleetManager({
    store: createMemoryStore(),
    acceptClient: (id) => id === client,
    onError: (error) => tell({ type: 'failed', message: String(error) }),
  });
  // Reports are told in the order in which they were stored, each with what the fleet manager concludes from it.
  let telling = Promise.resolve();
  manager.watch(client, ({ status }) => {
    telling = telling.then(async () => {
      const view = await manager.view(client);
      const verdict = view.find(({ deploymentId }) => deploymentId === status.deploymentId)?.state ?? 'unknown';
      const { adoptedManifestVersion, ...report } = status;
      tell({
        type: 'report',
        report: { ...report, adoptedManifestVersion: String(adoptedManifestVersion) },
        verdict,
      });
    });
  });
  const served = await serveFleetManager({
    manager,
    credentials: { certificate: certificate ?? '', privateKey: privateKey ?? '' },
    trustBundle: parseTrustBundle(trustBundle ?? ''),
    port: 0,
    onRefused: (error) => tell({ type: 'failed', message: `refused a caller: ${error.code}` }),
  });
  tell({ type: 'ready', url: served.url });

  for (;;) {
    const message = await next('publish', 'flush', 'stop');
    if (message.type === 'stop') break;
    if (message.type === 'flush') {
      await telling;
      tell({ type: 'flushed' });
      continue;
    }
    const { manifestVersion } = await manager.publish(client, message.documents);
    tell({ type: 'published', manifestVersion: String(manifestVersion) });
  }
  await served.close();
});

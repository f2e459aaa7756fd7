import type { FromFleetManager, ToFleetManager } from './messages.js';
import { openFleet } from './open-fleet.js';
import { playPart } from './part.js';

/** The fleet manager of the demo: a process of its own, reached over TLS only. */
playPart<ToFleetManager, FromFleetManager>(async ({ next, tell }) => {
  const { manager, client, url, close } = await openFleet(await next('start'), (message) =>
    tell({ type: 'failed', message }),
  );
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
  tell({ type: 'ready', url });

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
  await close();
});

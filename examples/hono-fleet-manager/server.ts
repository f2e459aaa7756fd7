import { getRequestListener } from '@hono/node-server';
import type { FleetManager } from '@margo-sdk/orchestrator-client';
import type { SpiffeId } from '@margo-sdk/protocol';
import { createMutualTlsServer, type MutualTlsServer, type MutualTlsServerOptions } from '@margo-sdk/protocol/node';
import { Hono } from 'hono';

/** What each request brings along: who sent it, as its socket has proved. */
interface Bindings {
  caller: SpiffeId;
}

/** A Hono application with the workload-management interface in it, behind mutual TLS. It does not listen yet. */
export const honoFleetManager = (manager: FleetManager, options: MutualTlsServerOptions): MutualTlsServer => {
  const app = new Hono<{ Bindings: Bindings }>();
  app.all('/api/v1/*', ({ req, env }) => manager.fetch(req.raw, env.caller));
  // Routes of your own stand beside it, and know their caller as well.
  app.get('/who-am-i', (context) => context.text(context.env.caller));

  return createMutualTlsServer(options, (request, response, caller) => {
    const listener = getRequestListener((web) => app.fetch(web, { caller }), { overrideGlobalObjects: false });
    void listener(request, response);
  });
};

import { formatETag, sha256Digest, wirePath } from '@margo-sdk/protocol';
import { createWorkloadManagementClient, type WorkloadManagementClient } from '@margo-sdk/protocol/client';
import {
  MEDIA_TYPES,
  parseDeploymentStatusManifest,
  stringifyJson,
  type DeploymentStatusManifest,
  type JsonValue,
} from '@margo-sdk/spec-model';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A fleet manager of which every answer can be spoilt. */
export interface FakeFleet {
  readonly client: WorkloadManagementClient;
  /** Requests as `METHOD path`, in the order in which they came. */
  readonly requests: string[];
  /** Reports that were taken, in the order in which they came; each was read, and is legal. */
  readonly reports: DeploymentStatusManifest[];
  /** `If-None-Match` of each poll. */
  readonly conditions: (string | null)[];
  /** Publishes these documents with the next version, or the one that is given. */
  publish(texts: readonly string[], version?: bigint): Promise<void>;
  /** Serves these bytes as manifest, whatever they are. */
  serve(text: string, etag?: string | null): Promise<void>;
  /** Answers a request in another way than it would; undefined for as usual. Throws for no connection. */
  intercept: (request: Request) => Response | undefined | Promise<Response | undefined>;
}

export const createFakeFleet = (): FakeFleet => {
  const documents = new Map<string, Uint8Array>();
  const known = new Set<string>();
  let current: { bytes: Uint8Array; etag: string | null } | undefined;
  let last = 0n;

  const answer = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname;
    if (request.method === 'GET' && path === wirePath('stateManifest', {})) {
      fleet.conditions.push(request.headers.get('If-None-Match'));
      if (current === undefined) return new Response(null, { status: 404 });
      const { bytes, etag } = current;
      if (etag !== null && request.headers.get('If-None-Match') === etag) return new Response(null, { status: 304 });
      return new Response(bytes, {
        headers: { 'Content-Type': MEDIA_TYPES.manifest, ...(etag === null ? {} : { ETag: etag }) },
      });
    }
    if (request.method === 'GET') {
      const bytes = documents.get(path);
      if (bytes === undefined) return new Response(null, { status: 404 });
      return new Response(bytes, { headers: { 'Content-Type': MEDIA_TYPES.deployment } });
    }
    if (request.method === 'POST') fleet.reports.push(parseDeploymentStatusManifest(await request.text()));
    const status = known.has(path) ? 200 : 201;
    known.add(path);
    return new Response(null, { status });
  };

  const fleet: FakeFleet = {
    client: createWorkloadManagementClient({
      baseUrl: 'https://wfm.example.com',
      fetch: async (request) => {
        fleet.requests.push(`${request.method} ${new URL(request.url).pathname}`);
        return (await fleet.intercept(request)) ?? answer(request);
      },
    }),
    requests: [],
    reports: [],
    conditions: [],
    intercept: () => undefined,
    publish: async (texts, version = last + 1n) => {
      last = version;
      const deployments: JsonValue[] = [];
      for (const text of texts) {
        const deploymentId = (JSON.parse(text) as { id: string }).id;
        const digest = await sha256Digest(bytesOf(text));
        const url = wirePath('deployment', { deploymentId, digest });
        documents.set(url, bytesOf(text));
        deployments.push({ deploymentId, digest, url });
      }
      const digest = await sha256Digest(bytesOf(texts.join()));
      const bundle = { mediaType: MEDIA_TYPES.bundle, digest, url: wirePath('bundle', { digest }) };
      await fleet.serve(
        stringifyJson({ manifestVersion: version, bundle: texts.length === 0 ? null : bundle, deployments }),
      );
    },
    serve: async (text, etag) => {
      const bytes = bytesOf(text);
      current = { bytes, etag: etag === undefined ? formatETag(await sha256Digest(bytes)) : etag };
    },
  };
  return fleet;
};

/** A report in one line, as `state @version: name state, …`. */
export const summary = ({ status, components, adoptedManifestVersion }: DeploymentStatusManifest): string =>
  `${status.state} @${adoptedManifestVersion}: ${components.map(({ name, state }) => `${name} ${state}`).join(', ')}`;

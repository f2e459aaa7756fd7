import {
  formatETag,
  profileFacts,
  sha256Digest,
  wirePath,
  writeBundle,
  type BundleEntry,
  type WireProfile,
  type WireResource,
} from '@margo-sdk/protocol';
import { createWorkloadManagementClient, type WorkloadManagementClient } from '@margo-sdk/protocol/client';
import {
  MEDIA_TYPES,
  checkDocument,
  convertDocument,
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
  /** What a fleet manager of an older profile calls the device. */
  readonly clientId: string;
  /** Bodies as they came, by `METHOD path`; the last one of each. */
  readonly bodies: ReadonlyMap<string, string>;
  /** Reports that were taken, in the order in which they came; each was read, and is legal. As 1.0.0-rc.3 has them. */
  readonly reports: DeploymentStatusManifest[];
  /** `If-None-Match` of each poll. */
  readonly conditions: (string | null)[];
  /** Publishes these documents, in the revision of the profile, with the next version, or the one that is given. */
  publish(texts: readonly string[], version?: bigint): Promise<void>;
  /** Publishes these bytes as documents, whatever they are. */
  publishRaw(
    documents: readonly { readonly deploymentId: string; readonly text: string }[],
    version?: bigint,
  ): Promise<void>;
  /** Serves these bytes as manifest, whatever they are. */
  serve(text: string, etag?: string | null): Promise<void>;
  /** Answers a request in another way than it would; undefined for as usual. Throws for no connection. */
  intercept: (request: Request) => Response | undefined | Promise<Response | undefined>;
}

/** @param profile - what it speaks; it is its own word for everything that differs */
export const createFakeFleet = (profile: WireProfile = 'rc3'): FakeFleet => {
  const facts = profileFacts(profile);
  const clientId = 'client-1';
  const pathOf = (resource: WireResource, named: Readonly<Record<string, string>> = {}): string =>
    wirePath(resource, { clientId, ...named } as never, profile);
  const bodies = new Map<string, string>();
  const documents = new Map<string, Uint8Array>();
  const known = new Set<string>();
  let current: { bytes: Uint8Array; etag: string | null } | undefined;
  let last = 0n;
  let versions = 0;

  const answer = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.slice(facts.basePath.length);
    if (request.method === 'GET' && path === pathOf('stateManifest')) {
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
      const mediaType = path.startsWith(pathOf('bundle', { digest: 'x' }).slice(0, -1))
        ? MEDIA_TYPES.bundle
        : MEDIA_TYPES.deployment;
      return new Response(bytes, { headers: { 'Content-Type': mediaType } });
    }
    const body = await request.text();
    bodies.set(`${request.method} ${path}`, body);
    if (path.endsWith('/status')) fleet.reports.push(readReport(body));
    const status = known.has(path) ? 200 : 201;
    known.add(path);
    return new Response(null, { status });
  };

  const readReport = (text: string): DeploymentStatusManifest => {
    const { revision } = facts;
    if (revision === 'rc3') return parseDeploymentStatusManifest(text);
    checkDocument(text, { kind: 'DeploymentStatusManifest', revision }).result.issues.forEach((issue) => {
      if (issue.severity === 'error') throw new Error(`${text}: ${issue.message}`);
    });
    const decisions = { adoptedManifestVersion: last, deploymentName: 'line-monitor' };
    return parseDeploymentStatusManifest(
      convertDocument(text, { kind: 'DeploymentStatusManifest', from: revision, decisions }).text,
    );
  };

  const keepBundle = async (entries: readonly BundleEntry[]): Promise<JsonValue> => {
    const bytes = await writeBundle(entries);
    const digest = await sha256Digest(bytes);
    const url = pathOf('bundle', { digest });
    documents.set(url, bytes);
    return { mediaType: MEDIA_TYPES.bundle, digest, sizeBytes: bytes.byteLength, url };
  };

  const fleet: FakeFleet = {
    clientId,
    bodies,
    client: createWorkloadManagementClient({
      ...(profile === 'rc3' ? { profile } : { profile, clientId }),
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
    publish: (texts, version) =>
      fleet.publishRaw(
        texts.map((text) => ({
          deploymentId: (JSON.parse(text) as { id: string }).id,
          text:
            facts.revision === 'rc3'
              ? text
              : convertDocument(text, { kind: 'ApplicationDeployment', to: facts.revision }).text,
        })),
        version,
      ),
    publishRaw: async (raw, version = last + 1n) => {
      last = version;
      const deployments: JsonValue[] = [];
      const entries: BundleEntry[] = [];
      for (const { deploymentId, text } of raw) {
        const digest = await sha256Digest(bytesOf(text));
        const url = pathOf('deployment', { deploymentId, digest });
        const bytes = bytesOf(text);
        documents.set(url, bytes);
        entries.push({ deploymentId, bytes });
        deployments.push({ deploymentId, digest, sizeBytes: bytes.byteLength, url });
      }
      const bundle = entries.length === 0 ? null : await keepBundle(entries);
      await fleet.serve(stringifyJson({ manifestVersion: version, bundle, deployments }));
    },
    serve: async (text, etag) => {
      const bytes = bytesOf(text);
      if (etag !== undefined) current = { bytes, etag };
      else if (facts.manifestETag === 'opaque') current = { bytes, etag: `"${(versions += 1)}"` };
      else current = { bytes, etag: formatETag(await sha256Digest(bytes)) };
    },
  };
  return fleet;
};

/** A report in one line, as `state @version: name state, …`. */
export const summary = ({ status, components, adoptedManifestVersion }: DeploymentStatusManifest): string =>
  `${status.state} @${adoptedManifestVersion}: ${components.map(({ name, state }) => `${name} ${state}`).join(', ')}`;

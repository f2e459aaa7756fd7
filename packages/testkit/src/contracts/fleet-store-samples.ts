import type {
  AbandonmentRecord,
  Artefact,
  DeviceRecord,
  Publication,
  PublishedDeployment,
  StatusRecord,
} from '@margo-sdk/orchestrator-client';
import { parseSpiffeId, sha256Digest } from '@margo-sdk/protocol';

type DeploymentId = PublishedDeployment['deploymentId'];
type DeviceId = DeviceRecord['deviceId'];
type Digest = PublishedDeployment['digest'];

const NAMESPACE = 'spiffe://factory.example/margo/wfm/line-1';
export const PRESS = parseSpiffeId(`${NAMESPACE}/client/press-7`);
export const ROBOT = parseSpiffeId(`${NAMESPACE}/client/robot-2`);

export const MONITOR = '7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11' as DeploymentId;
export const VISION = '0d5b0f6e-33f7-4a6b-9a7f-6f0f3a1f2c22' as DeploymentId;
export const GATEWAY = 'gw-1' as DeviceId;
export const CHILD = 'gw-1/camera' as DeviceId;

/** Texts that a careless store trips over: quotes, SQL, a NUL, half a character, names of what every object has. */
export const AWKWARD = ['"', "'; DROP TABLE status; --", 'a\u0000b', '\ud800', '__proto__', 'constructor', '', 'ü💥'];

export const digestOf = async (text: string): Promise<Digest> => sha256Digest(new TextEncoder().encode(text));

export const artefactOf = async (
  kind: Artefact['kind'],
  text: string,
  deploymentId?: DeploymentId,
): Promise<Artefact> => {
  const bytes = new TextEncoder().encode(text);
  return { kind, digest: await sha256Digest(bytes), bytes, ...(deploymentId && { deploymentId }) };
};

/** What a client shall run: texts of documents by their ids. */
export type Wish = Readonly<Record<string, string>>;

/** How a publication is made. */
export interface PublicationOptions {
  readonly version: bigint;
  readonly follows?: bigint | null;
  readonly atMs?: number;
  /** What was wanted before. */
  readonly before?: Wish;
  readonly components?: readonly string[];
}

/** A publication as a fleet manager makes it: what it changes against the wish before, its bytes, what it supersedes. */
export const publicationOf = async (
  wish: Wish,
  { version, follows = null, atMs = 0, before = {}, components = ['collector'] }: PublicationOptions,
): Promise<Publication> => {
  const documents = await documentsOf(wish);
  const old = await documentsOf(before);
  const manifest = await artefactOf('manifest', `manifest ${version}`);
  const bundle = await artefactOf('bundle', JSON.stringify(wish));
  const changed = documents.filter(({ digest }) => !old.some((document) => document.digest === digest));
  const withdrawn = old.filter(
    ({ deploymentId }) => !documents.some((document) => document.deploymentId === deploymentId),
  );
  return {
    follows,
    manifest: {
      version,
      digest: manifest.digest,
      bundle: documents.length > 0 ? bundle.digest : null,
      publishedAtMs: atMs,
      firstVersion: 1n,
      firstPublishedAtMs: 0,
    },
    changes: [
      ...changed.map(({ deploymentId, digest }) => ({
        deploymentId,
        from: version,
        deployment: { deploymentId, digest, deviceId: GATEWAY, components },
      })),
      ...withdrawn.map(({ deploymentId }) => ({ deploymentId, from: version, deployment: null })),
    ],
    artefacts: [manifest, ...(documents.length > 0 ? [bundle] : []), ...changed],
    superseded: [
      ...(follows === null ? [] : [await digestOf(`manifest ${follows}`), await digestOf(JSON.stringify(before))]),
      ...old.map(({ digest }) => digest).filter((digest) => !documents.some((document) => document.digest === digest)),
    ],
  };
};

const documentsOf = async (wish: Wish): Promise<(Artefact & { readonly deploymentId: DeploymentId })[]> =>
  Promise.all(
    Object.entries(wish).map(async ([id, text]) => {
      const deploymentId = id as DeploymentId;
      return { ...(await artefactOf('deployment', text, deploymentId)), deploymentId };
    }),
  );

export const deviceOf = (deviceId: DeviceId, vendor = 'Example'): DeviceRecord => ({
  deviceId,
  capabilities: { properties: { id: deviceId, vendor, modelNumber: 'M1', serialNumber: 'S1' } },
  receivedAtMs: 1_700_000_000_123,
});

/** How a report differs from the others. */
export interface StatusOptions {
  readonly deploymentId?: DeploymentId;
  readonly deviceId?: DeviceId;
  readonly version?: bigint;
  readonly component?: string;
  readonly atMs?: number;
  readonly isOfRemoval?: true;
}

export const statusOf = (options: StatusOptions = {}): StatusRecord => {
  const { deploymentId = MONITOR, deviceId = GATEWAY, version = 1n, component = 'collector', atMs = 1_000 } = options;
  return {
    deploymentId,
    deviceId,
    status: {
      deploymentId,
      adoptedManifestVersion: version,
      status: { state: 'installed' },
      components: [{ name: component, state: 'installed' }],
    },
    receivedAtMs: atMs,
    ...(options.isOfRemoval && { isOfRemoval: true }),
  };
};

export const abandonmentOf = (
  deploymentId: DeploymentId,
  deviceId: DeviceId,
  more: Partial<AbandonmentRecord> = {},
): AbandonmentRecord => ({
  deploymentId,
  deviceId,
  by: 'erika@factory.example',
  abandonedAtMs: 3,
  manifestVersion: 2n,
  lastReportAtMs: 1,
  ...more,
});

/** Bytes as numbers: some databases give a subclass of `Uint8Array`, and some matchers mind. */
export const plain = <Kept extends { readonly bytes: Uint8Array }>(artefact: Kept | undefined): unknown =>
  artefact && { ...artefact, bytes: artefact.bytes.join() };

import { parseSpiffeId, type SpiffeId } from '@margo-sdk/protocol';
import { parseStateManifest, type StateManifest } from '@margo-sdk/spec-model';
import { expect } from 'vitest';
import {
  acceptAnyClient,
  createFleetManager,
  createMemoryStore,
  type FleetManager,
  type FleetManagerOptions,
  type FleetStore,
} from '../src/index.js';

const NAMESPACE = 'spiffe://factory.example/margo/wfm/line-1';
export const PRESS = parseSpiffeId(`${NAMESPACE}/client/press-7`);
export const ROBOT = parseSpiffeId(`${NAMESPACE}/client/robot-2`);
export const MANAGER = parseSpiffeId(NAMESPACE);

export const MONITOR = '7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';
export const VISION = '0d5b0f6e-33f7-4a6b-9a7f-6f0f3a1f2c22';

/** An ApplicationDeployment in YAML. */
export const deployment = (id = MONITOR, { deviceId = 'press-7', revision = '1.0.0' } = {}): string => `# ${revision}
id: ${id}
metadata: { name: monitor, namespace: default, deviceId: "${deviceId}" }
spec:
  applicationId: monitor
  deploymentProfile:
    type: helm
    components:
      - name: collector
        properties: { repository: "oci://registry.example/charts/collector", revision: ${revision} }
`;

/** Capabilities of a gateway that hosts nothing, as JSON. */
export const capabilities = (id: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ properties: { id, vendor: 'ACME', modelNumber: 'M1', serialNumber: 'S1', ...more } });

export const HOSTING = {
  cpus: [{ cores: 4, architecture: 'amd64' }],
  memory: '8Gi',
  storage: '64Gi',
  peripherals: [],
  interfaces: [],
  otelCollector: true,
  supportedRuntimes: ['oci'],
  supportedDeploymentTypes: ['helm'],
};

export interface ReportOptions {
  deploymentId?: string;
  deviceId?: string | null;
  version?: bigint;
  state?: string;
  error?: object;
}

/** A status report with one component, as JSON text; the version is written in full. */
export const report = (options: ReportOptions = {}): string => {
  const { deploymentId = MONITOR, deviceId = 'press-7', version = 1n, state = 'installed', error } = options;
  const failure = error ?? (state === 'failed' ? { code: 'E1', source: 'collector', message: 'no' } : undefined);
  const rest = {
    deploymentId,
    ...(deviceId !== null && { deviceId }),
    status: { state },
    components: [{ name: 'collector', state, ...(failure && { error: failure }) }],
  };
  return `{"adoptedManifestVersion":${version},${JSON.stringify(rest).slice(1)}`;
};

export interface Ask {
  as?: SpiffeId;
  body?: string | Uint8Array | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
}

export interface Fleet extends FleetManager {
  readonly store: FleetStore;
  ask(method: string, path: string, options?: Ask): Promise<Response>;
  /** The manifest that a client gets. */
  manifest(as?: SpiffeId): Promise<StateManifest>;
}

/** A fleet manager in memory, and a short way to ask it. Errors inside it fail the test unless `onError` is given. */
export const createFleet = (options: Partial<FleetManagerOptions> = {}): Fleet => {
  const store = options.store ?? createMemoryStore();
  const manager = createFleetManager({
    acceptClient: acceptAnyClient,
    now: () => 1_000,
    ...options,
    store,
  });
  const ask: Fleet['ask'] = (method, path, { as = PRESS, body, headers } = {}) => {
    const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const init = {
      method,
      headers: { ...json, ...headers },
      ...(body !== undefined && { body, duplex: 'half' as const }),
    };
    return manager.fetch(new Request(`https://wfm.example.com${path}`, init), as);
  };
  const manifest = async (as = PRESS) =>
    parseStateManifest(new Uint8Array(await (await ask('GET', '/api/v1/deployments', { as })).arrayBuffer()));
  return { ...manager, store, ask, manifest };
};

/** Checks that a response is a problem document of this status and type, and gives it. */
export const expectProblem = async (response: Response, status: number, type: string) => {
  expect(response.status).toBe(status);
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  const problem = (await response.json()) as {
    detail?: string;
    title: string;
    retryable?: boolean;
    errors?: { field: string; message: string }[];
  };
  const uri = type === 'about:blank' ? type : `https://docs.margo.org/specification/problem-types#${type}`;
  expect(problem).toMatchObject({ type: uri, status });
  return problem;
};

export const bytesOf = async (response: Response): Promise<Uint8Array> => new Uint8Array(await response.arrayBuffer());

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

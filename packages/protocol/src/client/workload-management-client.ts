import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import createClient from 'openapi-fetch';
import type { components, paths } from '../generated/workload-management.js';
import { WIRE_PROFILES, joinBasePath, wirePath } from '../profiles/index.js';
import { fillPath } from '../profiles/path.js';
import { baseAddress } from './base-address.js';
import { withDeadline } from './deadline.js';
import { changeOf, contentOf, outcomeOf } from './judge-answer.js';
import { leanPollWith } from './lean.js';
import type { WorkloadManagementClient } from './operations.js';
import { WORKLOAD_MANAGEMENT_CLIENT_DEFAULTS as DEFAULTS, type WorkloadManagementClientOptions } from './options.js';
import { retrying } from './retrying.js';
import { sendWith } from './send.js';

type Schemas = components['schemas'];

const ROUTES = WIRE_PROFILES.rc3.paths;

/**
 * Makes the client that a device talks to its fleet manager with. Byte-exact in both directions: bodies are neither
 * parsed nor written again, so 64-bit versions and digests survive. Redirects are refused, sizes and times bounded.
 *
 * @param options - where the fleet manager is, how to reach it, and the limits
 * @throws MargoError `ERR_BASE_URL_INVALID`, `ERR_BASE_PATH_INVALID`; `ERR_OPTION_INVALID`: see {@link retrying}
 *
 * @example
 * ```ts
 * import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
 *
 * const client = createWorkloadManagementClient({
 *   baseUrl: 'https://wfm.example.com',
 *   // Stands in for a server: the desired state has not changed.
 *   fetch: async () => new Response(null, { status: 304 }),
 * });
 * console.log(await client.getStateManifest({ ifNoneMatch: '"sha256:00"' })); // { status: 'unchanged' }
 * ```
 */
export const createWorkloadManagementClient = ({
  baseUrl,
  basePath = '',
  fetch = globalThis.fetch,
  timeoutMs = DEFAULTS.timeoutMs,
  maxManifestBytes = DEFAULTS.maxManifestBytes,
  maxDeploymentBytes = DEFAULTS.maxDeploymentBytes,
  maxBundleBytes = DEFAULTS.maxBundleBytes,
  maxProblemBytes = DEFAULTS.maxProblemBytes,
  now = Date.now,
  retry,
}: WorkloadManagementClientOptions): WorkloadManagementClient => {
  const address = baseAddress(baseUrl, basePath);
  const api = createClient<paths>({
    baseUrl: address,
    fetch: sendWith({ fetch, now, maxProblemBytes }),
    redirect: 'manual',
    // The library would escape the slashes of device ids (M-52) and cannot write 64-bit integers (M-06).
    pathSerializer: fillPath,
    bodySerializer: (body: unknown) => body,
  });
  const under = (path: string): string => joinBasePath(basePath, path);
  // Of what the library gives back only `response` counts: it takes an empty 304 for an error. `stream` keeps its hands
  // off the body.
  const parseAs = 'stream';
  const poll = `GET ${under(ROUTES.stateManifest)}`;
  const leanPoll = leanPollWith({ fetch, now, maxProblemBytes }, address + ROUTES.stateManifest);

  const client: WorkloadManagementClient = {
    getStateManifest: async ({ ifNoneMatch, signal: outer } = {}) => {
      return withDeadline({ request: poll, timeoutMs, signal: outer }, async (deadline) => {
        const Accept = MEDIA_TYPES.manifest;
        const header = ifNoneMatch === undefined ? { Accept } : { Accept, 'If-None-Match': ifNoneMatch };
        const { response } =
          leanPoll === undefined
            ? await api.GET(ROUTES.stateManifest, { params: { header }, parseAs, signal: deadline.signal })
            : { response: await leanPoll(header, deadline) };
        if (response.status === 304 && ifNoneMatch !== undefined) return { status: 'unchanged' };
        const reading = {
          request: poll,
          maxBytes: maxManifestBytes,
          get signal() {
            return deadline.signal;
          },
        };
        return changeOf(response, { ifNoneMatch, mediaType: MEDIA_TYPES.manifest, reading });
      });
    },

    getDeployment: async ({ deploymentId, digest, signal: outer }) => {
      const path = { deploymentId, digest };
      const request = `GET ${under(wirePath('deployment', path))}`;
      return withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
        const headers = { Accept: MEDIA_TYPES.deployment };
        const { response } = await api.GET(ROUTES.deployment, { params: { path }, headers, parseAs, signal });
        return contentOf(response, MEDIA_TYPES.deployment, { request, maxBytes: maxDeploymentBytes, signal });
      });
    },

    getBundle: async ({ digest, signal: outer }) => {
      const path = { digest };
      const request = `GET ${under(wirePath('bundle', path))}`;
      return withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
        const headers = { Accept: MEDIA_TYPES.bundle };
        const { response } = await api.GET(ROUTES.bundle, { params: { path }, headers, parseAs, signal });
        return contentOf(response, MEDIA_TYPES.bundle, { request, maxBytes: maxBundleBytes, signal });
      });
    },

    putCapabilities: async ({ deviceId, body: text, signal: outer }) => {
      const path = { deviceId };
      const request = `PUT ${under(wirePath('capabilities', path))}`;
      return withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
        const body = asWritten<Schemas['DeviceCapabilitiesManifest']>(text);
        const { response } = await api.PUT(ROUTES.capabilities, { params: { path }, body, parseAs, signal });
        return outcomeOf(response, request);
      });
    },

    deleteCapabilities: async ({ deviceId, signal: outer }) => {
      const path = { deviceId };
      const request = `DELETE ${under(wirePath('capabilities', path))}`;
      await withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
        const { response } = await api.DELETE(ROUTES.capabilities, { params: { path }, parseAs, signal });
        return outcomeOf(response, request);
      });
    },

    postDeploymentStatus: async ({ deploymentId, body: text, signal: outer }) => {
      const path = { deploymentId };
      const request = `POST ${under(wirePath('deploymentStatus', path))}`;
      return withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
        const body = asWritten<Schemas['DeploymentStatusManifest']>(text);
        const { response } = await api.POST(ROUTES.deploymentStatus, { params: { path }, body, parseAs, signal });
        return outcomeOf(response, request);
      });
    },
  };
  return retry === undefined ? client : retrying(client, retry);
};

/** The contract types a body as a document; ours is that document's text already, and is sent as it is. */
const asWritten = <Document>(text: string): Document => text as unknown as Document;

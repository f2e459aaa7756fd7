import { MEDIA_TYPES, MargoError } from '@margo-sdk/spec-model';
import { ProblemError } from '../errors.js';
import { joinBasePath, profileFacts, type WirePaths } from '../profiles/index.js';
import { fillPath } from '../profiles/path.js';
import { baseAddress } from './base-address.js';
import { isClientId } from './client-id.js';
import { withDeadline } from './deadline.js';
import { workloadManagementHint } from './hint.js';
import { changeOf, contentOf, outcomeOf } from './judge-answer.js';
import { leanPollWith } from './lean.js';
import type { WorkloadManagementClient } from './operations.js';
import {
  WORKLOAD_MANAGEMENT_CLIENT_DEFAULTS as DEFAULTS,
  type SignedClientOptions,
  type WorkloadManagementClientOptions,
} from './options.js';
import type { ContractRequests } from './requests/contract-requests.js';
import { pr1Requests } from './requests/pr1.js';
import { rc2SignedRequests } from './requests/rc2-signed.js';
import { rc3Requests } from './requests/rc3.js';
import { retrying } from './retrying.js';
import { sendWith, type Fetch } from './send.js';
import { wireDocuments } from './wire-documents.js';

/**
 * Makes the client that a device talks to its fleet manager with. Byte-exact: what comes is never written again, and
 * neither is what goes in the profile `rc3`, so 64-bit versions and digests survive. Redirects are refused, sizes and
 * times bounded.
 *
 * @param options - where the fleet manager is, what it speaks, how to reach it, and the limits
 * @throws MargoError `ERR_BASE_URL_INVALID`, `ERR_BASE_PATH_INVALID`; `ERR_OPTION_INVALID`: see {@link retrying}, and
 *   where a profile with signed messages has no `clientId` that can stand in a path
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
 *
 * @example A fleet manager that knows its clients by signatures
 * ```ts
 * import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
 *
 * const client = createWorkloadManagementClient({
 *   profile: 'rc2-signed',
 *   clientId: 'f3b9c2d0-5f0a-4c1e-9d57-0a4b6f1d2e33',
 *   baseUrl: 'https://wfm.example.com',
 *   fetch: async ({ method }) => (console.log(method), new Response(null, { status: 201 })),
 * });
 * const properties = { id: 'press-7', vendor: 'Example', modelNumber: 'GW-1', serialNumber: '0001' };
 * await client.putCapabilities({ deviceId: 'press-7', body: JSON.stringify({ properties }) }); // POST
 * ```
 */
export const createWorkloadManagementClient = (options: WorkloadManagementClientOptions): WorkloadManagementClient => {
  const {
    baseUrl,
    timeoutMs = DEFAULTS.timeoutMs,
    maxManifestBytes = DEFAULTS.maxManifestBytes,
    maxDeploymentBytes = DEFAULTS.maxDeploymentBytes,
    maxBundleBytes = DEFAULTS.maxBundleBytes,
    maxProblemBytes = DEFAULTS.maxProblemBytes,
    now = Date.now,
    retry,
  } = options;
  const profile = options.profile ?? 'rc3';
  const facts = profileFacts(profile);
  const { basePath = facts.basePath } = options;
  const address = baseAddress(baseUrl, basePath);
  const own = ownPart(options);
  const manifestPath = fillPath(facts.paths.stateManifest, own);
  const sending = {
    ...{ fetch: options.fetch ?? globalThis.fetch, now, maxProblemBytes, refusals: facts.refusals },
    hintFor: workloadManagementHint(facts, manifestPath),
  };
  const requests = requestsOf(options, address, sendWith(sending));
  const documents = wireDocuments(facts, own.clientId);
  const under = (name: keyof WirePaths, values: object): string =>
    joinBasePath(basePath, fillPath(facts.paths[name], { ...own, ...values }));

  const poll = `GET ${joinBasePath(basePath, manifestPath)}`;
  const leanPoll = facts.signing === null ? leanPollWith(sending, address + manifestPath) : undefined;
  /** Devices that the fleet manager has heard of from this client. */
  const known = new Set<string>();

  const client: WorkloadManagementClient = {
    profile,

    getStateManifest: async ({ ifNoneMatch, signal: outer } = {}) => {
      return withDeadline({ request: poll, timeoutMs, signal: outer }, async (deadline) => {
        const Accept = MEDIA_TYPES.manifest;
        const header = ifNoneMatch === undefined ? { Accept } : { Accept, 'If-None-Match': ifNoneMatch };
        const response =
          leanPoll === undefined
            ? await requests.getStateManifest(header, { signal: deadline.signal })
            : await leanPoll(header, deadline);
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
      const request = `GET ${under('deployment', path)}`;
      return withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
        const response = await requests.getDeployment(path, { signal });
        return contentOf(response, MEDIA_TYPES.deployment, { request, maxBytes: maxDeploymentBytes, signal });
      });
    },

    getBundle: async ({ digest, signal: outer }) => {
      const path = { digest };
      const request = `GET ${under('bundle', path)}`;
      return withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
        const response = await requests.getBundle(path, { signal });
        return contentOf(response, MEDIA_TYPES.bundle, { request, maxBytes: maxBundleBytes, signal });
      });
    },

    putCapabilities: async ({ deviceId, body: text, signal: outer }) => {
      if (!facts.capabilities.namesDevice && deviceId.includes('/'))
        throw unsupported(profile, 'children of a gateway');
      const path = { deviceId };
      const isFirst = !known.has(deviceId);
      const method = isFirst ? facts.capabilities.first : facts.capabilities.again;
      const request = `${method} ${under('capabilities', path)}`;
      const body = documents.capabilities(text);
      return withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
        const send = isFirst ? requests.firstCapabilities : requests.putCapabilities;
        try {
          const outcome = outcomeOf(await send(path, { body, signal }), request);
          known.add(deviceId);
          return outcome;
        } catch (error) {
          // A fleet manager that was set up anew has to hear the first word again.
          if (error instanceof ProblemError && error.status === 404) known.delete(deviceId);
          throw error;
        }
      });
    },

    deleteCapabilities: async ({ deviceId, signal: outer }) => {
      const send = requests.deleteCapabilities;
      if (send === undefined) throw unsupported(profile, 'taking a device away');
      const path = { deviceId };
      const request = `DELETE ${under('capabilities', path)}`;
      await withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) => {
        known.delete(deviceId);
        return outcomeOf(await send(path, { signal }), request);
      });
    },

    postDeploymentStatus: async ({ deploymentId, body: text, signal: outer }) => {
      const path = { deploymentId };
      const request = `POST ${under('deploymentStatus', path)}`;
      const body = documents.status(text);
      return withDeadline({ request, timeoutMs, signal: outer }, async ({ signal }) =>
        outcomeOf(await requests.postDeploymentStatus(path, { body, signal }), request),
      );
    },
  };
  return retry === undefined ? client : retrying(client, retry);
};

/** What stands in every path of this client. */
const ownPart = (options: WorkloadManagementClientOptions): { readonly clientId?: string } => {
  if (!isSigned(options)) return {};
  const { clientId } = options;
  if (isClientId(clientId)) return { clientId };
  throw new MargoError('ERR_OPTION_INVALID', `The profile ${options.profile} needs the clientId of this client.`, {
    hint: 'Give what onboarding answered: letters, digits, dots, dashes and underscores, 255 at the most.',
  });
};

const isSigned = (options: WorkloadManagementClientOptions): options is SignedClientOptions =>
  options.profile !== undefined && options.profile !== 'rc3';

const requestsOf = (options: WorkloadManagementClientOptions, address: string, fetch: Fetch): ContractRequests => {
  if (!isSigned(options)) return rc3Requests(address, fetch);
  const { profile, clientId } = options;
  return profile === 'rc2-signed'
    ? rc2SignedRequests(address, fetch, clientId)
    : pr1Requests(address, fetch, clientId, profile);
};

const unsupported = (profile: string, what: string): MargoError =>
  new MargoError('ERR_OPERATION_UNSUPPORTED', `The profile ${profile} has no operation for ${what}.`, {
    hint: 'The profiles rc2-signed and rc3 have one.',
  });

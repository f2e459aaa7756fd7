import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import type { components, paths } from '../../generated/workload-management-pr1.js';
import { WIRE_PROFILES } from '../../profiles/index.js';
import type { Fetch } from '../send.js';
import { asWritten, parseAs, type ContractRequests } from './contract-requests.js';
import { openContract } from './open-contract.js';

type Capabilities = components['schemas']['DeviceCapabilitiesManifest'];
type Status = components['schemas']['DeploymentStatusManifest'];
type Routes = typeof WIRE_PROFILES.pr1.paths;

/**
 * The requests of preview release 1, for one client that is one device.
 *
 * @param profile - preview release 1 itself, or a peer that spells its paths in a way of its own
 */
export const pr1Requests = (
  baseUrl: string,
  fetch: Fetch,
  clientId: string,
  profile: 'pr1' | 'symphony-2025',
): ContractRequests => {
  const api = openContract<paths>(baseUrl, fetch);
  const path = { clientId };
  // What travels is the same wherever it travels to.
  const routes = WIRE_PROFILES[profile].paths as Routes;

  return {
    getStateManifest: async (header, { signal }) =>
      (await api.GET(routes.stateManifest, { params: { path, header }, parseAs, signal })).response,

    getDeployment: async (named, { signal }) => {
      const params = { path: { ...path, ...named } };
      return (await api.GET(routes.deployment, { params, headers: ACCEPT_DEPLOYMENT, parseAs, signal })).response;
    },

    getBundle: async (named, { signal }) => {
      const params = { path: { ...path, ...named } };
      return (await api.GET(routes.bundle, { params, headers: ACCEPT_BUNDLE, parseAs, signal })).response;
    },

    firstCapabilities: async (_, { body: text, signal }) => {
      const body = asWritten<Capabilities>(text);
      return (await api.POST(routes.capabilities, { params: { path }, body, parseAs, signal })).response;
    },

    putCapabilities: async (_, { body: text, signal }) => {
      const body = asWritten<Capabilities>(text);
      return (await api.PUT(routes.capabilities, { params: { path }, body, parseAs, signal })).response;
    },

    postDeploymentStatus: async (named, { body: text, signal }) => {
      const params = { path: { ...path, ...named } };
      const body = asWritten<Status>(text);
      return (await api.POST(routes.deploymentStatus, { params, body, parseAs, signal })).response;
    },
  };
};

const ACCEPT_DEPLOYMENT = { Accept: MEDIA_TYPES.deployment };
const ACCEPT_BUNDLE = { Accept: MEDIA_TYPES.bundle };

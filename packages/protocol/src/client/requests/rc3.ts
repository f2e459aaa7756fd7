import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import type { components, paths } from '../../generated/workload-management.js';
import { WIRE_PROFILES } from '../../profiles/index.js';
import type { Fetch } from '../send.js';
import { asWritten, parseAs, type ContractRequests } from './contract-requests.js';
import { openContract } from './open-contract.js';

type Capabilities = components['schemas']['DeviceCapabilitiesManifest'];
type Status = components['schemas']['DeploymentStatusManifest'];

const ROUTES = WIRE_PROFILES.rc3.paths;

/** The requests of 1.0.0-rc.3. */
export const rc3Requests = (baseUrl: string, fetch: Fetch): ContractRequests => {
  const api = openContract<paths>(baseUrl, fetch);

  const putCapabilities: ContractRequests['putCapabilities'] = async (path, { body: text, signal }) => {
    const body = asWritten<Capabilities>(text);
    return (await api.PUT(ROUTES.capabilities, { params: { path }, body, parseAs, signal })).response;
  };

  return {
    getStateManifest: async (header, { signal }) =>
      (await api.GET(ROUTES.stateManifest, { params: { header }, parseAs, signal })).response,

    getDeployment: async (path, { signal }) => {
      const headers = { Accept: MEDIA_TYPES.deployment };
      return (await api.GET(ROUTES.deployment, { params: { path }, headers, parseAs, signal })).response;
    },

    getBundle: async (path, { signal }) => {
      const headers = { Accept: MEDIA_TYPES.bundle };
      return (await api.GET(ROUTES.bundle, { params: { path }, headers, parseAs, signal })).response;
    },

    firstCapabilities: putCapabilities,
    putCapabilities,

    deleteCapabilities: async (path, { signal }) =>
      (await api.DELETE(ROUTES.capabilities, { params: { path }, parseAs, signal })).response,

    postDeploymentStatus: async (path, { body: text, signal }) => {
      const body = asWritten<Status>(text);
      return (await api.POST(ROUTES.deploymentStatus, { params: { path }, body, parseAs, signal })).response;
    },
  };
};

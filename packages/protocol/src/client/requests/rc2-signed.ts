import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import type { components, paths } from '../../generated/workload-management-rc2-signed.js';
import { WIRE_PROFILES } from '../../profiles/index.js';
import type { Fetch } from '../send.js';
import { asWritten, parseAs, type ContractRequests } from './contract-requests.js';
import { openContract } from './open-contract.js';

type Capabilities = components['schemas']['DeviceCapabilitiesManifest'];
type Status = components['schemas']['DeploymentStatusManifest'];

const ROUTES = WIRE_PROFILES['rc2-signed'].paths;

/** The requests of the tag 1.0.0-rc.2, for one client. */
export const rc2SignedRequests = (baseUrl: string, fetch: Fetch, clientId: string): ContractRequests => {
  const api = openContract<paths>(baseUrl, fetch);
  const own = { clientId };

  return {
    getStateManifest: async (header, { signal }) =>
      (await api.GET(ROUTES.stateManifest, { params: { path: own, header }, parseAs, signal })).response,

    getDeployment: async (path, { signal }) => {
      const params = { path: { ...own, ...path } };
      return (await api.GET(ROUTES.deployment, { params, headers: ACCEPT_DEPLOYMENT, parseAs, signal })).response;
    },

    getBundle: async (path, { signal }) => {
      const params = { path: { ...own, ...path } };
      return (await api.GET(ROUTES.bundle, { params, headers: ACCEPT_BUNDLE, parseAs, signal })).response;
    },

    firstCapabilities: async (path, { body: text, signal }) => {
      const params = { path: { ...own, ...path } };
      const body = asWritten<Capabilities>(text);
      return (await api.POST(ROUTES.capabilities, { params, body, parseAs, signal })).response;
    },

    putCapabilities: async (path, { body: text, signal }) => {
      const params = { path: { ...own, ...path } };
      const body = asWritten<Capabilities>(text);
      return (await api.PUT(ROUTES.capabilities, { params, body, parseAs, signal })).response;
    },

    deleteCapabilities: async (path, { signal }) => {
      const params = { path: { ...own, ...path } };
      return (await api.DELETE(ROUTES.capabilities, { params, parseAs, signal })).response;
    },

    postDeploymentStatus: async (path, { body: text, signal }) => {
      const params = { path: { ...own, ...path } };
      const body = asWritten<Status>(text);
      return (await api.POST(ROUTES.deploymentStatus, { params, body, parseAs, signal })).response;
    },
  };
};

const ACCEPT_DEPLOYMENT = { Accept: MEDIA_TYPES.deployment };
const ACCEPT_BUNDLE = { Accept: MEDIA_TYPES.bundle };

import { recogniseDocument, type DocumentName, type Revision } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { capabilities, type Loose, manifest, status } from '../documents.js';
import {
  onboardingRequest,
  pr1Capabilities,
  pr1Status,
  predraftCapabilities,
  predraftStatus,
  rc2SignedCapabilities,
  rc2SignedStatus,
} from './documents.js';

const { id, vendor, modelNumber, serialNumber } = capabilities().properties;
const identity = { id, vendor, modelNumber, serialNumber };
const plainStatus = { status: { state: 'installed' }, components: [{ name: 'a', state: 'installed' }] };
const problem = { type: 'about:blank', title: 'Not Found', status: 404 };
const url = (start: string): Loose => ({
  ...manifest(),
  bundle: { ...manifest().bundle, url: `${start}/1/bundles/x` },
});

type Row = readonly [what: string, document: Loose, revision: Revision, because: RegExp];

const table = (kind: DocumentName, rows: readonly Row[]): void => {
  describe(kind, () => {
    it.each(rows)('%s', (_, document, revision, because) => {
      const recognised = recogniseDocument(document);
      expect(recognised).toMatchObject({ kind, revision });
      expect(recognised.because).toMatch(because);
      expect(recognised.because).toMatch(/^[A-Za-z].*\.$/);
    });
  });
};

table('DeviceCapabilitiesManifest', [
  ['current', capabilities(), 'rc3', /^properties have cpus/],
  ['identity only', { properties: identity }, 'rc3', /Nothing speaks against/],
  ['cpus and a leftover kind', { kind: 'DeviceCapabilitiesManifest', ...capabilities() }, 'rc3', /cpus/],
  [
    'labels and a leftover kind',
    { kind: 'DeviceCapabilitiesManifest', labels: {}, properties: identity },
    'rc3',
    /labels/,
  ],
  ['current with leftover roles', { properties: { ...identity, cpus: [], roles: [] } }, 'rc3', /cpus/],
  ['pre-draft', predraftCapabilities(), 'predraft-2024-10', /^apiVersion is device\.margo\/v1:/],
  [
    'pre-draft by its kind',
    { kind: 'DeviceCapability', properties: identity },
    'predraft-2024-10',
    /^kind is DeviceCapability:/,
  ],
  ['pre-draft by its list of resources', { properties: { ...identity, resources: [] } }, 'predraft-2024-10', /list/],
  ['pre-draft by its cpus', { properties: { ...identity, resources: { cpus: [] } } }, 'predraft-2024-10', /cpus/],
  ['preview release 1', pr1Capabilities(), 'pr1', /resources/],
  ['preview release 1 by its roles', { properties: { ...identity, roles: [] } }, 'pr1', /roles/],
  [
    'first files by the kind',
    { kind: 'DeviceCapabilities', properties: identity },
    'pr1',
    /kind is DeviceCapabilities:/,
  ],
  ['signed', rc2SignedCapabilities(), 'rc2-signed', /have cpu,/],
  ['signed, without kind', { properties: { ...identity, cpu: [] } }, 'rc2-signed', /have cpu,/],
  ['signed gateway by its kind', { kind: 'DeviceCapabilitiesManifest', properties: identity }, 'rc2-signed', /a kind/],
  [
    'signed gateway by its apiVersion',
    { apiVersion: 'device.margo.org/v1alpha1', properties: identity },
    'rc2-signed',
    /an apiVersion/,
  ],
  ['nothing but a kind', { kind: 'DeviceCapabilitiesManifest' }, 'rc2-signed', /a kind/],
]);

table('DeploymentStatusManifest', [
  ['current', status(), 'rc3', /adoptedManifestVersion/],
  ['current with a leftover kind', { kind: 'DeploymentStatus', ...status() }, 'rc3', /adoptedManifestVersion/],
  ['pre-draft', predraftStatus(), 'predraft-2024-10', /^apiVersion is deployment\.margo\/v1:/],
  [
    'pre-draft by its kind',
    { kind: 'DeploymentStatus', ...plainStatus },
    'predraft-2024-10',
    /^kind is DeploymentStatus:/,
  ],
  [
    'first files by the apiVersion',
    { kind: 'DeploymentStatus', apiVersion: 'deployment.margo.org/v1alpha1', ...plainStatus },
    'pr1',
    /apiVersion/,
  ],
  [
    'first files by a state',
    { kind: 'DeploymentStatus', ...plainStatus, status: { state: 'Updating' } },
    'pr1',
    /state/,
  ],
  [
    'first files by the state of a component',
    { kind: 'DeploymentStatus', components: [{ state: 'Removed' }] },
    'pr1',
    /state/,
  ],
  ['preview release 1', pr1Status(), 'pr1', /There is a kind/],
  [
    'preview release 1 by its apiVersion',
    { apiVersion: 'deployment.margo.org/v1alpha1', ...plainStatus },
    'pr1',
    /an apiVersion/,
  ],
  ['signed', rc2SignedStatus(), 'rc2-signed', /deviceId/],
  [
    'signed, with kind',
    { kind: 'DeploymentStatusManifest', deviceId: 'edge-1', ...plainStatus },
    'rc2-signed',
    /deviceId/,
  ],
  [
    'signed by a source',
    { kind: 'DeploymentStatusManifest', components: [{ error: { source: 'a' } }] },
    'rc2-signed',
    /source/,
  ],
  ['neither version nor kind', plainStatus, 'rc2-signed', /Neither adoptedManifestVersion nor kind/],
]);

table('StateManifest', [
  ['current', manifest(), 'rc3', /Nothing speaks against/],
  ['empty', { manifestVersion: 1, bundle: null, deployments: [] }, 'rc3', /Nothing speaks against/],
  ['urls of a client', url('/api/v1/clients'), 'rc2-signed', /names the client/],
  ['urls of a device', url('/api/v1/devices'), 'pr1', /names a device/],
  [
    'url of a client in a deployment',
    { manifestVersion: 1, deployments: [{ url: '/api/v1/clients/1/x' }] },
    'rc2-signed',
    /client/,
  ],
  [
    'nothing where lists belong',
    { manifestVersion: 1, bundle: 5, deployments: { url: '/api/v1/clients/1' } },
    'rc3',
    /Nothing/,
  ],
]);

table('ProblemDetail', [
  ['current', problem, 'rc3', /Nothing speaks against/],
  ['without title', { type: 'about:blank', status: 404 }, 'rc3', /Nothing speaks against/],
  ['with a member called error', { ...problem, error: 'more' }, 'rc3', /Nothing speaks against/],
  ['the older form', { error: 'Invalid signature' }, 'rc2-signed', /before problem documents/],
]);

table('OnboardingRequest', [
  ['signed', onboardingRequest(), 'rc2-signed', /no onboarding after/],
  ['first files', { public_certificate: 'MIIB' }, 'pr1', /^public_certificate/],
]);
table('OnboardingResponse', [
  ['signed', { clientId: 'a' }, 'rc2-signed', /no onboarding after/],
  ['first files', { client_id: 'a' }, 'pr1', /^client_id/],
]);
table('CACertificate', [['signed', { certificate: 'MIIB' }, 'rc2-signed', /no onboarding after/]]);
table('SpiffeBundle', [['current', { keys: [] }, 'rc3', /Nothing speaks against/]]);
table('DiscoveryDocument', [
  ['current', { trustBundleUri: 'https://mis.example/b' }, 'rc3', /Nothing speaks against/],
  ['half of it', { trustDomain: 'a.example' }, 'rc3', /Nothing speaks against/],
]);

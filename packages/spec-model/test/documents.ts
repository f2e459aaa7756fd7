import { stringify } from 'yaml';

/** A plain object whose members can be reached without ceremony, to be broken by a test. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

export const description = (): Loose => ({
  apiVersion: 'v1',
  id: 'com-example-app',
  metadata: {
    name: 'App',
    version: '1.0.0',
    catalog: { organization: [{ name: 'Example' }] },
  },
  deploymentProfiles: [
    {
      type: 'helm',
      id: 'app-helm',
      components: [
        { name: 'database', properties: { repository: 'oci://r.example/db', revision: '1.0.0', timeout: '1m30s' } },
        { name: 'server', properties: { repository: 'oci://r.example/srv', revision: '2.1.0-rc.1_b5', wait: true } },
      ],
    },
    {
      type: 'compose',
      id: 'app-compose',
      components: [{ name: 'app-compose', properties: { repository: 'oci://r.example/app', revision: '1.0.0' } }],
    },
  ],
  parameters: {
    poll: {
      value: 30,
      targets: [
        { pointer: 'settings.poll', components: ['database', 'server'] },
        { pointer: 'POLL', components: ['app-compose'] },
      ],
    },
    site: { value: 'north', targets: [{ pointer: 'site', components: ['server'] }] },
  },
  configuration: {
    sections: [
      {
        name: 'General',
        settings: [
          { parameter: 'poll', name: 'Poll', schema: 'seconds' },
          { parameter: 'site', name: 'Site', schema: 'text' },
        ],
      },
    ],
    schema: [
      { name: 'seconds', dataType: 'integer', minValue: 1, maxValue: 60 },
      { name: 'text', dataType: 'string', maxLength: 10 },
    ],
  },
});

export const deployment = (): Loose => ({
  id: 'a3e2f5dc-912e-494f-8395-52cf3769bc06',
  metadata: { name: 'app-on-edge', namespace: 'app', deviceId: 'edge-1' },
  spec: {
    applicationId: 'com-example-app',
    deploymentProfile: {
      type: 'helm',
      components: [
        { name: 'database', properties: { repository: 'oci://r.example/db', revision: '1.0.0' } },
        { name: 'server', properties: { repository: 'oci://r.example/srv', revision: '2.1.0' } },
      ],
    },
    parameters: {
      poll: { value: 30, targets: [{ pointer: 'settings.poll', components: ['database', 'server'] }] },
    },
  },
});

export const capabilities = (): Loose => ({
  properties: {
    id: 'edge-1',
    vendor: 'Example',
    modelNumber: 'E1',
    serialNumber: '1',
    cpus: [{ cores: 4, architecture: 'amd64' }],
    memory: '16 Gi',
    storage: '200Gi',
    peripherals: [{ type: 'gpu', manufacturer: 'NVIDIA' }],
    interfaces: [{ type: 'ethernet' }],
    otelCollector: true,
    supportedRuntimes: ['oci'],
    supportedDeploymentTypes: ['helm', 'compose'],
  },
  labels: { 'example.com/zone': 'north', 'example.com/rank': 3, 'example.com/tags': ['a', 'b'] },
});

export const status = (): Loose => ({
  deploymentId: 'a3e2f5dc-912e-494f-8395-52cf3769bc06',
  deviceId: 'edge-1',
  adoptedManifestVersion: 7,
  status: { state: 'installing' },
  components: [
    { name: 'database', state: 'installed' },
    { name: 'server', state: 'installing' },
  ],
});

const DIGEST = `sha256:${'ab'.repeat(32)}`;

export const manifest = (): Loose => ({
  manifestVersion: 3,
  bundle: {
    mediaType: 'application/vnd.margo.bundle.v1+tar+gzip',
    digest: DIGEST,
    url: `/api/v1/bundles/${DIGEST}`,
  },
  deployments: [
    {
      deploymentId: 'a3e2f5dc-912e-494f-8395-52cf3769bc06',
      digest: DIGEST,
      url: `/api/v1/deployments/a3e2f5dc-912e-494f-8395-52cf3769bc06/${DIGEST}`,
    },
  ],
});

/** The text of a document after a change. */
export const changed = (document: Loose, change: (document: Loose) => void, as: 'yaml' | 'json'): string => {
  change(document);
  return as === 'json' ? JSON.stringify(document, null, 2) : stringify(document, { aliasDuplicateObjects: false });
};

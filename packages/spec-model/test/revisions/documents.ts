import type { Revision } from '@margo-sdk/spec-model';
import type { Loose } from '../documents.js';

/** What descriptions of all revisions have in common. */
const rest = (): Loose => ({
  parameters: {
    poll: {
      value: 30,
      targets: [
        { pointer: 'settings.poll', components: ['server'] },
        { pointer: 'POLL', components: ['app-compose'] },
      ],
    },
  },
  configuration: {
    sections: [{ name: 'General', settings: [{ parameter: 'poll', name: 'Poll', schema: 'seconds' }] }],
    schema: [{ name: 'seconds', dataType: 'integer', minValue: 1, maxValue: 60 }],
  },
});

const metadata = (): Loose => ({
  name: 'App',
  version: '1.0.0',
  catalog: { organization: [{ name: 'Example' }] },
});

const chart = (): Loose => ({
  name: 'server',
  properties: { repository: 'oci://r.example/srv', revision: '2.1.0', timeout: '8m30s' },
});

const archive = (): Loose => ({
  name: 'app-compose',
  properties: { packageLocation: 'https://r.example/app.tar.gz', keyLocation: 'https://r.example/key.asc' },
});

const DESCRIPTIONS: Readonly<Record<Exclude<Revision, 'rc3'>, () => Loose>> = {
  'predraft-2024-10': () => ({
    apiVersion: 'margo.org/v1-alpha1',
    kind: 'application',
    metadata: { id: 'com-example-app', ...metadata() },
    deploymentProfiles: [
      { type: 'helm.v3', components: [chart()] },
      { type: 'docker-compose', components: [archive()] },
    ],
    ...rest(),
  }),
  pr1: () => ({
    apiVersion: 'margo.org/v1-alpha1',
    kind: 'ApplicationDescription',
    metadata: { id: 'com-example-app', ...metadata() },
    deploymentProfiles: [
      {
        type: 'helm.v3',
        id: 'app-helm',
        components: [chart()],
        requiredResources: {
          cpu: { cores: 1.5, architectures: ['amd64', 'x86_64'] },
          memory: '1024Mi',
          storage: '10Gi',
          peripherals: [{ type: 'gpu', manufacturer: 'NVIDIA' }],
          interfaces: [{ type: 'ethernet' }],
        },
      },
      { type: 'compose', id: 'app-compose', components: [archive()] },
    ],
    ...rest(),
  }),
  'rc2-signed': () => {
    const { id, ...others } = DESCRIPTIONS.pr1().metadata;
    const [helm, compose] = DESCRIPTIONS.pr1().deploymentProfiles;
    helm.type = 'helm';
    helm.requiredResources.cpu.architectures = ['amd64', 'arm64'];
    return { ...DESCRIPTIONS.pr1(), id, metadata: others, deploymentProfiles: [helm, compose] };
  },
  'rc2-mtls': () => {
    const document = DESCRIPTIONS['rc2-signed']();
    document.deploymentProfiles[1].components[0].properties = { repository: 'oci://r.example/app', revision: '1.0.0' };
    return document;
  },
};

const spec = (type: string, components: Loose[]): Loose => ({
  deploymentProfile: { type, components },
  parameters: { poll: { value: 30, targets: [{ pointer: 'settings.poll', components: ['server'] }] } },
});

const ID = 'a3e2f5dc-912e-494f-8395-52cf3769bc06';
const head = { apiVersion: 'application.margo.org/v1alpha1', kind: 'ApplicationDeployment' };
const names = { name: 'app-on-edge', namespace: 'app' };

const DEPLOYMENTS: Readonly<Record<Exclude<Revision, 'rc3'>, () => Loose>> = {
  'predraft-2024-10': () => ({
    ...head,
    metadata: { ...names, annotations: { id: ID, applicationId: 'com-example-app' } },
    spec: {
      deploymentProfile: { type: 'docker-compose', components: [archive()] },
      parameters: { poll: { value: '30', targets: [{ pointer: 'POLL', components: ['app-compose'] }] } },
    },
  }),
  pr1: () => ({
    ...head,
    metadata: { ...names, annotations: { id: ID, applicationId: 'com-example-app' } },
    spec: spec('helm.v3', [chart()]),
  }),
  'rc2-signed': () => ({
    ...head,
    id: ID,
    metadata: { ...names, annotations: { applicationId: 'com-example-app' } },
    spec: spec('helm', [chart()]),
  }),
  'rc2-mtls': () => ({
    id: ID,
    metadata: { ...names, deviceId: 'edge-1' },
    spec: { applicationId: 'com-example-app', ...spec('helm', [chart()]) },
  }),
};

export type OldRevision = keyof typeof DESCRIPTIONS;

/** Revisions before the current one. */
export const OLD_REVISIONS: readonly OldRevision[] = ['predraft-2024-10', 'pr1', 'rc2-signed', 'rc2-mtls'];

/** A description without faults, as a revision has it. */
export const oldDescription = (revision: OldRevision): Loose => DESCRIPTIONS[revision]();

/** A deployment without faults, as a revision has it. */
export const oldDeployment = (revision: OldRevision): Loose => DEPLOYMENTS[revision]();

import type { DocumentName, Revision } from '@margo-sdk/spec-model';
import { capabilities, deployment, description, type Loose, manifest, status } from '../../documents.js';
import { OLD_REVISIONS, oldDeployment, oldDescription } from '../../revisions/documents.js';
import {
  certificate,
  onboardingRequest,
  pr1Capabilities,
  pr1Status,
  predraftCapabilities,
  predraftStatus,
  rc2SignedCapabilities,
  rc2SignedStatus,
} from '../../revisions-wire/documents.js';

/** A good document, to be broken. */
export interface Base {
  readonly kind: DocumentName;
  readonly revision: Revision;
  readonly make: () => Loose;
}

/** What no message may ever repeat: the value of a parameter. */
export const SECRET = 'Hunter2';

const withSecrets = (document: Loose): Loose => {
  const parameters = document.parameters ?? document.spec.parameters;
  const { targets } = parameters.poll;
  parameters.site = { value: SECRET, targets: parameters.site?.targets ?? structuredClone(targets) };
  return document;
};

/** A description with one profile of two components, so that much can be said about the rest of it. */
const small = (): Loose => {
  const document = withSecrets(description());
  document.deploymentProfiles.pop();
  delete document.parameters;
  delete document.configuration;
  return document;
};

const catalogued = (): Loose => {
  const document = small();
  document.metadata.description = 'Does what it says.';
  Object.assign(document.metadata.catalog, {
    application: {
      icon: './icon.png',
      tagline: 'It runs',
      descriptionFile: 'about.md',
      licenseFile: 'LICENSE',
      tags: ['a'],
    },
    author: [{ name: 'Ann', email: 'ann@example.com' }],
  });
  document.deploymentProfiles[0]['x-example-extensions'] = { rank: 1 };
  document['x-acme-extensions'] = { team: 'one' };
  return document;
};

const constraints = (): Loose => ({
  capacityRequirements: { cpu: { cores: 1.5, architectures: ['amd64'] }, memory: '512Mi', storage: '2Ti' },
  eligibilityRules: [
    {
      propertySelector: {
        matchExpressions: [
          { key: '/vendor', operator: 'In', values: ['Example', 'Other'] },
          { key: '/cpus/0/cores', operator: 'Gt', values: [2] },
          {
            key: '/peripherals',
            operator: 'ContainsAny',
            itemSelector: { matchExpressions: [{ key: '/type', operator: 'In', values: ['gpu'] }] },
          },
        ],
      },
      labelSelector: { matchExpressions: [{ key: 'example.com/zone', operator: 'Exists' }] },
    },
  ],
});

const constrained = (): Loose => {
  const document = small();
  document.deploymentProfiles[0].deviceConstraints = constraints();
  return document;
};

/** All parameters are set by somebody, and each in a way of its own. */
export const configured = (): Loose => {
  const document = small();
  const parameter = (pointer: string, value: Loose): Loose => ({
    value,
    targets: [{ pointer, components: ['server'] }],
  });
  document.parameters = {
    site: parameter('site', SECRET),
    rate: parameter('rate', 1.5),
    codes: parameter('codes', [`${SECRET}a`, `${SECRET}b`]),
    poll: parameter('settings.poll[0]', 30),
  };
  document.configuration = {
    sections: [
      {
        name: 'General',
        settings: [
          { parameter: 'site', name: 'Site', schema: 'text' },
          { parameter: 'rate', name: 'Rate', schema: 'ratio', immutable: true },
          { parameter: 'codes', name: 'Codes', schema: 'list' },
          { parameter: 'poll', name: 'Poll', schema: 'seconds' },
        ],
      },
    ],
    schema: [
      { name: 'text', dataType: 'string', minLength: 3, maxLength: 12, regexMatch: '^[A-Za-z0-9]+$' },
      {
        name: 'ratio',
        dataType: 'double',
        minValue: 0.5,
        maxValue: 9,
        minPrecision: 1,
        maxPrecision: 2,
        allowEmpty: true,
      },
      { name: 'list', dataType: 'array[string]', options: [`${SECRET}a`, `${SECRET}b`, 'c'] },
      { name: 'seconds', dataType: 'integer', minValue: 1, maxValue: 60 },
    ],
  };
  return document;
};

/** A description with a custom profile and little else. */
const custom = (): Loose => ({
  apiVersion: 'v1',
  id: 'com-example-small',
  metadata: {
    name: 'Small',
    version: '0.1.0',
    catalog: { organization: [{ name: 'Example', site: 'https://example.com' }] },
  },
  deploymentProfiles: [
    {
      type: 'custom',
      id: 'own',
      description: 'Runs where the label says so.',
      components: [{ name: 'unit', properties: { repository: 'oci://r.example/unit', revision: '0.1.0' } }],
      deviceConstraints: {
        eligibilityRules: [
          { labelSelector: { matchExpressions: [{ key: 'com.example.runtime', operator: 'In', values: ['plc'] }] } },
        ],
      },
    },
  ],
});

/** A deployment that fits the description that it was made from. */
const deployed = (): Loose => {
  const document = withSecrets(deployment());
  const [helm] = described().deploymentProfiles;
  document.spec.deploymentProfile = {
    type: 'helm',
    components: helm.components,
    deviceConstraints: helm.deviceConstraints,
  };
  return document;
};

/** The description that {@link DEPLOYMENTS} of today were made from. */
export const described = (): Loose => {
  const document = withSecrets(description());
  document.deploymentProfiles[0].deviceConstraints = {
    eligibilityRules: [
      { propertySelector: { matchExpressions: [{ key: '/vendor', operator: 'In', values: ['Example'] }] } },
    ],
  };
  document['x-acme-extensions'] = { team: 'one' };
  return document;
};

const descriptionOf = (make: () => Loose): Base => ({ kind: 'ApplicationDescription', revision: 'rc3', make });

export const BASES = {
  plain: descriptionOf(() => withSecrets(description())),
  catalogued: descriptionOf(catalogued),
  constrained: descriptionOf(constrained),
  configured: descriptionOf(configured),
  custom: descriptionOf(custom),
} as const;

export const DESCRIPTIONS: readonly Base[] = Object.values(BASES);

export const OLD_DESCRIPTIONS: readonly Base[] = OLD_REVISIONS.map((revision) => ({
  kind: 'ApplicationDescription',
  revision,
  make: () => withSecrets(oldDescription(revision)),
}));

export const DEPLOYMENTS: readonly Base[] = [
  { kind: 'ApplicationDeployment', revision: 'rc3', make: () => withSecrets(deployment()) },
  { kind: 'ApplicationDeployment', revision: 'rc3', make: deployed },
  ...OLD_REVISIONS.map((revision): Base => ({
    kind: 'ApplicationDeployment',
    revision,
    make: () => withSecrets(oldDeployment(revision)),
  })),
];

const of = (kind: DocumentName, makers: Readonly<Partial<Record<Revision, () => Loose>>>): Base[] =>
  Object.entries(makers).map(([revision, make]) => ({ kind, revision: revision as Revision, make }));

const failure = (): Loose => ({
  ...status(),
  deviceId: 'gateway/press',
  status: { state: 'failed', error: { code: '102', source: 'gateway', message: 'The child is gone.' } },
  components: [
    { name: 'database', state: 'failed', error: { code: 'E1', source: 'database', message: 'The disk is full.' } },
    { name: 'server', state: 'pending' },
  ],
});
const oldManifest = (): Loose => JSON.parse(JSON.stringify(manifest()).replaceAll('/api/v1/', '/api/v1/clients/1234/'));
const problem = (): Loose => ({ type: 'about:blank', title: 'Not Found', status: 404, detail: 'No such device.' });
const oldProblem = (): Loose => ({ error: 'Client rejected', message: 'The certificate is not known.' });
const bundle = (): Loose => ({
  spiffe_sequence: 7,
  spiffe_refresh_hint: 300,
  keys: [
    { kty: 'EC', use: 'x509-svid', x5c: [certificate] },
    { kty: 'EC', use: 'jwt-svid', kid: 'a' },
  ],
});
const discovery = (): Loose => ({ trustDomain: 'a.example', trustBundleUri: 'https://mis.example/bundle' });
const response = (): Loose => ({ clientId: 'b2Zm-aWNl_' });
const authority = (): Loose => ({ certificate });

export const WIRE: readonly Base[] = [
  ...of('DeviceCapabilitiesManifest', {
    'predraft-2024-10': predraftCapabilities,
    pr1: pr1Capabilities,
    'rc2-signed': rc2SignedCapabilities,
    'rc2-mtls': capabilities,
    rc3: capabilities,
  }),
  ...of('DeploymentStatusManifest', {
    'predraft-2024-10': predraftStatus,
    pr1: pr1Status,
    'rc2-signed': rc2SignedStatus,
    'rc2-mtls': status,
    rc3: status,
  }),
  ...of('DeploymentStatusManifest', { 'rc2-mtls': failure, rc3: failure }),
  ...of('StateManifest', { pr1: oldManifest, 'rc2-signed': oldManifest, 'rc2-mtls': manifest, rc3: manifest }),
  ...of('ProblemDetail', { pr1: oldProblem, 'rc2-signed': oldProblem, 'rc2-mtls': problem, rc3: problem }),
  ...of('OnboardingRequest', { pr1: onboardingRequest, 'rc2-signed': onboardingRequest }),
  ...of('OnboardingResponse', { pr1: response, 'rc2-signed': response }),
  ...of('CACertificate', { pr1: authority, 'rc2-signed': authority }),
  ...of('SpiffeBundle', { 'rc2-mtls': bundle, rc3: bundle }),
  ...of('DiscoveryDocument', { 'rc2-mtls': discovery, rc3: discovery }),
];

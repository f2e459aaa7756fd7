import { recogniseDocument, type Revision } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { deployment, description, type Loose } from '../documents.js';
import { oldDeployment, oldDescription } from './documents.js';

type Row = readonly [what: string, make: () => Loose, revision: Revision, because: string];

const after = (document: Loose, change: (document: Loose) => unknown): Loose => {
  change(document);
  return document;
};
const helmOnly = (document: Loose): Loose => (document.deploymentProfiles.pop(), document);

const DESCRIPTIONS: readonly Row[] = [
  ['one of today', description, 'rc3', 'apiVersion is v1'],
  [
    'one of today with a kind left over',
    () => after(description(), (d) => (d.kind = 'ApplicationDescription')),
    'rc3',
    'apiVersion is v1',
  ],
  [
    'one of today with the id at its old place and old types',
    () =>
      after(description(), (d) => {
        d.metadata.id = d.id;
        delete d.id;
        d.deploymentProfiles[0].type = 'helm.v3';
      }),
    'rc3',
    'apiVersion is v1',
  ],
  [
    'one of today that lacks apiVersion',
    () => after(description(), (d) => delete d.apiVersion),
    'rc3',
    'kind and apiVersion are absent',
  ],
  ['an empty one', () => ({ deploymentProfiles: [] }), 'rc3', 'kind and apiVersion are absent'],
  [
    'one of today with an old apiVersion',
    () => after(description(), (d) => (d.apiVersion = 'margo.org/v1-alpha1')),
    'rc3',
    'left over',
  ],
  [
    'one that says only its kind',
    () => ({ kind: 'ApplicationDescription', id: 'app', deploymentProfiles: [{ type: 'helm' }] }),
    'rc3',
    'left over',
  ],
  [
    'one with kind, apiVersion and constraints',
    () =>
      after(oldDescription('rc2-signed'), (d) => {
        d.deploymentProfiles[0].deviceConstraints = {};
      }),
    'rc3',
    'deviceConstraints',
  ],
  [
    'one with kind, apiVersion and a custom profile',
    () => after(oldDescription('pr1'), (d) => (d.deploymentProfiles[0].type = 'custom')),
    'rc3',
    'type custom',
  ],
  ['one of October 2024', () => oldDescription('predraft-2024-10'), 'predraft-2024-10', 'kind is application'],
  [
    'a kind of October 2024 and nothing else',
    () => ({ kind: 'application' }),
    'predraft-2024-10',
    'kind is application',
  ],
  [
    'one of February 2025',
    () => after(oldDescription('predraft-2024-10'), (d) => (d.kind = 'ApplicationDescription')),
    'predraft-2024-10',
    'docker-compose',
  ],
  [
    'one of summer 2025',
    () =>
      after(oldDescription('predraft-2024-10'), (d) => {
        d.kind = 'ApplicationDescription';
        d.deploymentProfiles[1].type = 'compose';
      }),
    'predraft-2024-10',
    'profiles have no ids',
  ],
  ['one of PR1', () => oldDescription('pr1'), 'pr1', 'profiles have an id'],
  [
    'one of PR1 whose profiles lack ids',
    () =>
      after(oldDescription('pr1'), (d) => {
        for (const profile of d.deploymentProfiles) delete profile.id;
      }),
    'pr1',
    'requiredResources',
  ],
  ['one of PR1 without kind', () => after(oldDescription('pr1'), (d) => delete d.kind), 'pr1', 'id stands in metadata'],
  [
    'one of PR1 without id',
    () => after(oldDescription('pr1'), (d) => delete d.metadata.id),
    'pr1',
    'There is no id, and a profile has the type helm.v3',
  ],
  ['one of the tag rc.2', () => oldDescription('rc2-signed'), 'rc2-signed', 'June 2026'],
  [
    'one of the tag rc.2 with an id in both places',
    () => after(oldDescription('rc2-signed'), (d) => (d.metadata.id = d.id)),
    'rc2-signed',
    'June 2026',
  ],
  ['one of the tag rc.2 that only has charts', () => helmOnly(oldDescription('rc2-mtls')), 'rc2-signed', 'June 2026'],
  [
    'one of the tag rc.2 without apiVersion',
    () => after(oldDescription('rc2-signed'), (d) => delete d.apiVersion),
    'rc2-signed',
    'June 2026',
  ],
  [
    'one with another word for kind',
    () => after(oldDescription('rc2-signed'), (d) => (d.kind = 'Application')),
    'rc2-signed',
    'June 2026',
  ],
  ['one of July 2026', () => oldDescription('rc2-mtls'), 'rc2-mtls', 'Compose components come from a repository'],
];

const DEPLOYMENTS: readonly Row[] = [
  ['one of today', deployment, 'rc3', 'kind and apiVersion are absent'],
  ['an empty one', () => ({ spec: null }), 'rc3', 'kind and apiVersion are absent'],
  [
    'one of today with a kind left over',
    () => after(deployment(), (d) => (d.kind = 'ApplicationDeployment')),
    'rc3',
    'left over',
  ],
  [
    'one with kind, apiVersion and constraints',
    () => after(oldDeployment('rc2-signed'), (d) => (d.spec.deploymentProfile.deviceConstraints = {})),
    'rc3',
    'deviceConstraints',
  ],
  [
    'one with kind, apiVersion and the type custom',
    () => after(oldDeployment('pr1'), (d) => (d.spec.deploymentProfile.type = 'custom')),
    'rc3',
    'custom',
  ],
  ['one of October 2024', () => oldDeployment('predraft-2024-10'), 'predraft-2024-10', 'docker-compose'],
  ['one of PR1', () => oldDeployment('pr1'), 'pr1', 'The id stands in metadata'],
  [
    'one of the first OpenAPI files',
    () =>
      after(oldDeployment('pr1'), (d) => {
        d.metadata.id = d.metadata.annotations.id;
        delete d.metadata.annotations;
      }),
    'pr1',
    'The id stands in metadata',
  ],
  [
    'one of PR1 without id',
    () => after(oldDeployment('pr1'), (d) => delete d.metadata.annotations),
    'pr1',
    'There is no id',
  ],
  ['one of the tag rc.2', () => oldDeployment('rc2-signed'), 'rc2-signed', 'June 2026'],
  [
    'one of the tag rc.2 without kind',
    () => after(oldDeployment('rc2-signed'), (d) => delete d.kind),
    'rc2-signed',
    'June 2026',
  ],
  [
    'one of the tag rc.2 in the form of its OpenAPI file',
    () =>
      after(oldDeployment('rc2-signed'), (d) => {
        d.spec.applicationId = d.metadata.annotations.applicationId;
        delete d.metadata.annotations;
        d.metadata.deviceId = 'edge-1';
      }),
    'rc2-signed',
    'June 2026',
  ],
  [
    'one of July 2026 with a package',
    () =>
      after(oldDeployment('rc2-mtls'), (d) => {
        d.spec.deploymentProfile = oldDeployment('predraft-2024-10').spec.deploymentProfile;
      }),
    'rc2-mtls',
    'July 2026',
  ],
  [
    'one of July 2026 with a wait in quotes',
    () =>
      after(oldDeployment('rc2-mtls'), (d) => {
        d.spec.deploymentProfile.components[0].properties.wait = 'true';
      }),
    'rc2-mtls',
    'July 2026',
  ],
];

describe.each([
  ['ApplicationDescription', DESCRIPTIONS],
  ['ApplicationDeployment', DEPLOYMENTS],
] as const)('the revision of an %s', (kind, rows) => {
  it.each(rows)('is told for %s', (_, make, revision, because) => {
    expect(recogniseDocument(make())).toEqual({ kind, revision, because: expect.stringContaining(because) as string });
  });
});

describe('the revision of a document', () => {
  it('is never told by the label 1.0.0-rc.2, which two protocols had (M-01)', () => {
    for (const label of ['1.0.0-rc.2', '1.0.0-rc.3', '1.0.0']) {
      const document = { ...description(), version: label, specVersion: label };
      expect(recogniseDocument(document).revision).toBe('rc3');
    }
  });

  it.each([[null], [[]], ['text'], [7], [[null]], [[[]]]])('survives %j wherever a mapping is expected', (junk) => {
    const documents = [
      { deploymentProfiles: junk, metadata: junk, kind: junk },
      {
        kind: 'ApplicationDescription',
        deploymentProfiles: [{ type: junk, components: junk }, { components: [junk] }],
      },
      { kind: 'ApplicationDescription', deploymentProfiles: [{ components: [{ properties: junk }] }] },
      { spec: junk, metadata: junk },
      { spec: { deploymentProfile: junk }, metadata: { annotations: junk } },
      { spec: { deploymentProfile: { components: [junk, { properties: junk }] } } },
    ];
    for (const document of documents) expect(recogniseDocument(document).because).toMatch(/\.$/);
  });
});

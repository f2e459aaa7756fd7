import { checkDocument, convertValue, recogniseDocument, type Revision } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { deployment, type Loose } from '../documents.js';
import { told } from './told.js';

const upgrade = (document: Loose, from: Revision, decisions = {}) =>
  convertValue('ApplicationDeployment', document, from, 'rc3', decisions) as Loose;
const UUID = 'a3e2f5dc-912e-494f-8395-52cf3769bc06';

/** A deployment as PR1 had it. */
const old = (): Loose => ({
  apiVersion: 'application.margo.org/v1alpha1',
  kind: 'ApplicationDeployment',
  metadata: { annotations: { applicationId: 'com-example-app', id: UUID }, name: 'app', namespace: 'apps' },
  spec: {
    deploymentProfile: {
      type: 'docker-compose',
      components: [{ name: 'app', properties: { repository: 'oci://r.example/app', revision: '1.0.0', wait: 'true' } }],
    },
    parameters: { password: { value: 's3cret', targets: [{ pointer: 'ENV.PASSWORD', components: ['app'] }] } },
  },
});

describe('an old deployment', () => {
  it('is brought to the current form', () => {
    const { value, steps } = upgrade(old(), 'predraft-2024-10', { deviceId: 'edge-1' });
    expect(value).toEqual({
      id: UUID,
      metadata: { name: 'app', namespace: 'apps', deviceId: 'edge-1' },
      spec: {
        applicationId: 'com-example-app',
        deploymentProfile: {
          type: 'compose',
          components: [
            { name: 'app', properties: { repository: 'oci://r.example/app', revision: '1.0.0', wait: true } },
          ],
        },
        parameters: { password: { value: 's3cret', targets: [{ pointer: 'PASSWORD', components: ['app'] }] } },
      },
    });
    expect(Object.keys(value)).toEqual(['id', 'metadata', 'spec']);
    expect(told(steps)).toEqual([
      'D-02 spec.deploymentProfile.type > spec.deploymentProfile.type',
      'D-08 metadata.annotations.id > id',
      'D-09 spec.parameters.password.targets.0.pointer > spec.parameters.password.targets.0.pointer',
      'D-13 metadata.annotations.applicationId > spec.applicationId',
      'D-13 metadata.annotations > ',
      'D-12  > metadata.deviceId',
      'D-14 apiVersion > ',
      'D-14 kind > ',
      'D-18 spec.deploymentProfile.components.0.properties.wait > spec.deploymentProfile.components.0.properties.wait',
    ]);
    expect(JSON.stringify(steps)).not.toContain('s3cret');
  });

  it('does not get a device that nobody named', () => {
    const { value, steps } = upgrade(old(), 'pr1');
    expect(value.metadata).toEqual({ name: 'app', namespace: 'apps' });
    expect(told(steps)).toContain('decide D-12 metadata.deviceId');
  });

  it('keeps the device that it names', () => {
    const document = old();
    document.metadata.deviceId = 'edge-2';
    const { value, steps } = upgrade(document, 'rc2-signed', { deviceId: 'edge-1' });
    expect(value.metadata.deviceId).toBe('edge-2');
    expect(told(steps).filter((step) => step.includes('D-12'))).toEqual([]);
  });

  it('keeps other annotations', () => {
    const document = old();
    document.metadata.annotations.owner = 'me';
    expect(upgrade(document, 'pr1').value.metadata.annotations).toEqual({ owner: 'me' });
  });

  it('has its ids wherever the first interface had them (A-44)', () => {
    const document = old();
    document.metadata = { name: 'app', namespace: 'apps', id: UUID };
    document.spec.appPackageRef = { id: 'com-example-app' };
    const { value } = upgrade(document, 'pr1');
    expect(value).toMatchObject({ id: UUID, spec: { applicationId: 'com-example-app' } });
    expect(value.metadata).not.toHaveProperty('id');
    expect(value.spec).not.toHaveProperty('appPackageRef');
  });

  it('keeps what it says twice and otherwise, and asks which counts', () => {
    const document = { ...old(), id: UUID.replace('a3', 'b4') };
    const { value, steps } = upgrade(document, 'pr1');
    expect(value).toMatchObject({ id: document.id, metadata: { annotations: { id: UUID } } });
    expect(told(steps).filter((step) => step.includes('D-08'))).toEqual(['decide D-08 metadata.annotations.id']);
    const same = upgrade({ ...old(), id: UUID }, 'pr1').value;
    expect(same).toMatchObject({ id: UUID });
    expect(same.metadata).not.toHaveProperty('annotations');
  });

  it('asks about members that may not stand where they stand', () => {
    const document = old();
    document.note = 'kept';
    document.metadata.note = 'kept';
    document.spec.note = 'asked about';
    document.spec['x-acme-extensions'] = {};
    document.spec.deploymentProfile.id = 'profile';
    document.spec.deploymentProfile.components[0].note = 'asked about';
    const { value, steps } = upgrade(document, 'pr1');
    expect(told(steps).filter((step) => step.includes('D-11'))).toEqual([
      'decide D-11 spec.note',
      'decide D-11 spec.deploymentProfile.id',
      'decide D-11 spec.deploymentProfile.components.0.note',
    ]);
    expect(value).toMatchObject({ note: 'kept', metadata: { note: 'kept' }, spec: { note: 'asked about' } });
  });

  it('loses a kind that is another word', () => {
    const { value, steps } = upgrade({ ...old(), kind: 'Deployment' }, 'pr1');
    expect(value).not.toHaveProperty('kind');
    expect(steps).toContainEqual(expect.objectContaining({ kind: 'lost', path: ['kind'], value: 'Deployment' }));
  });
});

describe('a deployment that goes back to rc2-signed', () => {
  it('has the id of the application among the annotations and in spec (A-44), and loses its constraints', () => {
    const document = deployment();
    document.spec.deploymentProfile.deviceConstraints = { capacityRequirements: { memory: '1Gi' } };
    const { value, steps }: Loose = convertValue('ApplicationDeployment', document, 'rc3', 'rc2-signed');
    expect(Object.entries(value).slice(0, 3)).toEqual([
      ['apiVersion', 'application.margo.org/v1alpha1'],
      ['kind', 'ApplicationDeployment'],
      ['id', UUID],
    ]);
    expect(value.metadata).toMatchObject({ deviceId: 'edge-1', annotations: { applicationId: 'com-example-app' } });
    expect(value.spec).toMatchObject({ applicationId: 'com-example-app' });
    expect(value.spec.deploymentProfile).not.toHaveProperty('deviceConstraints');
    expect(told(steps)).toEqual([
      'D-14  > apiVersion',
      'D-14  > kind',
      'D-13 spec.applicationId > metadata.annotations.applicationId',
      'lost D-21 spec.deploymentProfile.deviceConstraints',
    ]);
  });

  it('asks about a custom profile, and about Compose packages', () => {
    const document = deployment();
    document.spec.deploymentProfile.type = 'custom';
    const custom = convertValue('ApplicationDeployment', document, 'rc3', 'rc2-signed');
    expect(told(custom.steps)).toContain('decide D-23 spec.deploymentProfile.type');
    document.spec.deploymentProfile.type = 'compose';
    const compose = convertValue('ApplicationDeployment', document, 'rc3', 'rc2-signed');
    expect(told(compose.steps).filter((step) => step.includes('D-16'))).toHaveLength(2);
  });
});

describe('a deployment that goes back to PR1', () => {
  const toPr1 = (document: Loose, from: Revision = 'rc3', decisions = {}) =>
    convertValue('ApplicationDeployment', document, from, 'pr1', decisions) as Loose;

  it('has its ids among the annotations and the type helm.v3, and loses its device and what vendors add', () => {
    const document = deployment();
    document.spec['x-acme-extensions'] = { a: 1 };
    document.spec.deploymentProfile['x-acme-extensions'] = { a: 2 };
    document.spec.deploymentProfile.components[0]['x-acme-extensions'] = { a: 3 };
    const { value, steps } = toPr1(document);
    expect(Object.keys(value)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
    expect(value.metadata.annotations).toEqual({ id: UUID, applicationId: 'com-example-app' });
    expect(value.metadata).not.toHaveProperty('deviceId');
    expect(value.spec).toMatchObject({ applicationId: 'com-example-app', deploymentProfile: { type: 'helm.v3' } });
    expect(told(steps)).toEqual([
      'D-14  > apiVersion',
      'D-14  > kind',
      'D-13 spec.applicationId > metadata.annotations.applicationId',
      'D-06 spec.deploymentProfile.type > spec.deploymentProfile.type',
      'D-08 id > metadata.annotations.id',
      'lost D-12 metadata.deviceId',
      'lost D-11 spec.x-acme-extensions',
      'lost D-11 spec.deploymentProfile.x-acme-extensions',
      'lost D-11 spec.deploymentProfile.components.0.x-acme-extensions',
    ]);
    const { kind, revision } = recogniseDocument(value);
    expect({ kind, revision }).toEqual({ kind: 'ApplicationDeployment', revision: 'pr1' });
  });

  it('is the deployment that it was when it comes back with its device', () => {
    const document = deployment();
    const back = upgrade(toPr1(document).value, 'pr1', { deviceId: document.metadata.deviceId });
    expect(back.value).toEqual(document);
    expect(told(back.steps).filter((step) => step.startsWith('decide'))).toEqual([]);
  });

  it('has pointers of Compose components with ENV. before them, and those of others as they are', () => {
    const document = old();
    document.spec.parameters.password.targets = [
      { pointer: 'PASSWORD', components: ['app'] },
      { pointer: 'ENV.X', components: ['app'] },
      { pointer: 'PASSWORD', components: ['other'] },
    ];
    const pointers = ({ value }: Loose) =>
      value.spec.parameters.password.targets.map(({ pointer }: Loose) => pointer as string);
    document.spec.deploymentProfile.type = 'compose';
    expect(pointers(toPr1(document, 'rc2-signed'))).toEqual(['ENV.PASSWORD', 'ENV.X', 'PASSWORD']);
    document.spec.deploymentProfile.type = 'helm';
    expect(pointers(toPr1(document, 'rc2-signed'))).toEqual(['PASSWORD', 'ENV.X', 'PASSWORD']);
  });

  it('asks where a Compose package can be downloaded, and takes the answer both ways', () => {
    const document = deployment();
    document.spec.deploymentProfile.type = 'compose';
    document.spec.parameters = {};
    const { repository, revision } = document.spec.deploymentProfile.components[0].properties;
    const components = Object.fromEntries(
      document.spec.deploymentProfile.components.map(({ name, properties }: Loose) => [
        name,
        { ...properties, packageLocation: `https://packages.example.com/${name}.tar.gz` },
      ]),
    );
    expect(told(toPr1(document).steps)).toContain('decide D-16 spec.deploymentProfile.components.0.properties');
    const { value, steps } = toPr1(document, 'rc3', { components });
    expect(told(steps).filter((step) => step.startsWith('decide'))).toEqual([]);
    expect(value.spec.deploymentProfile.components[0].properties).not.toMatchObject({ repository });
    const back = upgrade(value, 'pr1', { deviceId: 'edge-1', components });
    expect(back.value.spec.deploymentProfile.components[0].properties).toMatchObject({ repository, revision });
  });

  it('asks which id counts where it names two applications', () => {
    const document = deployment();
    document.metadata.annotations = { applicationId: 'com-example-other' };
    expect(told(toPr1(document).steps)).toContain('decide D-13 metadata.annotations.applicationId');
  });

  it('is read as it is in the OpenAPI file of PR1, with the ids at the root and in spec (A-44)', () => {
    const { annotations, ...metadata } = old().metadata;
    const document = { ...old(), id: annotations.id, metadata };
    document.spec.applicationId = annotations.applicationId;
    document.spec.deploymentProfile = toPr1(deployment()).value.spec.deploymentProfile;
    document.spec.parameters = {};
    const { result } = checkDocument(JSON.stringify(document), { kind: 'ApplicationDeployment', revision: 'pr1' });
    expect(result.ok && result.value).toMatchObject({ metadata: { annotations } });
    expect(result.issues.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'AX-03 warning',
      'AX-01 warning',
    ]);
  });
});

it.each<[string, Loose]>([
  ['metadata', { id: UUID, metadata: 'app', spec: {} }],
  ['spec', { id: UUID, metadata: { deviceId: 'edge' }, spec: [] }],
  ['a profile', { id: UUID, metadata: { deviceId: 'edge' }, spec: { deploymentProfile: 'helm' } }],
  ['components', { id: UUID, metadata: { deviceId: 'edge' }, spec: { deploymentProfile: { components: {} } } }],
])('an odd form of %s stays as it is', (_, document) => {
  expect(upgrade(document, 'pr1').value).toEqual(document);
});

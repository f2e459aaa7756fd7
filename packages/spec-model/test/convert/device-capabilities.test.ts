import { checkDocument, convertValue, type Revision } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { capabilities, type Loose } from '../documents.js';
import { told } from './told.js';

const upgrade = (document: Loose, from: Revision, decisions = {}, to: Revision = 'rc3') =>
  convertValue('DeviceCapabilitiesManifest', document, from, to, decisions) as Loose;
const identity = { id: 'edge-1', vendor: 'Example', modelNumber: 'E1', serialNumber: '1' };

describe('capabilities of the pre-drafts', () => {
  const old = (resources: Loose = {}, more: Loose = {}): Loose => ({
    apiVersion: 'device.margo/v1',
    kind: 'DeviceCapability',
    properties: { ...identity, roles: ['standalone cluster', 'cluster lead'], resources, ...more },
  });

  it('become properties of today', () => {
    const document = old(
      {
        memory: '64.0 GB',
        storage: '2000 GB',
        cpus: [{ cpuArchitecture: 'Intel x64', cores: 24, frequency: '6.2 GHz' }],
      },
      {
        peripherals: [
          { name: 'Card', type: 'GPU', modelNumber: 'X1', properties: { manufacturer: 'NVIDIA', ram: '16 GB' } },
        ],
        interfaces: [{ name: 'Port', type: 'Wi-Fi', modelNumber: 'Y1', properties: { maxSpeed: '1 Gbps' } }],
      },
    );
    const { value, steps } = upgrade(document, 'predraft-2024-10');
    expect(value).toEqual({
      properties: {
        ...identity,
        cpus: [{ cores: 24, architecture: 'amd64' }],
        memory: '59Gi',
        storage: '1862Gi',
        peripherals: [{ type: 'gpu', manufacturer: 'NVIDIA', model: 'X1' }],
        interfaces: [{ type: 'wifi' }],
        supportedRuntimes: ['oci'],
        supportedDeploymentTypes: ['helm'],
      },
    });
    expect(told(steps).filter((step) => step.startsWith('lost'))).toEqual([
      'lost D-19 properties.peripherals.0.name',
      'lost D-19 properties.peripherals.0.properties',
      'lost D-19 properties.interfaces.0.modelNumber',
      'lost D-19 properties.interfaces.0.name',
      'lost D-19 properties.interfaces.0.properties',
      'lost D-19 properties.resources.cpus.0.frequency',
      'lost D-19 properties.roles',
    ]);
    expect(told(steps).filter((step) => step.startsWith('decide'))).toEqual([
      'decide D-19 properties.otelCollector',
      'decide D-19 properties.supportedRuntimes',
    ]);
  });

  it.each([
    ['64 GB', '59Gi'],
    ['16 GB', '15258Mi'],
    ['512 MB', '488Mi'],
    ['20 KB', '19Ki'],
    ['1.5 TB', '1396Gi'],
    [64, '59Gi'],
    [1.5, '1430Mi'],
  ])('have the amount %s written as %s', (memory, written) => {
    const { value, steps } = upgrade(old({ memory }), 'predraft-2024-10');
    expect(value.properties.memory).toBe(written);
    expect(told(steps)).toContain('D-19 properties.resources.memory > properties.resources.memory');
  });

  it.each(['8Gi', '8 Gi'])('keep the amount %s', (memory) => {
    const { value, steps } = upgrade(old({ memory }), 'predraft-2024-10');
    expect(value.properties.memory).toBe(memory);
    expect(told(steps)).not.toContain('D-19 properties.resources.memory > properties.resources.memory');
  });

  it.each(['a lot', '0 GB', '64 gb', true, -5])('leave the amount %s to a person', (memory) => {
    const { value, steps } = upgrade(old({ memory }), 'predraft-2024-10');
    expect(value.properties.memory).toBe(memory);
    expect(told(steps)).toContain('decide D-19 properties.resources.memory');
  });

  it('leave types and architectures that nobody knows to a person', () => {
    const document = old(
      { cpus: [{ architecture: 'mips', cores: 1 }, { architecture: 'ARM64' }, { cores: 1 }] },
      { peripherals: [{ type: 'robot' }, { name: 'Eye', type: 'camera' }], interfaces: [{ type: 'Token Ring' }] },
    );
    const { value, steps } = upgrade(document, 'predraft-2024-10');
    expect(value.properties).toMatchObject({
      cpus: [{ architecture: 'mips' }, { architecture: 'arm64' }, { cores: 1 }],
      peripherals: [{ type: 'robot' }, { type: 'camera', model: 'Eye' }],
      interfaces: [{ type: 'Token Ring' }],
    });
    expect(told(steps).filter((step) => /type|architecture/.test(step) && step.startsWith('decide'))).toEqual([
      'decide D-19 properties.peripherals.0.type',
      'decide D-19 properties.interfaces.0.type',
      'decide D-27 properties.resources.cpus.0.architecture',
    ]);
  });

  it('are said to be capabilities in rc2-signed', () => {
    const { value } = upgrade(old(), 'predraft-2024-10', {}, 'rc2-signed');
    expect(value).toMatchObject({ apiVersion: 'device.margo.org/v1alpha1', kind: 'DeviceCapabilitiesManifest' });
  });
});

describe('capabilities of PR1', () => {
  const old = (roles: Loose, more: Loose = {}): Loose => ({
    apiVersion: 'device.margo.org/v1alpha1',
    kind: 'DeviceCapabilitiesManifest',
    properties: {
      ...identity,
      roles,
      resources: {
        cpu: { cores: 2, architecture: 'x86_64' },
        memory: '1 Gi',
        storage: '10 Gi',
        peripherals: [{ type: 'gpu', note: 'kept' }],
        interfaces: [{ type: 'ethernet' }],
      },
      ...more,
    },
  });

  it.each([
    [['Standalone Cluster'], ['helm']],
    [['Cluster Leader'], ['helm']],
    [['Standalone Device'], ['compose']],
    [
      ['Standalone Device', 'Cluster Leader', 'Standalone Cluster'],
      ['compose', 'helm'],
    ],
  ])('of the roles %j deploy %j', (roles, types) => {
    const { value, steps } = upgrade(old(roles), 'pr1');
    expect(value.properties).toEqual({
      ...identity,
      cpus: [{ cores: 2, architecture: 'amd64' }],
      memory: '1 Gi',
      storage: '10 Gi',
      peripherals: [{ type: 'gpu', note: 'kept' }],
      interfaces: [{ type: 'ethernet' }],
      supportedDeploymentTypes: types,
      supportedRuntimes: ['oci'],
    });
    expect(steps).toContainEqual(
      expect.objectContaining({ kind: 'lost', path: ['properties', 'roles'], value: roles }),
    );
  });

  it('take the answers that they are given, and only those', () => {
    const answers = { capabilities: { otelCollector: true, supportedRuntimes: ['oci'], memory: '99Gi' } };
    const { value, steps } = upgrade(old(['Standalone Device']), 'pr1', answers);
    expect(value.properties).toMatchObject({ otelCollector: true, supportedRuntimes: ['oci'], memory: '1 Gi' });
    expect(told(steps).filter((step) => step.startsWith('decide'))).toEqual([]);
  });

  it('leave roles that nobody knows to a person', () => {
    const { value, steps } = upgrade(old(['Boss']), 'pr1');
    expect(value.properties.roles).toEqual(['Boss']);
    expect(told(steps)).toContain('decide D-19 properties.roles');
    expect(told(steps)).toContain('decide D-19 properties.supportedDeploymentTypes');
    expect(upgrade(old([5]), 'pr1').value.properties.roles).toEqual([5]);
    expect(upgrade(old('Boss'), 'pr1').value.properties.roles).toBe('Boss');
  });

  it('of a gateway that hosts nothing ask for nothing', () => {
    const gateway = { properties: { ...identity, roles: ['Gateway'] } };
    const { value, steps } = upgrade(gateway, 'pr1');
    expect(value).toEqual({ properties: identity });
    expect(told(steps)).toEqual(['lost D-19 properties.roles']);
  });

  it('keep resources that nobody knows', () => {
    const document = old(['Standalone Device']);
    document.properties.resources.colour = 'red';
    expect(upgrade(document, 'pr1').value.properties.resources).toEqual({ colour: 'red' });
  });
});

describe('capabilities of rc2-signed', () => {
  it('lose apiVersion and kind, and call their processors cpus', () => {
    const { cpus, ...others } = capabilities().properties;
    const document = { apiVersion: 'x', kind: 'DeviceCapabilitiesManifest', properties: { cpu: cpus, ...others } };
    const { value, steps } = upgrade(document, 'rc2-signed');
    expect(value).toEqual({ properties: { cpus, ...others } });
    expect(Object.keys(value.properties)[0]).toBe('cpus');
    expect(told(steps)).toEqual(['D-14 apiVersion > ', 'D-14 kind > ', 'D-19 properties.cpu > properties.cpus']);
  });

  it('ask about members that may not stand at the root', () => {
    const { value, steps } = upgrade({ ...capabilities(), note: 'x', 'x-acme-extensions': {} }, 'rc2-signed');
    expect(told(steps)).toEqual(['decide D-11 note']);
    expect(value.note).toBe('x');
  });
});

describe('capabilities that go back to rc2-signed', () => {
  it('lose labels and what is custom', () => {
    const document = capabilities();
    document.properties.supportedRuntimes = ['custom', 'oci', 'custom'];
    const { value, steps } = upgrade(document, 'rc3', {}, 'rc2-signed');
    expect(Object.keys(value)).toEqual(['apiVersion', 'kind', 'properties']);
    expect(value).toMatchObject({ apiVersion: 'device.margo.org/v1alpha1', kind: 'DeviceCapabilitiesManifest' });
    expect(value.properties).toMatchObject({ cpu: document.properties.cpus, supportedRuntimes: ['oci'] });
    expect(told(steps)).toEqual([
      'D-14  > apiVersion',
      'D-14  > kind',
      'D-19 properties.cpus > properties.cpu',
      'lost D-22 labels',
      'lost D-22 properties.supportedRuntimes.2',
      'lost D-22 properties.supportedRuntimes.0',
    ]);
  });

  it('are left to a person when nothing but custom is there', () => {
    const document = capabilities();
    document.properties.supportedDeploymentTypes = ['custom'];
    const { value, steps } = upgrade(document, 'rc3', {}, 'rc2-signed');
    expect(value.properties.supportedDeploymentTypes).toEqual([]);
    expect(told(steps)).toContain('decide D-22 properties.supportedDeploymentTypes');
  });
});

describe('capabilities that go back to PR1', () => {
  const hosting = (): Loose => {
    const document = capabilities();
    delete document.labels;
    document.properties.supportedRuntimes = ['oci'];
    document.properties.supportedDeploymentTypes = ['helm', 'compose'];
    return document;
  };
  const back = (document: Loose, decisions = {}) => upgrade(document, 'rc3', decisions, 'pr1');

  it('have roles and resources, and are what they were when they come back with what they lost', () => {
    const document = hosting();
    const { cpus, memory, storage, peripherals, interfaces, ...others } = document.properties;
    const { otelCollector, supportedRuntimes } = others;
    const { value, steps } = back(document);
    expect(value.properties).toMatchObject({
      roles: ['Standalone Cluster', 'Standalone Device'],
      resources: { cpu: cpus[0], memory, storage, peripherals, interfaces },
    });
    expect(told(steps)).toEqual([
      'D-14  > apiVersion',
      'D-14  > kind',
      'D-19 properties.cpus > properties.cpu',
      'D-19 properties.supportedDeploymentTypes > properties.roles',
      'D-19 properties.cpu.0 > properties.resources.cpu',
      'D-19 properties.memory > properties.resources.memory',
      'D-19 properties.storage > properties.resources.storage',
      'D-19 properties.peripherals > properties.resources.peripherals',
      'D-19 properties.interfaces > properties.resources.interfaces',
      'lost D-19 properties.otelCollector',
      'lost D-19 properties.supportedRuntimes',
    ]);
    const again = upgrade(value, 'pr1', { capabilities: { otelCollector, supportedRuntimes } });
    expect(again.value).toEqual(document);
    expect(told(again.steps).filter((step) => step.startsWith('decide'))).toEqual([]);
  });

  it('keep the processor with most cores, and say which ones were lost (CAP-11)', () => {
    const document = hosting();
    document.properties.cpus = [{ cores: 2 }, { cores: 8, architecture: 'arm64' }, { cores: 8 }];
    const { value, steps } = back(document);
    expect(value.properties.resources.cpu).toEqual({ cores: 8, architecture: 'arm64' });
    expect(told(steps).filter((step) => step.includes('lost D-19 properties.cpu'))).toEqual([
      'lost D-19 properties.cpu.2',
      'lost D-19 properties.cpu.0',
    ]);
  });

  it('of a gateway that hosts nothing ask for roles and resources, and take the answers', () => {
    const gateway = { properties: identity };
    expect(told(back(gateway).steps).filter((step) => step.startsWith('decide'))).toEqual([
      'decide D-19 properties.roles',
      'decide D-19 properties.resources',
    ]);
    const resources = { cpu: { cores: 1 }, memory: '0Mi', storage: '0Gi', peripherals: [], interfaces: [] };
    const { value, steps } = back(gateway, { capabilities: { roles: ['Gateway'], resources } });
    expect(value.properties).toEqual({ ...identity, roles: ['Gateway'], resources });
    expect(told(steps).filter((step) => step.startsWith('decide'))).toEqual([]);
  });

  it('ask for the resources that are missing, one by one', () => {
    const document = hosting();
    delete document.properties.interfaces;
    expect(told(back(document).steps)).toContain('decide D-19 properties.resources.interfaces');
    const { value } = back(document, { capabilities: { resources: { interfaces: [] } } });
    expect(value.properties.resources.interfaces).toEqual([]);
  });

  it('lose what vendors add', () => {
    const { value, steps } = back({ ...hosting(), 'x-acme-extensions': { a: 1 } });
    expect(value).not.toHaveProperty('x-acme-extensions');
    expect(told(steps)).toContain('lost D-11 x-acme-extensions');
  });

  it('take a role in place of what is custom', () => {
    const document = hosting();
    document.properties.supportedDeploymentTypes = ['custom'];
    expect(told(back(document).steps)).toContain('decide D-19 properties.roles');
    const { value } = back(document, { capabilities: { supportedDeploymentTypes: ['compose'] } });
    expect(value.properties.roles).toEqual(['Standalone Device']);
  });

  it.each<Loose>(['many', [], [4], { cores: 4 }, [{ cores: 'many' }]])('keep odd processors: %j', (cpus) => {
    const document = hosting();
    document.properties.cpus = cpus;
    const { value } = back(document);
    expect(JSON.stringify(value)).toContain(JSON.stringify(Array.isArray(cpus) && cpus[0]?.cores ? cpus[0] : cpus));
  });
});

describe('a device of ours that reports to a fleet manager of rc2-signed', () => {
  it.each<[string, Loose]>([
    ['hosts workloads', capabilities()],
    ['is a gateway that hosts nothing', { properties: identity }],
  ])('and %s leaves nothing to decide', (_, document) => {
    const { value, steps } = upgrade(document, 'rc3', {}, 'rc2-signed');
    expect(told(steps).filter((step) => step.startsWith('decide'))).toEqual([]);
    const { result } = checkDocument(JSON.stringify(value), {
      kind: 'DeviceCapabilitiesManifest',
      revision: 'rc2-signed',
    });
    expect(result.issues).toEqual([]);
  });

  it('and deploys custom things only can be given an answer', () => {
    const document = capabilities();
    document.properties.supportedRuntimes = ['custom'];
    document.properties.supportedDeploymentTypes = ['custom'];
    const answers = { capabilities: { supportedRuntimes: ['oci'], supportedDeploymentTypes: ['compose'] } };
    const { value, steps } = upgrade(document, 'rc3', answers, 'rc2-signed');
    expect(value.properties).toMatchObject(answers.capabilities);
    expect(told(steps).filter((step) => step.startsWith('decide'))).toEqual([]);
  });
});

describe('capabilities with the list of resources that the table of the pre-draft has', () => {
  const listed = (...resources: Loose[]): Loose => ({ kind: 'DeviceCapabilities', properties: { resources } });

  it('get what the one entry says', () => {
    const { value, steps } = upgrade(
      listed({ cpus: [{ cores: 2, cpuArchitecture: 'Intel x64' }], memory: '64 GB' }),
      'predraft-2024-10',
    );
    expect(value.properties).toMatchObject({ cpus: [{ cores: 2, architecture: 'amd64' }], memory: '59Gi' });
    expect(value.properties).not.toHaveProperty('resources');
    expect(told(steps)).toContain('D-19 properties.resources.0 > properties.resources');
  });

  it('are left to a person when there are several entries', () => {
    const { value, steps } = upgrade(listed({ memory: '1 GB' }, { memory: '2 GB' }), 'predraft-2024-10');
    expect(value.properties.resources).toEqual([{ memory: '1 GB' }, { memory: '2 GB' }]);
    expect(told(steps)).toContain('decide D-19 properties.resources');
  });
});

it.each<Loose>([
  { properties: 'none' },
  { properties: { resources: [1], roles: {} } },
  { properties: { resources: { cpu: 5, memory: null } } },
])('an odd form stays as it is: %j', (document) => {
  const { value, steps } = upgrade(document, 'predraft-2024-10');
  expect(Object.keys(value)).toEqual(['properties']);
  if (document.properties.resources?.cpu === 5) expect(value.properties.resources).toEqual({ cpu: 5 });
  else expect({ value, steps }).toEqual({ value: document, steps: [] });
});

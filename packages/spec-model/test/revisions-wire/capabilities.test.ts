import { describe, expect, it } from 'vitest';
import { capabilities } from '../documents.js';
import { cases, check, error, warning } from './cases.js';
import { pr1Capabilities, predraftCapabilities, rc2SignedCapabilities } from './documents.js';

const KIND = 'DeviceCapabilitiesManifest';

describe('device capabilities of the pre-draft', () => {
  cases(KIND, 'predraft-2024-10', predraftCapabilities, [
    ['no vendor', (d) => delete d.properties.vendor, error('CP-01', ['properties', 'vendor'])],
    ['no apiVersion', (d) => delete d.apiVersion, error('CP-00', ['apiVersion'])],
    ['kind of another document', (d) => (d.kind = 'DeploymentStatus'), error('CP-00', ['kind'])],
    ['unknown role', (d) => (d.properties.roles[0] = 'Server'), error('CP-00', ['properties', 'roles', 0])],
    ['no resources', (d) => delete d.properties.resources, error('CP-00', ['properties', 'resources'])],
    [
      'no cores',
      (d) => (d.properties.resources.cpus[0].cores = 0),
      error('CP-03', ['properties', 'resources', 'cpus', 0, 'cores']),
    ],
    [
      'memory that is neither text nor number',
      (d) => (d.properties.resources.memory = true),
      error('CP-00', ['properties', 'resources', 'memory']),
    ],
    ['a member of later revisions', (d) => (d.labels = {}), warning('CP-00', ['labels'])],
    [
      'two lots of resources',
      (d) => (d.properties.resources = [d.properties.resources, d.properties.resources]),
      error('CP-00', ['properties', 'resources']),
    ],
  ]);

  it.each([
    ['the kind of the example', { kind: 'DeviceCapability' }],
    ['roles in lower case, one of them misspelt', { roles: ['standalone cluster', 'cluster lead'] }],
  ])('accepts %s', (_, change: { kind?: string; roles?: string[] }) => {
    const document = predraftCapabilities();
    if (change.kind !== undefined) document.kind = change.kind;
    if (change.roles !== undefined) document.properties.roles = change.roles;
    expect(check(KIND, 'predraft-2024-10', document)).toMatchObject({ ok: true, issues: [] });
  });

  it('reads resources that are a list of one, as the table has them', () => {
    const document = predraftCapabilities();
    const { resources } = document.properties;
    document.properties.resources = [resources];
    expect(check(KIND, 'predraft-2024-10', document)).toMatchObject({
      ok: true,
      issues: [],
      value: { properties: { id: 'edge-1', resources }, kind: 'DeviceCapabilities' },
    });
  });
});

describe('device capabilities of preview release 1', () => {
  cases(KIND, 'pr1', pr1Capabilities, [
    ['no serial number', (d) => delete d.properties.serialNumber, error('CP-01', ['properties', 'serialNumber'])],
    ['unknown role', (d) => (d.properties.roles[1] = 'cluster lead'), error('CP-00', ['properties', 'roles', 1])],
    ['no roles', (d) => delete d.properties.roles, error('CP-00', ['properties', 'roles'])],
    [
      'unknown architecture',
      (d) => (d.properties.resources.cpu.architecture = 'riscv'),
      error('CP-03', ['properties', 'resources', 'cpu', 'architecture']),
    ],
    [
      'memory that is no amount',
      (d) => (d.properties.resources.memory = '16 GB'),
      warning('CP-04', ['properties', 'resources', 'memory'], 'memory is "16 GB", which is no amount.'),
    ],
    [
      'no peripherals',
      (d) => delete d.properties.resources.peripherals,
      error('CP-00', ['properties', 'resources', 'peripherals'], 'properties.resources.peripherals is missing.'),
    ],
    [
      'no interfaces',
      (d) => delete d.properties.resources.interfaces,
      error('CP-00', ['properties', 'resources', 'interfaces'], 'properties.resources.interfaces is missing.'),
    ],
    ['no apiVersion', (d) => delete d.apiVersion, error('CP-00', ['apiVersion'])],
    [
      'the first form: another kind, neither peripherals nor interfaces',
      (d) => {
        d.kind = 'DeviceCapabilities';
        delete d.properties.resources.peripherals;
        delete d.properties.resources.interfaces;
      },
      warning(
        'CP-00',
        ['kind'],
        'kind DeviceCapabilities is what the first files of the interface say.',
        'Write DeviceCapabilitiesManifest.',
      ),
    ],
  ]);

  it('knows the role that only a branch of the models has', () => {
    const document = pr1Capabilities();
    document.properties.roles = ['Gateway'];
    expect(check(KIND, 'pr1', document)).toMatchObject({ ok: true, issues: [] });
  });
});

describe('device capabilities of 1.0.0-rc.2 with message signatures', () => {
  cases(KIND, 'rc2-signed', rc2SignedCapabilities, [
    [
      'hosting by halves',
      (d) => delete d.properties.cpu,
      error('CP-02', ['properties'], 'A device that hosts workloads also reports cpu.'),
    ],
    ['no collector', (d) => (d.properties.otelCollector = false), error('CP-02', ['properties', 'otelCollector'])],
    [
      'no amount',
      (d) => (d.properties.storage = '12'),
      warning('CP-04', ['properties', 'storage'], 'storage is "12", which is no amount.'),
    ],
    [
      'roles of the revision before',
      (d) => (d.properties.roles = ['Standalone Device']),
      warning(
        'CP-08',
        ['properties', 'roles'],
        'There are no roles any more; supportedDeploymentTypes says what the device can deploy.',
      ),
    ],
    [
      'resources of the revision before',
      (d) => (d.properties.resources = {}),
      warning('CP-08', ['properties', 'resources'], 'What was in resources now stands in properties itself.'),
    ],
    ['the name of later revisions', (d) => (d.properties.cpus = []), warning('CP-00', ['properties', 'cpus'])],
    ['labels of later revisions', (d) => (d.labels = {}), error('CP-07', ['labels'])],
    [
      'a type of later revisions',
      (d) => (d.properties.supportedDeploymentTypes = ['custom']),
      error('CP-02', ['properties', 'supportedDeploymentTypes', 0]),
    ],
    ['kind of another document', (d) => (d.kind = 'DeviceCapabilities'), error('CP-00', ['kind'])],
  ]);

  it('accepts it without apiVersion and kind, as of July 2026', () => {
    const { properties } = rc2SignedCapabilities();
    expect(check(KIND, 'rc2-signed', { properties })).toMatchObject({ ok: true, issues: [] });
  });

  it.each([
    ['leaves out', {}],
    ['leaves empty', { cpu: [], memory: '', supportedRuntimes: [], supportedDeploymentTypes: [] }],
  ])('accepts a gateway that %s what hosting needs (CAP-09)', (_, empty) => {
    const { id, vendor, modelNumber, serialNumber } = rc2SignedCapabilities().properties;
    const { ok, issues } = check(KIND, 'rc2-signed', {
      properties: { id, vendor, modelNumber, serialNumber, ...empty },
    });
    expect(ok).toBe(true);
    expect(issues.filter(({ rule }) => rule !== 'CP-04')).toEqual([]);
  });
});

describe('device capabilities of 1.0.0-rc.2 with mutual TLS', () => {
  cases(KIND, 'rc2-mtls', capabilities, [
    ['hosting by halves', (d) => delete d.properties.cpus, error('CP-02', ['properties'])],
    ['kind of the revision before', (d) => (d.kind = KIND), error('CP-07', ['kind'])],
    [
      'label that is a mapping',
      (d) => (d.labels = { 'example.com/a': {} }),
      error('CP-05', ['labels', 'example.com/a']),
    ],
  ]);
});

import {
  checkDeploymentOn,
  createDeployment,
  isEligible,
  parseApplicationDeployment,
  parseApplicationDescription,
  parseComponentRevision,
  parseDeploymentId,
  parseDeviceId,
  revisionOfSemver,
  safeParseApplicationDeployment,
  safeParseApplicationDescription,
  safeParseDeploymentStatusManifest,
  safeParseDeviceCapabilitiesManifest,
  safeParseProblemDetail,
  semverOfRevision,
  type ApplicationDescription,
  type ParseResult,
} from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import {
  capabilities,
  changed,
  deployment,
  description,
  status,
  type Loose,
} from '../../packages/spec-model/test/documents.js';

// Rows of the specification about what stands in documents, as somebody sees them who reads and writes such documents.

const faultsOf = (result: ParseResult<unknown>): string[] =>
  result.issues.filter(({ severity }) => severity === 'error').map(({ rule, path }) => `${rule} ${path.join('.')}`);

const capabilitiesWith = (change: (document: Loose) => void) =>
  safeParseDeviceCapabilitiesManifest(changed(capabilities(), change, 'json'));
const deploymentWith = (change: (document: Loose) => void) =>
  safeParseApplicationDeployment(changed(deployment(), change, 'yaml'));

const described = (change: (document: Loose) => void = () => undefined): ApplicationDescription =>
  parseApplicationDescription(changed(description(), change, 'yaml'));
const ids = {
  deploymentId: parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06'),
  name: 'app-on-edge',
  namespace: 'app',
};
const target = parseDeviceId('edge-1');

describe('a deployment that a fleet manager makes', () => {
  it('has a UUID, and the same one after a change of its content (DS-46)', () => {
    expect(() => parseDeploymentId('app-1')).toThrowError(
      expect.objectContaining({ code: 'ERR_DEPLOYMENT_ID_INVALID' }),
    );
    expect(faultsOf(deploymentWith((document) => (document.id = 'app-1')))).toEqual(['AX-01 id']);
    const before = createDeployment(described(), { profile: 'app-helm', ids, target });
    const after = createDeployment(described(), {
      profile: 'app-helm',
      ids,
      target,
      values: { poll: 5 },
      previous: before,
    });
    expect([before.id, after.id]).toEqual([ids.deploymentId, ids.deploymentId]);
    const other = { ...ids, deploymentId: parseDeploymentId('7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11') };
    expect(() =>
      createDeployment(described(), { profile: 'app-helm', ids: other, target, previous: before }),
    ).toThrowError(expect.objectContaining({ code: 'ERR_PREVIOUS_UNRELATED' }));
  });

  it('names the application by the id of its description (DS-47)', () => {
    const { spec } = createDeployment(
      described((document) => (document.id = 'com-example-other')),
      {
        profile: 'app-helm',
        ids,
        target,
      },
    );
    expect(spec.applicationId).toBe('com-example-other');
  });

  it('has what the fleet manager wants to tell the device beyond the standard in spec (DS-56)', () => {
    const extensions = { 'x-example-extensions': { priority: 3 } };
    const made = createDeployment(described(), { profile: 'app-helm', ids, target, extensions });
    expect(made.spec).toMatchObject(extensions);
    expect(made.spec.applicationId).toBe('com-example-app');
  });

  it('can have no extension that takes the place of something else (DS-56)', () => {
    const extensions = { applicationId: 'com-example-evil' } as never;
    const made = createDeployment(described(), { profile: 'app-helm', ids, target, extensions });
    expect(made.spec.applicationId).toBe('com-example-app');
    const unknown = { 'x-Example': {} } as never;
    expect(() => createDeployment(described(), { profile: 'app-helm', ids, target, extensions: unknown })).toThrowError(
      expect.objectContaining({ code: 'ERR_DOCUMENT_INVALID' }),
    );
  });
});

describe('a component', () => {
  const faultsWith = (properties: object): string[] =>
    faultsOf(
      deploymentWith((document) => Object.assign(document.spec.deploymentProfile.components[0].properties, properties)),
    );

  it.each(['https://r.example/db', 'r.example/db', 'oci:/r.example/db'])(
    'is not named by the repository %s (DS-51)',
    (repository) => {
      expect(faultsWith({ repository })).not.toEqual([]);
    },
  );

  it.each(['v1.0.0', '1.0', '1.0.0+build5', 'latest', '01.0.0'])('has no revision %s (DS-51)', (revision) => {
    expect(faultsWith({ revision })).not.toEqual([]);
  });

  it.each(['1.0.0', '1.0.0-rc.1', '1.0.0_build5'])('can have the revision %s (DS-51)', (revision) => {
    expect(faultsWith({ revision })).toEqual([]);
  });

  it('has the version that its revision stands for, with + for _ (DS-52)', () => {
    expect(semverOfRevision(parseComponentRevision('1.0.0-rc.1_build5'))).toBe('1.0.0-rc.1+build5');
    expect(revisionOfSemver('1.0.0-rc.1+build5')).toBe('1.0.0-rc.1_build5');
  });
});

describe('a selector', () => {
  const eligible = (matchExpressions: readonly object[], selector: string): boolean => {
    const profile = (document: Loose) => document.spec.deploymentProfile;
    const wanted = deploymentWith((document) => {
      profile(document).deviceConstraints = { eligibilityRules: [{ [selector]: { matchExpressions } }] };
    });
    if (!wanted.ok) throw new Error(JSON.stringify(wanted.issues));
    const device = capabilitiesWith((document) => {
      document.labels = { 'example.com/zone': 'north' };
    });
    if (!device.ok) throw new Error(JSON.stringify(device.issues));
    return isEligible(wanted.value.spec.deploymentProfile.deviceConstraints, device.value).eligible;
  };

  it('finds a property by a JSON Pointer (DS-53)', () => {
    const vendor = [{ key: '/vendor', operator: 'In', values: ['Example'] }];
    expect(eligible(vendor, 'propertySelector')).toBe(true);
    const architecture = [{ key: '/cpus/0/architecture', operator: 'In', values: ['amd64'] }];
    expect(eligible(architecture, 'propertySelector')).toBe(true);
  });

  it('finds a label by its exact name (DS-53)', () => {
    expect(eligible([{ key: 'example.com/zone', operator: 'In', values: ['north'] }], 'labelSelector')).toBe(true);
    expect(eligible([{ key: 'example.com/Zone', operator: 'Exists' }], 'labelSelector')).toBe(false);
  });
});

describe('extensions that nobody here knows', () => {
  const extension = { 'x-somebody-extensions': { any: ['thing', { at: 'all' }] } };

  it.each([
    ['spec', (document: Loose) => document.spec],
    ['spec.deploymentProfile', (document: Loose) => document.spec.deploymentProfile],
    ['a component', (document: Loose) => document.spec.deploymentProfile.components[0]],
  ])('are no reason to refuse a deployment that has them in %s (DS-55, EX-02)', (_, place) => {
    const read = deploymentWith((document) => Object.assign(place(document), extension));
    expect(read.issues).toEqual([]);
    expect(read.ok && place(read.value)).toMatchObject(extension);
  });

  it('are no reason to refuse capabilities that have them at the root (CAP-19, CAP-20, EX-02)', () => {
    const read = capabilitiesWith((document) => Object.assign(document, extension));
    expect(read.issues).toEqual([]);
    expect(read.ok && read.value).toMatchObject(extension);
  });

  it('are told apart from what only looks like one (CAP-19)', () => {
    const misspelt = capabilitiesWith((document) => Object.assign(document, { 'x-Somebody-extensions': {} }));
    expect(misspelt.issues.map(({ rule }) => rule)).toEqual(['EX-01']);
    const misplaced = capabilitiesWith((document) => Object.assign(document.properties, extension));
    expect(misplaced.issues.map(({ rule }) => rule)).toEqual(['EX-01']);
  });
});

describe('a status', () => {
  it('has one of six states (ST-02)', () => {
    const stateOf = (state: string) =>
      faultsOf(
        safeParseDeploymentStatusManifest(
          changed(
            status(),
            (document) => {
              document.status.state = state;
              document.components = [
                {
                  name: 'server',
                  state,
                  ...(state === 'failed' && { error: { code: 'E', source: 'server', message: 'm' } }),
                },
              ];
            },
            'json',
          ),
        ),
      );
    for (const state of ['pending', 'installing', 'installed', 'removing', 'removed', 'failed'])
      expect(stateOf(state), state).toEqual([]);
    for (const state of ['updating', 'Installed', 'degraded', ''])
      expect(stateOf(state), state).toContain('SX-01 status.state');
  });
});

describe('capabilities', () => {
  it('have labels that are strings, numbers, booleans and lists of strings or numbers only (CAP-04)', () => {
    const labelled = (value: unknown) =>
      faultsOf(capabilitiesWith((document) => (document.labels = { 'example.com/label': value })));
    for (const value of ['a', 1, 1.5, true, ['a', 'b'], [1, 2]])
      expect(labelled(value), JSON.stringify(value)).toEqual([]);
    for (const value of [null, {}, [true], [['a']], [{}]])
      expect(labelled(value), JSON.stringify(value)).not.toEqual([]);
  });

  it('are warned of when the name of a label has no domain (CAP-05)', () => {
    const { issues } = capabilitiesWith((document) => (document.labels = { zone: 'north' }));
    expect(issues.map(({ rule, severity, path }) => [rule, severity, path])).toEqual([
      ['CP-05', 'warning', ['labels', 'zone']],
    ]);
    expect(capabilitiesWith((document) => (document.labels = { 'example.com/zone': 'north' })).issues).toEqual([]);
  });

  it('of a device that hosts workloads say that it has a collector (CAP-06)', () => {
    expect(faultsOf(capabilitiesWith((document) => (document.properties.otelCollector = false)))).toEqual([
      'CP-02 properties.otelCollector',
    ]);
    expect(faultsOf(capabilitiesWith((document) => delete document.properties.otelCollector))).not.toEqual([]);
  });

  it.each([
    ['supportedRuntimes', 'CAP-07'],
    ['supportedDeploymentTypes', 'CAP-08'],
  ])('of a device that hosts workloads have at least one of %s (CAP-07, CAP-08)', (member) => {
    expect(faultsOf(capabilitiesWith((document) => (document.properties[member] = [])))).not.toEqual([]);
    expect(faultsOf(capabilitiesWith((document) => delete document.properties[member]))).not.toEqual([]);
  });

  it('of a gateway that hosts workloads need all that hosting needs, and of another one none of it (CAP-09, CAP-16)', () => {
    const hosting = ['cpus', 'memory', 'storage', 'peripherals', 'interfaces', 'otelCollector'];
    const all = [...hosting, 'supportedRuntimes', 'supportedDeploymentTypes'];
    expect(faultsOf(capabilitiesWith((document) => delete document.properties.memory))).not.toEqual([]);
    expect(
      faultsOf(capabilitiesWith((document) => all.forEach((member) => delete document.properties[member]))),
    ).toEqual([]);
  });

  it('that offer custom have labels to choose the device by (CAP-18)', () => {
    const custom = (labels: object) =>
      capabilitiesWith((document) => {
        document.properties.supportedRuntimes = ['custom'];
        document.labels = labels;
      }).issues.map(({ rule }) => rule);
    expect(custom({})).toEqual(['CP-06']);
    expect(custom({ 'example.com/runtime': 'ours' })).toEqual([]);
  });

  it('have processors whose cores are never added up (CAP-11)', () => {
    const wanted = parseApplicationDeployment(
      changed(
        deployment(),
        (document) => {
          document.spec.deploymentProfile.deviceConstraints = { capacityRequirements: { cpu: { cores: 4 } } };
        },
        'yaml',
      ),
    );
    const device = capabilitiesWith((document) => (document.properties.cpus = [{ cores: 2 }, { cores: 2 }]));
    if (!device.ok) throw new Error(JSON.stringify(device.issues));
    expect(checkDeploymentOn(wanted, device.value)).not.toEqual([]);
  });
});

describe('contract versions', () => {
  it.each(['v2', 'margo.org/v1', 'V1', ''])('a description of the apiVersion %s is refused (VM-03)', (apiVersion) => {
    const read = safeParseApplicationDescription(
      changed(description(), (document) => (document.apiVersion = apiVersion), 'yaml'),
    );
    expect(faultsOf(read)).toContain('AD-02 apiVersion');
  });
});

describe('a problem', () => {
  it('may have members of a vendor beside those of the standard (PT-13)', () => {
    const read = safeParseProblemDetail(
      JSON.stringify({ type: 'https://example.com/problems#full', title: 'Full', status: 409, shelf: 'b12' }),
    );
    expect(read.ok && read.value).toMatchObject({ shelf: 'b12' });
  });
});

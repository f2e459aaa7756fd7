import { describe, expect, it } from 'vitest';
import { description, type Loose } from '../documents.js';
import { downgrade, upgrade, withProfile } from './descriptions.js';
import { told } from './told.js';

describe('required resources', () => {
  const components = [{ name: 'app', properties: { repository: 'oci://r.example/app', revision: '1.0.0' } }];
  const constraintsOf = (requiredResources: Loose, more: Loose = {}) => {
    const document = withProfile({ type: 'helm', id: 'p', components, requiredResources, ...more });
    const { value, steps } = upgrade(document, 'rc2-signed');
    return { now: value.deploymentProfiles[0], told: told(steps).filter((step) => step.includes('D-2')), steps };
  };
  const asks = (key: string, ...members: [string, string][]) => ({
    key,
    operator: 'ContainsAll',
    itemSelector: {
      matchExpressions: members.map(([name, value]) => ({ key: name, operator: 'In', values: [value] })),
    },
  });

  it('become capacity requirements and one comparison for each thing that was asked for (A-20)', () => {
    const { now } = constraintsOf({
      cpu: { cores: 1.5, architectures: ['x86_64', 'arm64'] },
      memory: '1024Mi',
      storage: '10Gi',
      peripherals: [{ type: 'gpu', manufacturer: 'NVIDIA' }, { type: 'display' }],
      interfaces: [{ type: 'ethernet' }, { type: 'bluetooth' }],
    });
    expect(now).not.toHaveProperty('requiredResources');
    expect(now.deviceConstraints).toEqual({
      capacityRequirements: {
        cpu: { cores: 1.5, architectures: ['amd64', 'arm64'] },
        memory: '1024Mi',
        storage: '10Gi',
      },
      eligibilityRules: [
        {
          propertySelector: {
            matchExpressions: [
              asks('/peripherals', ['/type', 'gpu'], ['/manufacturer', 'NVIDIA']),
              asks('/peripherals', ['/type', 'display']),
              asks('/interfaces', ['/type', 'ethernet']),
              asks('/interfaces', ['/type', 'bluetooth']),
            ],
          },
        },
      ],
    });
  });

  it('say what they lose, and ask what the type other means', () => {
    const { told } = constraintsOf({ peripherals: [{ type: 'other', colour: 'red' }] });
    expect(told).toContain('lost D-20 deploymentProfiles.0.requiredResources.peripherals.0.colour');
    expect(told).toContain(
      'decide D-20 deploymentProfiles.0.deviceConstraints.eligibilityRules.0.propertySelector.matchExpressions.0',
    );
  });

  it('stay where they are as far as they are not understood', () => {
    const { now } = constraintsOf({ memory: '1Gi', peripherals: ['gpu'], interfaces: 'all', colour: 'red' });
    expect(now).toMatchObject({
      deviceConstraints: { capacityRequirements: { memory: '1Gi' } },
      requiredResources: { peripherals: ['gpu'], interfaces: 'all', colour: 'red' },
    });
    expect(constraintsOf({ peripherals: [{ type: 'gpu', model: 5 }] }).now.requiredResources).toBeDefined();
  });

  it('leave nothing behind when they ask for nothing', () => {
    expect(constraintsOf({ peripherals: [], interfaces: [] }).now).toEqual({ type: 'helm', id: 'p', components });
    expect(constraintsOf({}).now).toEqual({ type: 'helm', id: 'p', components });
  });

  it('are left to a person beside constraints of the new form', () => {
    const { now, told } = constraintsOf({ memory: '1Gi' }, { deviceConstraints: { capacityRequirements: {} } });
    expect(now).toMatchObject({
      requiredResources: { memory: '1Gi' },
      deviceConstraints: { capacityRequirements: {} },
    });
    expect(told).toEqual(['decide D-20 deploymentProfiles.0.requiredResources']);
  });

  it('come back from constraints as far as they can say it', () => {
    const document = description();
    const label = { matchExpressions: [{ key: 'zone', operator: 'Exists' }] };
    const either = {
      key: '/interfaces',
      operator: 'ContainsAny',
      itemSelector: asks('', ['/type', 'usb']).itemSelector,
    };
    const two = { key: '/type', operator: 'In', values: ['usb', 'wifi'] };
    document.deploymentProfiles[0].deviceConstraints = {
      capacityRequirements: { cpu: { cores: 2 }, colour: 'red' },
      eligibilityRules: [
        {
          propertySelector: {
            matchExpressions: [
              either,
              asks('/peripherals', ['/type', 'gpu'], ['/model', 'X1']),
              { ...asks('/interfaces'), itemSelector: { matchExpressions: [two] } },
              asks('/interfaces', ['/type', 'wifi']),
              asks('/interfaces', ['/type', 'wifi'], ['/model', 'X1']),
              asks('/peripherals', ['/model', 'X1']),
              asks('/peripherals', ['/type', 'gpu'], ['/type', 'camera']),
            ],
          },
          labelSelector: label,
        },
      ],
    };
    const { value, steps } = downgrade(document);
    expect(value.deploymentProfiles[0]).not.toHaveProperty('deviceConstraints');
    expect(value.deploymentProfiles[0].requiredResources).toEqual({
      cpu: { cores: 2 },
      peripherals: [{ type: 'gpu', model: 'X1' }],
      interfaces: [{ type: 'wifi' }],
    });
    const rule = 'deploymentProfiles.0.deviceConstraints.eligibilityRules.0';
    const lost = [0, 2, 4, 5, 6].map((n) => `lost D-20 ${rule}.propertySelector.matchExpressions.${n}`);
    expect(told(steps).filter((step) => step.startsWith('lost'))).toEqual([
      'lost D-20 deploymentProfiles.0.deviceConstraints.capacityRequirements.colour',
      `lost D-20 ${rule}.labelSelector`,
      ...lost,
    ]);
    expect(steps.find(({ kind }: Loose) => kind === 'lost')).toMatchObject({ value: 'red' });
  });

  it.each<[string, Loose, string]>([
    ['alternatives', { eligibilityRules: [{}, {}] }, 'eligibilityRules'],
    ['rules that are no list', { eligibilityRules: 'all' }, 'eligibilityRules'],
    ['a rule that is none', { eligibilityRules: ['all'] }, 'eligibilityRules.0'],
    ['a selector that is none', { eligibilityRules: [{ propertySelector: 1 }] }, 'eligibilityRules.0.propertySelector'],
    [
      'comparisons that are no list',
      { eligibilityRules: [{ propertySelector: { matchExpressions: 1 } }] },
      'eligibilityRules.0.propertySelector.matchExpressions',
    ],
    ['members of their own', { colour: 'red' }, 'colour'],
    ['amounts that are no mapping', { capacityRequirements: 5 }, 'capacityRequirements'],
  ])('lose %s', (_, deviceConstraints, lost) => {
    const document = withProfile({ type: 'helm', id: 'p', components, deviceConstraints });
    const { value, steps } = downgrade(document);
    expect(value.deploymentProfiles[0]).toEqual({ type: 'helm', id: 'p', components });
    expect(told(steps).filter((step) => step.startsWith('lost'))).toEqual([
      `lost D-20 deploymentProfiles.0.deviceConstraints.${lost}`,
    ]);
  });
});

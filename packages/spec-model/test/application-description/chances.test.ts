import { describe, expect, it } from 'vitest';
import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { changed, description, type Loose } from '../documents.js';
import { said } from '../rules/said.js';

const profile = (d: Loose): Loose => d.deploymentProfiles[0];
const constrain = (d: Loose, constraints: Loose): void => void (profile(d).deviceConstraints = constraints);
const property = (d: Loose, ...matchExpressions: Loose[]): void =>
  constrain(d, { eligibilityRules: [{ propertySelector: { matchExpressions } }] });
const label = (d: Loose, ...matchExpressions: Loose[]): void =>
  constrain(d, { eligibilityRules: [{ labelSelector: { matchExpressions } }] });

const CASES: readonly (readonly [what: string, change: (d: Loose) => unknown, issues: readonly string[]])[] = [
  [
    'properties of older revisions',
    (d) => property(d, { key: '/resources/memory', operator: 'Exists' }, { key: '/roles', operator: 'Exists' }),
    [
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].key: Devices report nothing at "/resources/memory". Properties are id, vendor, modelNumber, serialNumber, cpus, memory, storage, peripherals, interfaces, otelCollector, supportedRuntimes, supportedDeploymentTypes.',
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[1].key: Devices report nothing at "/roles". Properties are id, vendor, modelNumber, serialNumber, cpus, memory, storage, peripherals, interfaces, otelCollector, supportedRuntimes, supportedDeploymentTypes.',
    ],
  ],
  [
    'a property inside a single value',
    (d) => property(d, { key: '/memory/size', operator: 'Exists' }),
    [
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].key: Devices report nothing at "/memory/size". Properties are id, vendor, modelNumber, serialNumber, cpus, memory, storage, peripherals, interfaces, otelCollector, supportedRuntimes, supportedDeploymentTypes.',
    ],
  ],
  [
    'a member that no element has',
    (d) =>
      property(d, {
        key: '/interfaces',
        operator: 'ContainsAll',
        itemSelector: { matchExpressions: [{ key: '/speed', operator: 'Gt', values: [100] }] },
      }),
    [
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].itemSelector.matchExpressions[0].key: Devices report nothing at "/speed". Check the spelling.',
    ],
  ],
  [
    'a list without an index',
    (d) =>
      property(
        d,
        { key: '/cpus/cores', operator: 'Gt', values: [1] },
        { key: '/cpus/00/cores', operator: 'Gt', values: [1] },
      ),
    [
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].key: Devices report nothing at "/cpus/cores". Properties are id, vendor, modelNumber, serialNumber, cpus, memory, storage, peripherals, interfaces, otelCollector, supportedRuntimes, supportedDeploymentTypes.',
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[1].key: Devices report nothing at "/cpus/00/cores". Properties are id, vendor, modelNumber, serialNumber, cpus, memory, storage, peripherals, interfaces, otelCollector, supportedRuntimes, supportedDeploymentTypes.',
    ],
  ],
  ['a list with an index', (d) => property(d, { key: '/cpus/10/cores', operator: 'Gt', values: [1] }), []],
  [
    'elements of a label',
    (d) =>
      label(d, {
        key: '/peripherals',
        operator: 'ContainsAny',
        itemSelector: { matchExpressions: [{ key: '/speed', operator: 'Exists' }] },
      }),
    [
      'DC-02 error eligibilityRules[0].labelSelector.matchExpressions[0].key: "/peripherals" is a JSON Pointer, but labels have plain names. Write the name of the label, or use a propertySelector.',
      'DC-06 warning eligibilityRules[0].labelSelector.matchExpressions[0].operator: ContainsAny never holds for a label: a label is no list of mappings.',
    ],
  ],
  ['the other order', (d) => property(d, { key: '/cpus/0/cores', operator: 'Lt', values: [8] }), []],
  [
    'a choice from nothing',
    (d) => property(d, { key: '/vendor', operator: 'In' }),
    ['DC-03 error eligibilityRules[0].propertySelector.matchExpressions[0]: In needs values.'],
  ],
  [
    'a list with a very long index',
    (d) => property(d, { key: `/cpus/${'1'.repeat(244)}/cores`, operator: 'Gt', values: [1] }),
    [],
  ],
  [
    'a pointer that is longer than any that leads somewhere',
    (d) => property(d, { key: `/cpus/${'1'.repeat(245)}/cores`, operator: 'Gt', values: [1] }),
    [
      `DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].key: Devices report nothing at "/cpus/${'1'.repeat(74)}…". Properties are id, vendor, modelNumber, serialNumber, cpus, memory, storage, peripherals, interfaces, otelCollector, supportedRuntimes, supportedDeploymentTypes.`,
    ],
  ],
  [
    'names with escapes in them',
    (d) => property(d, { key: '/mem~1ory', operator: 'Exists' }, { key: '/mem~0ory', operator: 'Exists' }),
    [
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].key: Devices report nothing at "/mem~1ory". Properties are id, vendor, modelNumber, serialNumber, cpus, memory, storage, peripherals, interfaces, otelCollector, supportedRuntimes, supportedDeploymentTypes.',
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[1].key: Devices report nothing at "/mem~0ory". Properties are id, vendor, modelNumber, serialNumber, cpus, memory, storage, peripherals, interfaces, otelCollector, supportedRuntimes, supportedDeploymentTypes.',
    ],
  ],
  [
    'an order of text',
    (d) =>
      property(d, { key: '/memory', operator: 'Gt', values: [4] }, { key: '/storage', operator: 'Lt', values: [4] }),
    [
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].operator: Gt never holds for /memory, which is text.',
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[1].operator: Lt never holds for /storage, which is text.',
    ],
  ],
  [
    'one of a list of mappings',
    (d) =>
      property(
        d,
        { key: '/peripherals', operator: 'In', values: ['gpu'] },
        { key: '/cpus/0', operator: 'NotIn', values: ['x'] },
      ),
    [
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].operator: In never holds for /peripherals, which is a list of mappings.',
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[1].operator: NotIn never holds for /cpus/0, which is a mapping.',
    ],
  ],
  [
    'an element of single values',
    (d) =>
      property(d, {
        key: '/supportedRuntimes',
        operator: 'ContainsAny',
        itemSelector: { matchExpressions: [{ key: '/type', operator: 'In', values: ['oci'] }] },
      }),
    [
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].operator: ContainsAny never holds for /supportedRuntimes, which is text.',
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].itemSelector.matchExpressions[0].key: Devices report nothing at "/type". Check the spelling.',
    ],
  ],
  [
    'an element of a label',
    (d) =>
      label(
        d,
        {
          key: 'a',
          operator: 'ContainsAny',
          itemSelector: { matchExpressions: [{ key: '/type', operator: 'In', values: ['nic'] }] },
        },
        { key: 'b', operator: 'ContainsAll', itemSelector: { matchExpressions: [{ key: '/x', operator: 'Exists' }] } },
      ),
    [
      'DC-06 warning eligibilityRules[0].labelSelector.matchExpressions[0].operator: ContainsAny never holds for a label: a label is no list of mappings.',
      'DC-06 warning eligibilityRules[0].labelSelector.matchExpressions[1].operator: ContainsAll never holds for a label: a label is no list of mappings.',
    ],
  ],
  [
    'presence of anything',
    (d) => property(d, { key: '/peripherals', operator: 'Exists' }, { key: '/memory', operator: 'DoesNotExist' }),
    [],
  ],
  [
    'a value that no device reports',
    (d) =>
      property(d, {
        key: '/interfaces',
        operator: 'ContainsAny',
        itemSelector: { matchExpressions: [{ key: '/type', operator: 'In', values: ['ethernet', 'nic'] }] },
      }),
    [
      'DC-08 warning eligibilityRules[0].propertySelector.matchExpressions[0].itemSelector.matchExpressions[0].values[1]: /type is never "nic". It is ethernet, wifi, cellular, bluetooth, usb, canbus or rs232.',
    ],
  ],
  [
    'an old name of an architecture',
    (d) => property(d, { key: '/cpus/0/architecture', operator: 'In', values: ['x86_64'] }),
    [
      'DC-08 warning eligibilityRules[0].propertySelector.matchExpressions[0].values[0]: /cpus/0/architecture is never "x86_64". Write amd64.',
    ],
  ],
  [
    'values of single-valued lists',
    (d) => property(d, { key: '/supportedRuntimes', operator: 'In', values: ['oci', 'lxc'] }),
    [
      'DC-08 warning eligibilityRules[0].propertySelector.matchExpressions[0].values[1]: /supportedRuntimes is never "lxc". It is oci or custom.',
    ],
  ],
  [
    'a boolean as text',
    (d) =>
      property(
        d,
        { key: '/otelCollector', operator: 'NotIn', values: ['true'] },
        { key: '/otelCollector', operator: 'In', values: [true] },
      ),
    [
      'DC-08 warning eligibilityRules[0].propertySelector.matchExpressions[0].values[0]: /otelCollector is never "true": it is true or false.',
    ],
  ],
  [
    'a number as text among numbers',
    (d) =>
      property(
        d,
        { key: '/cpus/0/cores', operator: 'In', values: ['4'] },
        { key: '/cpus/0/cores', operator: 'In', values: [4] },
      ),
    [
      'DC-08 warning eligibilityRules[0].propertySelector.matchExpressions[0].values[0]: /cpus/0/cores is never "4": it is a number.',
    ],
  ],
  [
    'a number where text is reported',
    (d) =>
      property(
        d,
        { key: '/vendor', operator: 'In', values: [1] },
        { key: '/vendor', operator: 'In', values: ['Example'] },
      ),
    [
      'DC-08 warning eligibilityRules[0].propertySelector.matchExpressions[0].values[0]: /vendor is never 1: it is text.',
    ],
  ],
  [
    'custom without label selector',
    (d) => (
      (profile(d).type = 'custom'),
      property(d, { key: '/memory', operator: 'Exists' }),
      d.parameters.poll.targets.shift(),
      delete d.parameters.site,
      d.configuration.sections[0].settings.pop(),
      d.configuration.schema.pop()
    ),
    [
      'AD-27 info deploymentProfiles: There is no Helm profile: devices of that kind are left out.',
      'PM-09 warning deploymentProfiles[0].components: No parameter reaches a component of app-helm, although parameters reach profiles of another type.',
      'DC-07 error deploymentProfiles[0].deviceConstraints: The custom profile has no rule with a label selector.',
    ],
  ],
  [
    'custom with label selector',
    (d) => (
      (profile(d).type = 'custom'),
      label(d, { key: 'a', operator: 'Exists' }),
      profile(d).deviceConstraints.eligibilityRules.push({
        propertySelector: { matchExpressions: [{ key: '/memory', operator: 'Exists' }] },
      }),
      d.parameters.poll.targets.shift(),
      delete d.parameters.site,
      d.configuration.sections[0].settings.pop(),
      d.configuration.schema.pop()
    ),
    [
      'AD-27 info deploymentProfiles: There is no Helm profile: devices of that kind are left out.',
      'PM-09 warning deploymentProfiles[0].components: No parameter reaches a component of app-helm, although parameters reach profiles of another type.',
    ],
  ],
  [
    'other without explanation',
    (d) => constrain(d, { capacityRequirements: { cpu: { cores: 1, architectures: ['amd64', 'other'] } } }),
    [
      'AD-30 error capacityRequirements.cpu.architectures[1]: What other means here is not explained: the profile has no description.',
    ],
  ],
  [
    'other with explanation',
    (d) => (
      (profile(d).description = 'Needs a Kalray MPPA.'),
      constrain(d, { capacityRequirements: { cpu: { cores: 1, architectures: ['other'] } } })
    ),
    [],
  ],
  [
    'another peripheral without explanation',
    (d) =>
      property(d, {
        key: '/peripherals',
        operator: 'ContainsAll',
        itemSelector: {
          matchExpressions: [
            { key: '/type', operator: 'In', values: ['gpu', 'other'] },
            { key: '/model', operator: 'In', values: ['other'] },
          ],
        },
      }),
    [
      'AD-30 error eligibilityRules[0].propertySelector.matchExpressions[0].itemSelector.matchExpressions[0].values[1]: What other means here is not explained: the profile has no description.',
      'DC-08 warning eligibilityRules[0].propertySelector.matchExpressions[0].itemSelector.matchExpressions[0].values[1]: /type is never "other". It is gpu, display, camera, microphone or speaker.',
    ],
  ],
  [
    'another architecture in a rule',
    (d) => property(d, { key: '/cpus/0/architecture', operator: 'NotIn', values: ['other'] }),
    [
      'AD-30 error eligibilityRules[0].propertySelector.matchExpressions[0].values[0]: What other means here is not explained: the profile has no description.',
      'DC-08 warning eligibilityRules[0].propertySelector.matchExpressions[0].values[0]: /cpus/0/architecture is never "other". It is amd64, arm64 or arm.',
    ],
  ],
  ['a label that is other', (d) => label(d, { key: 'a/type', operator: 'In', values: ['other'] }), []],
  [
    'a pointer that is very long',
    (d) => property(d, { key: `/vendor${'/0'.repeat(200)}`, operator: 'Exists' }),
    [
      'DC-06 warning eligibilityRules[0].propertySelector.matchExpressions[0].key: Devices report nothing at "/vendor/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/…". Properties are id, vendor, modelNumber, serialNumber, cpus, memory, storage, peripherals, interfaces, otelCollector, supportedRuntimes, supportedDeploymentTypes.',
    ],
  ],
];

describe('what device constraints can be met by, and what other means', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const { issues: found } = safeParseApplicationDescription(changed(description(), (d) => void change(d), 'yaml'));
    const lines = said(found).map((line) => line.replaceAll('deploymentProfiles[0].deviceConstraints.', ''));
    expect(lines).toEqual(issues);
  });
});

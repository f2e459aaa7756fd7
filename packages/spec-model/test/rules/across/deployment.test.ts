import { describe, expect, it } from 'vitest';
import { type ApplicationDeployment, type ApplicationDescription, checkDeploymentAgainst } from '@margo-sdk/spec-model';
import { deployment, description, type Loose } from '../../documents.js';
import { said } from '../said.js';

/** A deployment of the Helm profile, as it is made from the description. */
const made = (): Loose => {
  const { deploymentProfiles, parameters } = description();
  const [poll] = parameters.poll.targets;
  return {
    ...deployment(),
    spec: {
      applicationId: 'com-example-app',
      deploymentProfile: { type: 'helm', components: deploymentProfiles[0].components },
      parameters: { poll: { value: 30, targets: [poll] }, site: parameters.site },
    },
  };
};

/** Gives a description many profiles with the same components; the deployment was made from the last. */
const alike = (description: Loose, count: number): void => {
  const [profile] = description.deploymentProfiles;
  const other = structuredClone(profile);
  other.components[0].properties.revision = '9.0.0';
  description.deploymentProfiles = [...Array.from({ length: count - 1 }, () => other), profile];
};

type Change = (deployment: Loose, description: Loose) => unknown;

const CASES: readonly (readonly [what: string, change: Change, issues: readonly string[]])[] = [
  ['that was made from it', () => {}, []],
  [
    'of another application',
    (d) => (d.spec.applicationId = 'com-example-other'),
    [
      'AX-03 error spec.applicationId: The deployment is of "com-example-other", but the description is of "com-example-app".',
    ],
  ],
  [
    'of a type that it does not have',
    (d) => (d.spec.deploymentProfile.type = 'custom'),
    ['AX-04 error spec.deploymentProfile.type: The description has no custom profile.'],
  ],
  [
    'of other components',
    (d) => (
      d.spec.deploymentProfile.components.pop(),
      d.spec.parameters.poll.targets[0].components.pop(),
      delete d.spec.parameters.site
    ),
    [
      'AX-04 error spec.deploymentProfile.components: No helm profile of the description has these components in this order.',
    ],
  ],
  [
    'of components in another order',
    (d) => d.spec.deploymentProfile.components.reverse(),
    [
      'AX-04 error spec.deploymentProfile.components: No helm profile of the description has these components in this order.',
    ],
  ],
  [
    'of another revision',
    (d) => (d.spec.deploymentProfile.components[0].properties.revision = '1.0.1'),
    [
      'AX-04 error spec.deploymentProfile.components[0].properties.revision: revision of database is "1.0.1", but the description has "1.0.0".',
    ],
  ],
  [
    'from another repository, without its timeout',
    (d) => (
      (d.spec.deploymentProfile.components[0].properties.repository = 'oci://r.example/other'),
      delete d.spec.deploymentProfile.components[0].properties.timeout
    ),
    [
      'AX-04 error spec.deploymentProfile.components[0].properties.repository: repository of database is "oci://r.example/other", but the description has "oci://r.example/db".',
      'AX-04 error spec.deploymentProfile.components[0].properties.timeout: timeout of database is missing, but the description has "1m30s".',
    ],
  ],
  [
    'that waits where nothing was said',
    (d) => (
      (d.spec.deploymentProfile.components[0].properties.wait = true),
      delete d.spec.deploymentProfile.components[1].properties.wait
    ),
    [],
  ],
  [
    'that does not wait',
    (d) => (d.spec.deploymentProfile.components[1].properties.wait = false),
    [
      'AX-04 error spec.deploymentProfile.components[1].properties.wait: wait of server is false, but the description has true.',
    ],
  ],
  [
    'with a timeout of its own',
    (d) => (d.spec.deploymentProfile.components[1].properties.timeout = '1m0s'),
    [
      'AX-04 error spec.deploymentProfile.components[1].properties.timeout: timeout of server is "1m0s", but the description has none.',
    ],
  ],
  [
    'with a target that no component is',
    (d) => (d.spec.parameters.site.targets[0].components = ['srv']),
    ['AX-05 error spec.parameters.site.targets[0].components[0]: The deployment has no component "srv".'],
  ],
  [
    'with a target of another profile',
    (d) => d.spec.parameters.site.targets[0].components.push('app-compose'),
    ['AX-05 warning spec.parameters.site.targets[0].components[1]: The deployment has no component "app-compose".'],
  ],
  [
    'with a parameter of its own',
    (d) => (d.spec.parameters['constructor'] = d.spec.parameters.site),
    ['AX-06 warning spec.parameters.constructor: The description has no parameter "constructor".'],
  ],
  [
    'without parameters',
    (d) => delete d.spec.parameters,
    [
      'AX-06 warning spec.parameters: The parameter poll is missing. Give it a value: its setting asks for one.',
      'AX-06 warning spec.parameters: The parameter site is missing. Give it a value: its setting asks for one.',
    ],
  ],
  [
    'without a parameter that may be empty',
    (d, a) => ((a.configuration.schema[1].allowEmpty = true), delete d.spec.parameters.site),
    [],
  ],
  [
    'without a parameter that has no setting',
    (d, a) => (a.configuration.sections[0].settings.pop(), delete d.spec.parameters.site),
    [],
  ],
  [
    'without a parameter of another profile',
    (d, a) => ((a.parameters.site.targets[0].components = ['app-compose']), delete d.spec.parameters.site),
    [],
  ],
  [
    'without a parameter of another profile and of its own',
    (d, a) => ((a.parameters.site.targets[0].components = ['cache', 'server']), delete d.spec.parameters.site),
    ['AX-06 warning spec.parameters: The parameter site is missing. Give it a value: its setting asks for one.'],
  ],
  [
    'without a parameter that is set but does not exist',
    (_, a) => (a.configuration.sections[0].settings[0].parameter = 'constructor'),
    [],
  ],
  [
    'of a description without configuration',
    (d, a) => (delete a.configuration, delete a.parameters, delete d.spec.parameters),
    [],
  ],
  [
    'with extensions of the profile',
    (d, a) => (
      (a.deploymentProfiles[0]['x-acme-extensions'] = { a: 1, b: [1, { c: null }] }),
      (d.spec.deploymentProfile['x-acme-extensions'] = { b: [1, { c: null }], a: 1 })
    ),
    [],
  ],
  [
    'without an extension of the profile',
    (_, a) => (a.deploymentProfiles[0]['x-acme-extensions'] = { a: 1 }),
    ['AX-07 error spec.deploymentProfile: The extensions of the profile differ from those in the description.'],
  ],
  [
    'with an extension that the profile does not have',
    (d) => (d.spec.deploymentProfile['x-acme-extensions'] = {}),
    ['AX-07 error spec.deploymentProfile: The extensions of the profile differ from those in the description.'],
  ],
  [
    'with a changed extension of a component',
    (d, a) => (
      (a.deploymentProfiles[0].components[1]['x-acme-extensions'] = { a: [1, 2] }),
      (d.spec.deploymentProfile.components[1]['x-acme-extensions'] = { a: [2, 1] })
    ),
    [
      'AX-07 error spec.deploymentProfile.components[1]: The extensions of server differ from those in the description.',
    ],
  ],
  [
    'with an extension that lost its list',
    (d, a) => (
      (a.deploymentProfiles[0].components[1]['x-acme-extensions'] = { a: [] }),
      (d.spec.deploymentProfile.components[1]['x-acme-extensions'] = { a: {} })
    ),
    [
      'AX-07 error spec.deploymentProfile.components[1]: The extensions of server differ from those in the description.',
    ],
  ],
  [
    'with an extension that gained a member',
    (d, a) => (
      (a.deploymentProfiles[0]['x-acme-extensions'] = { a: 1 }),
      (d.spec.deploymentProfile['x-acme-extensions'] = { a: 1, b: 2 })
    ),
    ['AX-07 error spec.deploymentProfile: The extensions of the profile differ from those in the description.'],
  ],
  [
    'with an extension whose member has another name',
    (d, a) => (
      (a.deploymentProfiles[0]['x-acme-extensions'] = { a: null }),
      (d.spec.deploymentProfile['x-acme-extensions'] = { b: null })
    ),
    ['AX-07 error spec.deploymentProfile: The extensions of the profile differ from those in the description.'],
  ],
  [
    'with an extension that is no longer empty',
    (d, a) => (
      (a.deploymentProfiles[0]['x-acme-extensions'] = { a: null }),
      (d.spec.deploymentProfile['x-acme-extensions'] = { a: {} })
    ),
    ['AX-07 error spec.deploymentProfile: The extensions of the profile differ from those in the description.'],
  ],
  [
    'with an extension that was emptied',
    (d, a) => (
      (a.deploymentProfiles[0]['x-acme-extensions'] = { a: {} }),
      (d.spec.deploymentProfile['x-acme-extensions'] = { a: null })
    ),
    ['AX-07 error spec.deploymentProfile: The extensions of the profile differ from those in the description.'],
  ],
  [
    'with an extension whose member is undefined',
    (d, a) => (
      (a.deploymentProfiles[0]['x-acme-extensions'] = { a: 1 }),
      (d.spec.deploymentProfile['x-acme-extensions'] = { a: 1, b: undefined })
    ),
    [],
  ],
  [
    'with other members that are no extensions',
    (_, a) => ((a.deploymentProfiles[0].components[0].note = 'x'), (a.deploymentProfiles[0].description = 'x')),
    [],
  ],
  [
    'with an extension that was for the fleet manager',
    (d, a) => (
      (a['x-acme-extensions'] = { a: 1 }),
      (d['x-acme-extensions'] = { a: 1 }),
      (d.spec['x-acme-extensions'] = { a: 1 })
    ),
    [
      'AX-07 error x-acme-extensions: x-acme-extensions stands at the root of the description and must stay there.',
      'AX-07 error spec.x-acme-extensions: x-acme-extensions stands at the root of the description and must stay there.',
    ],
  ],
  [
    'with an extension of the fleet manager',
    (d, a) => ((a['x-acme-extensions'] = { a: 1 }), (d.spec['x-acme-extensions'] = { a: 2 })),
    [],
  ],
  [
    'with the constraints of the profile',
    (d, a) => (
      (a.deploymentProfiles[0].deviceConstraints = { capacityRequirements: { memory: '1Gi' } }),
      (d.spec.deploymentProfile.deviceConstraints = { capacityRequirements: { memory: '1Gi' } })
    ),
    [],
  ],
  [
    'without the constraints of the profile',
    (_, a) => (a.deploymentProfiles[0].deviceConstraints = { capacityRequirements: { memory: '1Gi' } }),
    ['DC-09 error spec.deploymentProfile.deviceConstraints: The constraints of the profile are missing.'],
  ],
  [
    'with weaker constraints',
    (d, a) => (
      (a.deploymentProfiles[0].deviceConstraints = { capacityRequirements: { memory: '1Gi' } }),
      (d.spec.deploymentProfile.deviceConstraints = { capacityRequirements: { memory: '1Mi' } })
    ),
    ['DC-09 error spec.deploymentProfile.deviceConstraints: The constraints differ from those of the profile.'],
  ],
  [
    'with constraints of its own',
    (d) => (d.spec.deploymentProfile.deviceConstraints = {}),
    ['DC-09 error spec.deploymentProfile.deviceConstraints: The profile of the description has no constraints.'],
  ],
  [
    'of the second of two profiles that are alike',
    (_, a) => (
      a.deploymentProfiles.push({ ...structuredClone(a.deploymentProfiles[0]), id: 'second' }),
      (a.deploymentProfiles[0].components[0].properties.revision = '9.0.0'),
      (a.deploymentProfiles[0].deviceConstraints = {})
    ),
    [],
  ],
  [
    'as near to the first of two profiles as to the second',
    (_, a) => (
      a.deploymentProfiles.push({ ...structuredClone(a.deploymentProfiles[0]), id: 'second' }),
      (a.deploymentProfiles[0].components[0].properties.revision = '8.0.0'),
      (a.deploymentProfiles[2].components[0].properties.revision = '9.0.0')
    ),
    [
      'AX-04 error spec.deploymentProfile.components[0].properties.revision: revision of database is "1.0.0", but the description has "8.0.0".',
    ],
  ],
  ['of the twentieth of profiles that are alike', (_, a) => alike(a, 20), []],
  [
    'of the twenty-first of profiles that are alike, which is not looked at',
    (_, a) => alike(a, 21),
    [
      'AX-04 error spec.deploymentProfile.components[0].properties.revision: revision of database is "1.0.0", but the description has "9.0.0".',
    ],
  ],
  [
    'nearer to the first of two profiles',
    (_, a) => (
      a.deploymentProfiles.push({ ...structuredClone(a.deploymentProfiles[0]), id: 'second' }),
      (a.deploymentProfiles[2].components[0].properties.revision = '9.0.0'),
      (a.deploymentProfiles[2].deviceConstraints = {}),
      (a.deploymentProfiles[0].deviceConstraints = { eligibilityRules: [] })
    ),
    ['DC-09 error spec.deploymentProfile.deviceConstraints: The constraints of the profile are missing.'],
  ],
];

describe('a deployment beside its description', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const [deployed, described] = [made(), description()];
    change(deployed, described);
    expect(
      said(checkDeploymentAgainst(deployed as ApplicationDeployment, described as ApplicationDescription)),
    ).toEqual(issues);
  });
});

import { describe, expect, it } from 'vitest';
import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { changed, description, type Loose } from '../documents.js';
import { said } from '../rules/said.js';

const CASES: readonly (readonly [what: string, change: (d: Loose) => unknown, issues: readonly string[]])[] = [
  [
    'a component that does not exist',
    (d) => (d.parameters.site.targets[0].components = ['srv']),
    [
      'PM-03 error parameters.site.targets[0].components[0]: No component is called "srv". Components are: database, server and app-compose.',
    ],
  ],
  [
    'a profile in place of a component',
    (d) => (d.parameters.site.targets[0].components = ['app-helm']),
    [
      'PM-03 error parameters.site.targets[0].components[0]: No component is called "app-helm". This is the id of a profile; name the components of the profile instead.',
    ],
  ],
  [
    'one component that does not exist beside one that does',
    (d) => d.parameters.site.targets[0].components.unshift('srv'),
    [
      'PM-03 error parameters.site.targets[0].components[0]: No component is called "srv". Components are: database, server and app-compose.',
    ],
  ],
  [
    'components of two types',
    (d) => d.parameters.site.targets[0].components.push('app-compose'),
    ['PM-07 error parameters.site.targets[0]: The target of site lists components of different profile types.'],
  ],
  [
    'a component of two types',
    (d) => (
      (d.deploymentProfiles[1].components[0].name = 'server'),
      (d.parameters.poll.targets[1].components = ['server']),
      (d.parameters.site.targets[0].pointer = 'a.b')
    ),
    [
      'AD-19 warning deploymentProfiles[1].components[0].name: A component of a helm profile is called server too. Give the components different names, for example by ending one with -compose.',
    ],
  ],
  [
    'a component of two types beside one of one',
    (d) => (
      (d.deploymentProfiles[1].components[0].name = 'server'),
      (d.parameters.poll.targets[1].components = ['server'])
    ),
    [
      'AD-19 warning deploymentProfiles[1].components[0].name: A component of a helm profile is called server too. Give the components different names, for example by ending one with -compose.',
    ],
  ],
  [
    'a bad pointer for a component of two types',
    (d) => (
      (d.deploymentProfiles[1].components[0].name = 'server'),
      (d.parameters.poll.targets[1].components = ['server']),
      (d.parameters.site.targets[0].pointer = 'a..b')
    ),
    [
      'AD-19 warning deploymentProfiles[1].components[0].name: A component of a helm profile is called server too. Give the components different names, for example by ending one with -compose.',
      'PM-05 error parameters.site.targets[0].pointer: "a..b" is no path into Helm values.',
    ],
  ],
  [
    'an empty part',
    (d) => (d.parameters.site.targets[0].pointer = 'a..b'),
    ['PM-05 error parameters.site.targets[0].pointer: "a..b" is no path into Helm values.'],
  ],
  ['escapes and indexes', (d) => (d.parameters.site.targets[0].pointer = 'a\\.b[0].c'), []],
  [
    'a variable with a dash',
    (d) => (d.parameters.poll.targets[1].pointer = 'POLL-TIME'),
    ['PM-06 error parameters.poll.targets[1].pointer: "POLL-TIME" is not the name of an environment variable.'],
  ],
  [
    'the prefix ENV',
    (d) => (d.parameters.poll.targets[1].pointer = 'ENV.POLL'),
    [
      'PM-06 error parameters.poll.targets[1].pointer: "ENV.POLL" is not the name of an environment variable. The ENV. prefix is gone: write POLL.',
    ],
  ],
  [
    'the prefix ENV before no variable',
    (d) => (d.parameters.poll.targets[1].pointer = 'ENV.POLL-TIME'),
    ['PM-06 error parameters.poll.targets[1].pointer: "ENV.POLL-TIME" is not the name of an environment variable.'],
  ],
  [
    'the prefix PORTS',
    (d) => (d.parameters.poll.targets[1].pointer = 'PORTS.80'),
    [
      'PM-06 error parameters.poll.targets[1].pointer: "PORTS.80" is not the name of an environment variable. Let compose.yaml publish the port by a variable, and name that variable here.',
    ],
  ],
  [
    'a variable that begins like a prefix',
    (d) => (d.parameters.poll.targets[1].pointer = 'XENV.POLL'),
    ['PM-06 error parameters.poll.targets[1].pointer: "XENV.POLL" is not the name of an environment variable.'],
  ],
  [
    'any pointer into a custom component',
    (d) => (
      (d.deploymentProfiles[1].type = 'custom'),
      (d.deploymentProfiles[1].deviceConstraints = {
        eligibilityRules: [{ labelSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }],
      }),
      (d.parameters.poll.targets[1].pointer = 'any thing')
    ),
    ['AD-27 info deploymentProfiles: There is no Compose profile: devices of that kind are left out.'],
  ],
];

describe('targets of parameters', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const { issues: found } = safeParseApplicationDescription(changed(description(), (d) => void change(d), 'yaml'));
    expect(said(found)).toEqual(issues);
  });
});

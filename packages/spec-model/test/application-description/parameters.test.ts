import { describe, expect, it } from 'vitest';
import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { changed, description, type Loose } from '../documents.js';
import { said } from '../rules/said.js';

const CASES: readonly (readonly [what: string, change: (d: Loose) => unknown, issues: readonly string[]])[] = [
  [
    'two that write one place',
    (d) => (d.parameters.site.targets[0].pointer = 'settings.poll'),
    ['PM-08 warning parameters.site.targets[0].pointer: Parameter poll also writes "settings.poll" of server.'],
  ],
  [
    'one that writes above another',
    (d) => (d.parameters.site.targets[0].pointer = 'settings'),
    ['PM-08 warning parameters.site.targets[0].pointer: Parameter poll writes a place below "settings" of server.'],
  ],
  [
    'one that writes below another',
    (d) => (d.parameters.site.targets[0].pointer = 'settings.poll.every'),
    [
      'PM-08 warning parameters.site.targets[0].pointer: Parameter poll writes a place above "settings.poll.every" of server.',
    ],
  ],
  [
    'one that writes deep below another',
    (d) => (d.parameters.site.targets[0].pointer = 'settings.poll.every[0].second'),
    [
      'PM-08 warning parameters.site.targets[0].pointer: Parameter poll writes a place above "settings.poll.every[0].second" of server.',
    ],
  ],
  ['one that writes one place twice', (d) => d.parameters.site.targets.push(d.parameters.site.targets[0]), []],
  [
    'one that writes through itself',
    (d) => d.parameters.site.targets.push({ pointer: 'site.name', components: ['server'] }),
    ['PM-08 warning parameters.site.targets[1].pointer: Parameter site writes a place above "site.name" of server.'],
  ],
  [
    'two that write no place at all',
    (d) => (
      (d.parameters.poll.targets[0].pointer = 'a..b'),
      d.parameters.poll.targets[0].components.shift(),
      (d.parameters.site.targets[0].pointer = 'c..d')
    ),
    [
      'PM-05 error parameters.poll.targets[0].pointer: "a..b" is no path into Helm values.',
      'PM-05 error parameters.site.targets[0].pointer: "c..d" is no path into Helm values.',
    ],
  ],
  ['names that only begin alike', (d) => (d.parameters.site.targets[0].pointer = 'settings.pollution'), []],
  [
    'the same place spelled differently',
    (d) => (d.parameters.site.targets[0].pointer = 'settings.p\\oll'),
    ['PM-08 warning parameters.site.targets[0].pointer: Parameter poll also writes "settings.p\\\\oll" of server.'],
  ],
  ['an element and a key of the same name', (d) => (d.parameters.site.targets[0].pointer = 'settings[0]'), []],
  ['the same component named twice', (d) => (d.parameters.site.targets[0].components = ['server', 'server']), []],
  [
    'two that write one variable',
    (d) => d.parameters.site.targets.push({ pointer: 'POLL', components: ['app-compose'] }),
    ['PM-08 warning parameters.site.targets[1].pointer: Parameter poll also writes "POLL" of app-compose.'],
  ],
  [
    'variables are no paths',
    (d) => (
      (d.parameters.poll.targets[1].pointer = 'A.B'),
      d.parameters.site.targets.push({ pointer: 'A', components: ['app-compose'] })
    ),
    ['PM-06 error parameters.poll.targets[1].pointer: "A.B" is not the name of an environment variable.'],
  ],
  [
    'what no parameter reaches',
    (d) => d.parameters.poll.targets.pop(),
    [
      'PM-09 warning deploymentProfiles[1].components: No parameter reaches a component of app-compose, although parameters reach profiles of another type.',
    ],
  ],
  [
    'what no parameter reaches, the other way round',
    (d) => (
      d.parameters.poll.targets.shift(),
      delete d.parameters.site,
      d.configuration.sections[0].settings.pop(),
      d.configuration.schema.pop()
    ),
    [
      'PM-09 warning deploymentProfiles[0].components: No parameter reaches a component of app-helm, although parameters reach profiles of another type.',
    ],
  ],
  ['a profile of which parameters reach only one component', (d) => d.parameters.poll.targets[0].components.pop(), []],
  ['what nothing reaches at all', (d) => (delete d.parameters, delete d.configuration), []],
  [
    'a second profile of one type that no parameter reaches',
    (d) => ((d.deploymentProfiles[1].type = 'helm'), d.parameters.poll.targets.pop()),
    ['AD-27 info deploymentProfiles: There is no Compose profile: devices of that kind are left out.'],
  ],
  [
    'a list',
    (d) => ((d.parameters.site.value = ['a']), (d.configuration.schema[1].dataType = 'array[string]')),
    [
      'PM-04 warning parameters.site.value: The default of site is a list. Readers that follow the data model to the letter refuse lists; a Compose component gets the entries joined with commas.',
    ],
  ],
  [
    'what looks like a secret',
    (d) => {
      for (const name of [
        'adminPassword',
        'client_secret',
        'ApiToken',
        'licence-key',
        'sshKey',
        'KEY',
        'keys',
        'passphrase',
        'credential',
        'apikey1',
      ]) {
        d.parameters[name] = { value: 'x', targets: [{ pointer: name, components: ['server'] }] };
      }
      delete d.configuration;
    },
    [
      'PM-10 warning parameters.adminPassword.value: The default of adminPassword looks like a secret.',
      'PM-10 warning parameters.client_secret.value: The default of client_secret looks like a secret.',
      'PM-10 warning parameters.ApiToken.value: The default of ApiToken looks like a secret.',
      'PM-10 warning parameters.licence-key.value: The default of licence-key looks like a secret.',
      'PM-10 warning parameters.sshKey.value: The default of sshKey looks like a secret.',
      'PM-10 warning parameters.KEY.value: The default of KEY looks like a secret.',
      'PM-10 warning parameters.keys.value: The default of keys looks like a secret.',
      'PM-10 warning parameters.passphrase.value: The default of passphrase looks like a secret.',
      'PM-10 warning parameters.credential.value: The default of credential looks like a secret.',
      'PM-10 warning parameters.apikey1.value: The default of apikey1 looks like a secret.',
    ],
  ],
  [
    'what does not look like a secret',
    (d) => {
      for (const name of ['keyboard', 'monkey', 'turkeys', 'keyFile']) {
        d.parameters[name] = { value: 'x', targets: [{ pointer: name, components: ['server'] }] };
      }
      d.parameters.token = { value: '', targets: [{ pointer: 'token', components: ['server'] }] };
      d.parameters.tokens = { value: 3, targets: [{ pointer: 'tokens', components: ['server'] }] };
      d.parameters.secret = { targets: [{ pointer: 'secret', components: ['server'] }] };
      delete d.configuration;
    },
    [],
  ],
];

describe('parameters of a description', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const { issues: found } = safeParseApplicationDescription(changed(description(), (d) => void change(d), 'yaml'));
    expect(said(found)).toEqual(issues);
  });
});

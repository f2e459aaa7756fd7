import { describe, expect, it } from 'vitest';
import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { changed, description, type Loose } from '../documents.js';
import { said } from '../rules/said.js';

const profile = (d: Loose): Loose => d.deploymentProfiles[0];

const CASES: readonly (readonly [what: string, change: (d: Loose) => unknown, issues: readonly string[]])[] = [
  [
    'the same id twice',
    (d) => (d.deploymentProfiles[1].id = 'app-helm'),
    ['AD-14 error deploymentProfiles[1].id: Another profile has the id app-helm already.'],
  ],
  [
    'the same component twice',
    (d) => (
      (profile(d).components[1].name = 'database'),
      d.parameters.poll.targets[0].components.pop(),
      (d.parameters.site.targets[0].components = ['database'])
    ),
    ['AD-18 error deploymentProfiles[0].components[1].name: Another component of the profile is called database.'],
  ],
  [
    'the same name in two types',
    (d) => (
      (d.deploymentProfiles[1].components[0].name = 'server'),
      (d.parameters.poll.targets[1].components = ['server'])
    ),
    [
      'AD-19 warning deploymentProfiles[1].components[0].name: A component of a helm profile is called server too. Give the components different names, for example by ending one with -compose.',
    ],
  ],
  ['the same name in two profiles of one type', (d) => d.deploymentProfiles.push({ ...profile(d), id: 'second' }), []],
  [
    'addresses of packages',
    (d) =>
      Object.assign(profile(d).components[0].properties, {
        packageLocation: 'https://r.example/a.tgz',
        keyLocation: 'https://r.example/a.asc',
      }),
    [
      'AD-21 error deploymentProfiles[0].components[0].properties.packageLocation: packageLocation is no longer used.',
      'AD-21 error deploymentProfiles[0].components[0].properties.keyLocation: keyLocation is no longer used.',
    ],
  ],
  [
    'no time',
    (d) => (profile(d).components[0].properties.timeout = '00m0s'),
    [
      'AD-23 warning deploymentProfiles[0].components[0].properties.timeout: The timeout is zero, so every installation fails.',
    ],
  ],
  ['some time', (d) => (profile(d).components[0].properties.timeout = '0m1s'), []],
  [
    'old properties beside a broken profile',
    (d) => (
      (profile(d).components[0].properties.packageLocation = 'x'),
      delete d.deploymentProfiles[1].components,
      d.deploymentProfiles.push(null)
    ),
    [
      'AD-21 error deploymentProfiles[0].components[0].properties.packageLocation: packageLocation is no longer used.',
      'AD-16 error deploymentProfiles[1].components: deploymentProfiles[1].components is missing.',
      'AD-00 error deploymentProfiles[2]: deploymentProfiles[2] must be a mapping, but it is empty.',
    ],
  ],
  [
    'a list of profiles that is none',
    (d) => (d.deploymentProfiles = 'none'),
    ['AD-13 error deploymentProfiles: deploymentProfiles must be a list, but it is "none".'],
  ],
  [
    'properties that are none',
    (d) => ((profile(d).components[0].properties = 'none'), (profile(d).components[1] = null)),
    [
      'AD-00 error deploymentProfiles[0].components[0].properties: deploymentProfiles[0].components[0].properties must be a mapping, but it is "none".',
      'AD-00 error deploymentProfiles[0].components[1]: deploymentProfiles[0].components[1] must be a mapping, but it is empty.',
    ],
  ],
  [
    'wait at the only component',
    (d) => (d.deploymentProfiles[1].components[0].properties.wait = false),
    [
      'AD-25 warning deploymentProfiles[1].components[0].properties.wait: wait has no effect, because there is no next component. Remove the line.',
    ],
  ],
  [
    'wait and timeout at the only component',
    (d) => Object.assign(d.deploymentProfiles[1].components[0].properties, { wait: true, timeout: '1m0s' }),
    [
      'AD-25 warning deploymentProfiles[1].components[0].properties.wait: wait has no effect, because there is no next component; the timeout holds all the same. Remove the line.',
    ],
  ],
  ['wait at the first of two components', (d) => (profile(d).components[0].properties.wait = true), []],
  ['timeout at the only component', (d) => (d.deploymentProfiles[1].components[0].properties.timeout = '1m0s'), []],
  [
    'Helm only',
    (d) => (d.deploymentProfiles.pop(), d.parameters.poll.targets.pop()),
    ['AD-27 info deploymentProfiles: There is no Compose profile: devices of that kind are left out.'],
  ],
  [
    'Compose only',
    (d) => (
      d.deploymentProfiles.shift(),
      d.parameters.poll.targets.shift(),
      delete d.parameters.site,
      d.configuration.sections[0].settings.pop(),
      d.configuration.schema.pop()
    ),
    ['AD-27 info deploymentProfiles: There is no Helm profile: devices of that kind are left out.'],
  ],
  [
    'required resources of older revisions',
    (d) => (profile(d).requiredResources = { memory: '1Gi' }),
    ['AD-29 warning deploymentProfiles[0].requiredResources: requiredResources is no longer read.'],
  ],
  [
    'a digest',
    (d) => (profile(d).components[0].properties.repository = `oci://r.example/db@sha256:${'a'.repeat(64)}`),
    [
      'AD-20 error deploymentProfiles[0].components[0].properties.repository: "oci://r.example/db@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" has a digest, but a repository has none. Remove the @ and what follows; revision tells the version.',
    ],
  ],
  [
    'a tag',
    (d) => (profile(d).components[0].properties.repository = 'oci://r.example/db:1.0'),
    [
      'AD-20 error deploymentProfiles[0].components[0].properties.repository: "oci://r.example/db:1.0" has a tag, but a repository has none. Remove the : and what follows, and write the version into revision.',
    ],
  ],
  [
    'a port and a nested name',
    (d) => (profile(d).components[0].properties.repository = 'oci://localhost:5000/charts/my_db/a.b--c'),
    [],
  ],
  ['an IPv6 registry', (d) => (profile(d).components[0].properties.repository = 'oci://[::1]:5000/db'), []],
  [
    'no name',
    (d) => (profile(d).components[0].properties.repository = 'oci://r.example'),
    [
      'AD-20 error deploymentProfiles[0].components[0].properties.repository: "oci://r.example" is not the address of an OCI repository. Write oci://, the registry, and a name in lower case, for example oci://registry.example.com/charts/my-chart.',
    ],
  ],
  [
    'an empty name',
    (d) => (profile(d).components[0].properties.repository = 'oci://r.example/'),
    [
      'AD-20 error deploymentProfiles[0].components[0].properties.repository: "oci://r.example/" is not the address of an OCI repository. Write oci://, the registry, and a name in lower case, for example oci://registry.example.com/charts/my-chart.',
    ],
  ],
  [
    'no registry',
    (d) => (profile(d).components[0].properties.repository = 'oci:///db'),
    [
      'AD-20 error deploymentProfiles[0].components[0].properties.repository: "oci:///db" is not the address of an OCI repository. Write oci://, the registry, and a name in lower case, for example oci://registry.example.com/charts/my-chart.',
    ],
  ],
  [
    'a port that is none',
    (d) => (profile(d).components[0].properties.repository = 'oci://r.example:port/db'),
    [
      'AD-20 error deploymentProfiles[0].components[0].properties.repository: "oci://r.example:port/db" is not the address of an OCI repository. Write oci://, the registry, and a name in lower case, for example oci://registry.example.com/charts/my-chart.',
    ],
  ],
  [
    'upper case',
    (d) => (profile(d).components[0].properties.repository = 'oci://r.example/Charts/db'),
    [
      'AD-20 error deploymentProfiles[0].components[0].properties.repository: "oci://r.example/Charts/db" is not the address of an OCI repository. Write oci://, the registry, and a name in lower case, for example oci://registry.example.com/charts/my-chart.',
    ],
  ],
  [
    'odd separators',
    (d) => (
      (profile(d).components[0].properties.repository = 'oci://r.example/db_'),
      (profile(d).components[1].properties.repository = 'oci://r.example/-srv')
    ),
    [
      'AD-20 error deploymentProfiles[0].components[0].properties.repository: "oci://r.example/db_" is not the address of an OCI repository. Write oci://, the registry, and a name in lower case, for example oci://registry.example.com/charts/my-chart.',
      'AD-20 error deploymentProfiles[0].components[1].properties.repository: "oci://r.example/-srv" is not the address of an OCI repository. Write oci://, the registry, and a name in lower case, for example oci://registry.example.com/charts/my-chart.',
    ],
  ],
  [
    'an architecture that is called other',
    (d) => (profile(d).deviceConstraints = { capacityRequirements: { cpu: { cores: 1, architectures: ['other'] } } }),
    [
      'AD-30 error deploymentProfiles[0].deviceConstraints.capacityRequirements.cpu.architectures[0]: What other means here is not explained: the profile has no description.',
    ],
  ],
  ['no processor asked for', (d) => (profile(d).deviceConstraints = { capacityRequirements: { memory: '1Gi' } }), []],
  [
    'a list of repositories',
    (d) => (profile(d).components[0].properties.repository = ['oci://r.example/db:1.0']),
    [
      'AD-20 error deploymentProfiles[0].components[0].properties.repository: deploymentProfiles[0].components[0].properties.repository must be a string, but it is a list. Write the OCI repository, for example oci://registry.example.com/charts/my-chart.',
    ],
  ],
  [
    'a revision that is a number',
    (d) => (profile(d).components[0].properties.revision = 1.5),
    [
      'AD-20 error deploymentProfiles[0].components[0].properties.revision: deploymentProfiles[0].components[0].properties.revision must be a string, but it is the number 1.5. Put it in quotes: "1.5".',
    ],
  ],
];

describe('deployment profiles of a description', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const { issues: found } = safeParseApplicationDescription(changed(description(), (d) => void change(d), 'yaml'));
    expect(said(found)).toEqual(issues);
  });
});

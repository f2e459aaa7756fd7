import { checkDocument, documentKind, type Issue, RULES, safeReadDocument } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { changed, type Loose } from '../documents.js';
import { OLD_REVISIONS, oldDescription, type OldRevision } from './documents.js';

type Change = (document: Loose) => void;

const issuesOf = (revision: OldRevision, change: Change = () => {}): readonly Issue[] =>
  checkDocument(changed(oldDescription(revision), change, 'yaml'), { kind: 'ApplicationDescription', revision }).result
    .issues;

const helm = (d: Loose): Loose => d.deploymentProfiles[0].components[0].properties;
const compose = (d: Loose): Loose => d.deploymentProfiles[1].components[0].properties;
const HELM = 'deploymentProfiles/0/components/0/properties';
const COMPOSE = 'deploymentProfiles/1/components/0/properties';
const ALL = OLD_REVISIONS;
const [V0, V3, V4, V5] = ALL as [OldRevision, OldRevision, OldRevision, OldRevision];

type Row = readonly [
  revisions: readonly OldRevision[],
  what: string,
  change: Change,
  said: readonly [rule: string, severity: Issue['severity'], path: string, message: string],
];

const ROWS: readonly Row[] = [
  [ALL, 'no apiVersion', (d) => delete d.apiVersion, ['AD-03', 'error', 'apiVersion', 'apiVersion is missing.']],
  [
    ALL,
    'another apiVersion',
    (d) => (d.apiVersion = 'margo.org/v2'),
    ['AD-03', 'warning', 'apiVersion', 'apiVersion is "margo.org/v2", not "margo.org/v1-alpha1".'],
  ],
  [ALL, 'no kind', (d) => delete d.kind, ['AD-04', 'error', 'kind', 'kind is missing.']],
  [
    [V3, V4, V5],
    'the kind of October 2024',
    (d) => (d.kind = 'application'),
    ['AD-04', 'error', 'kind', 'kind must be ApplicationDescription, but it is "application".'],
  ],
  [
    [V0],
    'another kind',
    (d) => (d.kind = 'App'),
    ['AD-04', 'error', 'kind', 'kind must be application or ApplicationDescription, but it is "App".'],
  ],
  [[V0, V3], 'no id', (d) => delete d.metadata.id, ['AD-06', 'error', 'metadata/id', 'metadata.id is missing.']],
  [[V4, V5], 'no id', (d) => delete d.id, ['AD-06', 'error', 'id', 'id is missing.']],
  [
    [V0, V3],
    'an id that ends with a dash',
    (d) => (d.metadata.id = 'app-'),
    ['AD-07', 'warning', 'metadata/id', 'id starts or ends with a dash.'],
  ],
  [
    [V4, V5],
    'an id that ends with a dash',
    (d) => (d.id = 'app-'),
    ['AD-07', 'warning', 'id', 'id starts or ends with a dash.'],
  ],
  [
    ALL,
    'a version that is a number',
    (d) => (d.metadata.version = 1.5),
    ['AD-08', 'error', 'metadata/version', 'metadata.version must be a string, but it is the number 1.5.'],
  ],
  [
    [V3, V4, V5],
    'no id of a profile',
    (d) => delete d.deploymentProfiles[0].id,
    ['AD-14', 'error', 'deploymentProfiles/0/id', 'deploymentProfiles[0].id is missing.'],
  ],
  [
    [V3, V4, V5],
    'two profiles of one id',
    (d) => (d.deploymentProfiles[1].id = 'app-helm'),
    ['AD-14', 'error', 'deploymentProfiles/1/id', 'Another profile has the id app-helm already.'],
  ],
  [
    [V4, V5],
    'the type of before',
    (d) => (d.deploymentProfiles[0].type = 'helm.v3'),
    [
      'AD-15',
      'error',
      'deploymentProfiles/0/type',
      'deploymentProfiles[0].type must be helm or compose, but it is "helm.v3".',
    ],
  ],
  [
    [V3],
    'a type of October 2024',
    (d) => (d.deploymentProfiles[1].type = 'docker-compose'),
    [
      'AD-15',
      'error',
      'deploymentProfiles/1/type',
      'deploymentProfiles[1].type must be helm.v3, helm or compose, but it is "docker-compose".',
    ],
  ],
  [
    [V0],
    'no components',
    (d) => (d.deploymentProfiles[1].components = []),
    ['AD-16', 'warning', 'deploymentProfiles/1/components', 'Profile 2 lists no components.'],
  ],
  [
    [V0],
    'components not mentioned',
    (d) => delete d.deploymentProfiles[0].components,
    ['AD-16', 'warning', 'deploymentProfiles/0/components', 'Profile 1 lists no components.'],
  ],
  [
    [V3, V4, V5],
    'no components',
    (d) => (d.deploymentProfiles[1].components = []),
    ['AD-16', 'error', 'deploymentProfiles/1/components', 'deploymentProfiles[1].components must not be empty.'],
  ],
  [
    ALL,
    'two components of one name',
    (d) => d.deploymentProfiles[0].components.push(d.deploymentProfiles[0].components[0]),
    ['AD-18', 'error', 'deploymentProfiles/0/components/1/name', 'Another component of the profile is called server.'],
  ],
  [
    [V5],
    'a repository that is not of OCI',
    (d) => (helm(d).repository = 'https://r.example/charts'),
    [
      'AD-20',
      'error',
      `${HELM}/repository`,
      'deploymentProfiles[0].components[0].properties.repository has the wrong form: "https://r.example/charts".',
    ],
  ],
  [
    [V5],
    'a repository with a tag',
    (d) => (helm(d).repository = 'oci://r.example/charts/db:1.0'),
    ['AD-20', 'error', `${HELM}/repository`, '"oci://r.example/charts/db:1.0" has a tag, but a repository has none.'],
  ],
  [
    [V5],
    'no repository',
    (d) => delete compose(d).repository,
    ['AD-20', 'error', COMPOSE, 'The component app-compose has no repository.'],
  ],
  [
    [V5],
    'no revision',
    (d) => delete helm(d).revision,
    ['AD-20', 'error', HELM, 'The component server has no revision.'],
  ],
  [
    [V5],
    'a package',
    (d) => (d.deploymentProfiles[1].components[0].properties = { packageLocation: 'https://r.example/app.tgz' }),
    [
      'AD-21',
      'warning',
      `${COMPOSE}/packageLocation`,
      'packageLocation was given up between 1.0.0-rc.2 and 1.0.0-rc.3.',
    ],
  ],
  [
    [V5],
    'a key',
    (d) => (compose(d).keyLocation = 'https://r.example/key'),
    ['AD-21', 'warning', `${COMPOSE}/keyLocation`, 'keyLocation was given up between 1.0.0-rc.2 and 1.0.0-rc.3.'],
  ],
  [
    [V0, V3, V4],
    'no repository',
    (d) => delete helm(d).repository,
    ['AD-22', 'error', HELM, 'The Helm component server has no repository.'],
  ],
  [
    [V0, V3, V4],
    'no revision',
    (d) => delete helm(d).revision,
    ['AD-22', 'warning', HELM, 'The Helm component server has no revision.'],
  ],
  [
    [V0, V3, V4],
    'no package',
    (d) => delete compose(d).packageLocation,
    ['AD-22', 'error', COMPOSE, 'The Compose component app-compose has no packageLocation.'],
  ],
  [
    [V0, V3, V4],
    'a package without a scheme',
    (d) => (compose(d).packageLocation = 'app.tar.gz'),
    [
      'AD-22',
      'error',
      `${COMPOSE}/packageLocation`,
      'deploymentProfiles[1].components[0].properties.packageLocation has the wrong form: "app.tar.gz".',
    ],
  ],
  [
    [V0, V3, V4],
    'a timeout of one part',
    (d) => (helm(d).timeout = '5m'),
    ['AD-23', 'warning', `${HELM}/timeout`, 'The timeout "5m" is not written as minutes and seconds.'],
  ],
  [
    [V5],
    'a timeout of one part',
    (d) => (helm(d).timeout = '5m'),
    ['AD-23', 'error', `${HELM}/timeout`, 'The timeout "5m" is not written as minutes and seconds.'],
  ],
  [
    ALL,
    'a timeout of zero',
    (d) => (helm(d).timeout = '00m0s'),
    ['AD-23', 'warning', `${HELM}/timeout`, 'The timeout is zero, so every installation fails.'],
  ],
  [
    ALL,
    'a wait in quotes',
    (d) => (helm(d).wait = 'true'),
    [
      'AD-24',
      'error',
      `${HELM}/wait`,
      'deploymentProfiles[0].components[0].properties.wait must be true or false, but it is "true".',
    ],
  ],
  [
    [V0, V3, V4],
    'no key',
    (d) => delete compose(d).keyLocation,
    [
      'AD-26',
      'warning',
      COMPOSE,
      'Nobody can tell whether the package of app-compose is genuine: it has no keyLocation.',
    ],
  ],
  [
    [V3, V4, V5],
    'memory without a unit',
    (d) => (d.deploymentProfiles[0].requiredResources.memory = '1024'),
    [
      'AD-28',
      'error',
      'deploymentProfiles/0/requiredResources/memory',
      'deploymentProfiles[0].requiredResources.memory has the wrong form: "1024".',
    ],
  ],
  [
    [V3, V4, V5],
    'no cores at all',
    (d) => (d.deploymentProfiles[0].requiredResources.cpu.cores = 0),
    [
      'AD-28',
      'error',
      'deploymentProfiles/0/requiredResources/cpu/cores',
      'deploymentProfiles[0].requiredResources.cpu.cores must be more than 0.',
    ],
  ],
  [
    [V4, V5],
    'an architecture of PR1',
    (d) => (d.deploymentProfiles[0].requiredResources.cpu.architectures = ['x86_64']),
    [
      'AD-28',
      'error',
      'deploymentProfiles/0/requiredResources/cpu/architectures/0',
      'deploymentProfiles[0].requiredResources.cpu.architectures[0] must be amd64, arm64, arm, riscv64 or other, but it is "x86_64".',
    ],
  ],
  ...(
    [
      ['architecture', (r: Loose) => (r.cpu.architectures = ['other'])],
      ['peripheral', (r: Loose) => (r.peripherals = [{ type: 'other' }])],
      ['interface', (r: Loose) => (r.interfaces = [{ type: 'usb' }, { type: 'other' }])],
    ] as const
  ).map(([what, change]): Row => [
    [V3, V4, V5],
    `an ${what} that nobody explains`,
    (d) => change(d.deploymentProfiles[0].requiredResources),
    ['AD-30', 'error', 'deploymentProfiles/0/requiredResources', 'It is not explained what other stands for.'],
  ]),
  [
    ALL,
    'an unknown member',
    (d) => (d.metadata.licence = 'MIT'),
    ['AD-31', 'warning', 'metadata/licence', 'The specification does not define licence here.'],
  ],
  [
    [V0, V3],
    'an extension, which there were none of',
    (d) => (d['x-example-extensions'] = { a: 1 }),
    ['AD-31', 'warning', 'x-example-extensions', 'The specification does not define x-example-extensions here.'],
  ],
  [
    [V4, V5],
    'an extension that is no mapping',
    (d) => (d['x-example-extensions'] = 1),
    ['EX-01', 'error', 'x-example-extensions', 'x-example-extensions must be a mapping.'],
  ],
  [
    ALL,
    'a list of parameters',
    (d) => (d.parameters = []),
    ['PM-01', 'error', 'parameters', 'parameters must be a mapping, but it is a list.'],
  ],
  [
    ALL,
    'a target that is no component',
    (d) => (d.parameters.poll.targets[0].components = ['database']),
    ['PM-03', 'error', 'parameters/poll/targets/0/components/0', expect.stringContaining('database') as string],
  ],
  [
    ALL,
    'a pointer that never was one',
    (d) => (d.parameters.poll.targets[1].pointer = 'POLL-TIME'),
    ['PM-06', 'error', 'parameters/poll/targets/1/pointer', '"POLL-TIME" is not the name of an environment variable.'],
  ],
  [
    ALL,
    'a pointer with the prefix that examples had',
    (d) => (d.parameters.poll.targets[1].pointer = 'ENV.POLL'),
    ['PM-06', 'warning', 'parameters/poll/targets/1/pointer', '"ENV.POLL" is not the name of an environment variable.'],
  ],
  [
    ALL,
    'a default that its schema forbids',
    (d) => (d.parameters.poll.value = 61),
    ['CF-11', 'warning', 'parameters/poll/value', expect.stringContaining('60') as string],
  ],
];

describe('a description of an older revision', () => {
  it.each(ALL)('of %s passes without a word', (revision) => {
    expect(issuesOf(revision)).toEqual([]);
  });

  it.each(ROWS.flatMap(([revisions, ...row]) => revisions.map((revision) => [revision, ...row] as const)))(
    'of %s with %s is told so',
    (revision, _, change, [rule, severity, path, message]) => {
      const issues = issuesOf(revision, change);
      expect(issues.map((issue) => ({ ...issue, path: issue.path.join('/') }))).toContainEqual(
        expect.objectContaining({ rule, severity, path, message }),
      );
      for (const issue of issues) {
        expect(RULES[issue.rule as keyof typeof RULES].revisions, issue.rule).toContain(revision);
      }
    },
  );

  it('says once what is wrong', () => {
    expect(issuesOf('pr1', (d) => (helm(d).timeout = '0m0s')).map(({ rule }) => rule)).toEqual(['AD-23']);
    expect(issuesOf('rc2-mtls', (d) => (compose(d).keyLocation = 'https://k')).map(({ rule }) => rule)).toEqual([
      'AD-21',
    ]);
  });

  it.each(['10m0s', '0m10s', '00m00s', '0m00s', '1m5s7', 'x1m5s'])(
    'tells a timeout of %s from one of zero',
    (timeout) => {
      const rules = issuesOf('pr1', (d) => (helm(d).timeout = timeout)).map(({ message }) => message.slice(0, 23));
      const said = { '00m00s': 'The timeout is zero, so', '0m00s': 'The timeout is zero, so' }[timeout];
      const odd = /^\d+m\d+s$/.test(timeout) ? [] : [`The timeout "${timeout}" is not written`.slice(0, 23)];
      expect(rules).toEqual(said ? [said] : odd);
    },
  );

  it('repeats no more of a timeout than a person reads', () => {
    const [issue] = issuesOf('pr1', (d) => (helm(d).timeout = 'x'.repeat(1000)));
    expect(issue?.message).toBe(`The timeout "${'x'.repeat(80)}…" is not written as minutes and seconds.`);
  });

  it('keeps extensions where they were allowed already', () => {
    for (const revision of [V4, V5]) {
      const issues = issuesOf(revision, (d) => {
        for (const place of [d, d.deploymentProfiles[0], d.deploymentProfiles[0].components[0]]) {
          place['x-example-extensions'] = { a: 1 };
        }
      });
      expect(issues).toEqual([]);
    }
  });

  it('lets a profile explain what other stands for', () => {
    const issues = issuesOf('pr1', (d) => {
      d.deploymentProfiles[0].requiredResources.cpu.architectures = ['other'];
      d.deploymentProfiles[0].description = 'Needs a Transputer.';
    });
    expect(issues).toEqual([]);
  });

  it('of PR1 may use the word helm, which came in spring 2026', () => {
    expect(issuesOf('pr1', (d) => (d.deploymentProfiles[0].type = 'helm'))).toEqual([]);
  });

  it('of 2025 may use the words of that year', () => {
    const issues = issuesOf('predraft-2024-10', (d) => {
      d.kind = 'ApplicationDescription';
      d.deploymentProfiles[1].type = 'compose';
    });
    expect(issues).toEqual([]);
  });

  it('of July 2026 may name a package instead of a repository', () => {
    const issues = issuesOf('rc2-mtls', (d) => {
      d.deploymentProfiles[1].components[0].properties = { packageLocation: 'https://r.example/app.tgz' };
    });
    expect(issues.map(({ rule, severity }) => [rule, severity])).toEqual([['AD-21', 'warning']]);
  });

  it('is not held to rules that came later', () => {
    const issues = issuesOf('predraft-2024-10', (d) => (d.metadata.version = '1.0.0+build'));
    expect(issues).toEqual([]);
    expect(issuesOf('pr1', (d) => (d.metadata.version = '1.0.0+build')).map(({ rule }) => rule)).toEqual(['AD-09']);
  });

  it('has a type of its own', () => {
    const pr1 = safeReadDocument(documentKind('ApplicationDescription', 'pr1'), JSON.stringify(oldDescription('pr1')));
    expect(pr1.ok && pr1.value.metadata.id).toBe('com-example-app');
    const rc2 = safeReadDocument(
      documentKind('ApplicationDescription', 'rc2-signed'),
      JSON.stringify(oldDescription('rc2-signed')),
    );
    expect(rc2.ok && rc2.value.id).toBe('com-example-app');
  });
});

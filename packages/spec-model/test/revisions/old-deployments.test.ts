import { checkDocument, documentKind, type Issue, RULES, safeReadDocument } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { changed, type Loose } from '../documents.js';
import { OLD_REVISIONS, oldDeployment, type OldRevision } from './documents.js';

type Change = (document: Loose) => void;

const issuesOf = (revision: OldRevision, change: Change = () => {}): readonly Issue[] =>
  checkDocument(changed(oldDeployment(revision), change, 'yaml'), { kind: 'ApplicationDeployment', revision }).result
    .issues;

const components = (d: Loose): Loose => d.spec.deploymentProfile.components;
const properties = (d: Loose): Loose => components(d)[0].properties;
const AT = 'spec/deploymentProfile/components/0/properties';
const ALL = OLD_REVISIONS;
const [V0, V3, V4, V5] = ALL as [OldRevision, OldRevision, OldRevision, OldRevision];

type Row = readonly [
  revisions: readonly OldRevision[],
  what: string,
  change: Change,
  said: readonly [rule: string, severity: Issue['severity'], path: string, message: string],
];

const ROWS: readonly Row[] = [
  [[V0, V3, V4], 'no kind', (d) => delete d.kind, ['AX-00', 'error', 'kind', 'kind is missing.']],
  [
    [V0, V3, V4],
    'no apiVersion',
    (d) => delete d.apiVersion,
    ['AX-00', 'error', 'apiVersion', 'apiVersion is missing.'],
  ],
  [
    [V0, V3, V4],
    'the apiVersion of the first OpenAPI files',
    (d) => (d.apiVersion = 'margo.org'),
    ['AX-00', 'warning', 'apiVersion', 'apiVersion is "margo.org", not "application.margo.org/v1alpha1".'],
  ],
  [[V5], 'a kind', (d) => (d.kind = 'ApplicationDeployment'), ['AX-08', 'warning', 'kind', 'kind is no longer used.']],
  [
    [V0, V3],
    'no id',
    (d) => delete d.metadata.annotations.id,
    ['AX-01', 'error', 'metadata/annotations/id', 'metadata.annotations.id is missing.'],
  ],
  [
    [V0],
    'no annotations',
    (d) => delete d.metadata.annotations,
    ['AX-01', 'error', 'metadata/annotations', 'metadata.annotations is missing.'],
  ],
  [
    [V3],
    'no annotations',
    (d) => delete d.metadata.annotations,
    ['AX-01', 'error', 'metadata/annotations/id', 'metadata.annotations.id is missing.'],
  ],
  [
    [V4, V5],
    'an id that is no UUID',
    (d) => (d.id = 'no-uuid'),
    ['AX-01', 'error', 'id', 'id has the wrong form: "no-uuid".'],
  ],
  [
    ALL,
    'no namespace',
    (d) => delete d.metadata.namespace,
    ['AX-02', 'error', 'metadata/namespace', 'metadata.namespace is missing.'],
  ],
  [
    [V5],
    'no device',
    (d) => delete d.metadata.deviceId,
    ['AX-02', 'error', 'metadata/deviceId', 'metadata.deviceId is missing.'],
  ],
  [
    [V0, V3],
    'an application id in capitals',
    (d) => (d.metadata.annotations.applicationId = 'App'),
    [
      'AX-03',
      'error',
      'metadata/annotations/applicationId',
      'metadata.annotations.applicationId has the wrong form: "App".',
    ],
  ],
  [
    [V4],
    'no application id',
    (d) => delete d.metadata.annotations,
    ['AX-03', 'error', 'metadata/annotations', 'metadata.annotations.applicationId is missing.'],
  ],
  [
    [V4],
    'two application ids',
    (d) => (d.spec.applicationId = 'com-example-other'),
    ['AX-03', 'error', 'spec/applicationId', 'metadata.annotations.applicationId is another id.'],
  ],
  [
    [V5],
    'no application id',
    (d) => delete d.spec.applicationId,
    ['AX-03', 'error', 'spec/applicationId', 'spec.applicationId is missing.'],
  ],
  [
    [V4, V5],
    'the type of before',
    (d) => (d.spec.deploymentProfile.type = 'helm.v3'),
    [
      'AX-04',
      'error',
      'spec/deploymentProfile/type',
      'spec.deploymentProfile.type must be helm or compose, but it is "helm.v3".',
    ],
  ],
  [
    [V0],
    'no package',
    (d) => delete properties(d).packageLocation,
    ['AD-22', 'error', AT, 'The Compose component app-compose has no packageLocation.'],
  ],
  [
    [V3, V4],
    'no repository',
    (d) => delete properties(d).repository,
    ['AD-22', 'error', AT, 'The Helm component server has no repository.'],
  ],
  [
    [V5],
    'no repository',
    (d) => delete properties(d).repository,
    ['AD-20', 'error', AT, 'The component server has no repository.'],
  ],
  [
    [V5],
    'a package beside the repository',
    (d) => (properties(d).packageLocation = 'https://r.example/app.tgz'),
    ['AD-21', 'warning', `${AT}/packageLocation`, 'packageLocation was given up between 1.0.0-rc.2 and 1.0.0-rc.3.'],
  ],
  [
    [V3, V4],
    'a timeout of one part',
    (d) => (properties(d).timeout = '1h'),
    ['AD-23', 'warning', `${AT}/timeout`, 'The timeout "1h" is not written as minutes and seconds.'],
  ],
  [
    ALL,
    'a wait in quotes',
    (d) => (properties(d).wait = 'false'),
    ['AD-24', 'warning', `${AT}/wait`, 'wait is the text "false", which is read as false.'],
  ],
  [
    ALL,
    'a wait that is neither',
    (d) => (properties(d).wait = 'yes'),
    [
      'AD-24',
      'error',
      `${AT}/wait`,
      'spec.deploymentProfile.components[0].properties.wait must be true or false, but it is "yes".',
    ],
  ],
  [
    ALL,
    'two components of one name',
    (d) => components(d).push(components(d)[0]),
    ['AD-18', 'error', 'spec/deploymentProfile/components/1/name', expect.stringContaining('is called') as string],
  ],
  [
    ALL,
    'a target that is no component',
    (d) => (d.spec.parameters.poll.targets[0].components = ['database']),
    ['AX-05', 'error', 'spec/parameters/poll/targets/0/components/0', expect.stringContaining('database') as string],
  ],
  [
    [V3],
    'the id where the first OpenAPI files have it',
    (d) => {
      d.metadata.id = d.metadata.annotations.id;
      delete d.metadata.annotations.id;
    },
    ['AX-01', 'warning', 'metadata/id', 'The id is read from here, but its place is metadata.annotations.id.'],
  ],
  [
    [V3],
    'the application where the first OpenAPI files have it',
    (d) => {
      d.spec.appPackageRef = { id: d.metadata.annotations.applicationId };
      delete d.metadata.annotations.applicationId;
    },
    [
      'AX-03',
      'warning',
      'spec/appPackageRef/id',
      'The id is read from here, but its place is metadata.annotations.applicationId.',
    ],
  ],
  [
    [V3],
    'the application where later revisions have it',
    (d) => {
      d.spec.applicationId = d.metadata.annotations.applicationId;
      delete d.metadata.annotations.applicationId;
    },
    [
      'AX-03',
      'warning',
      'spec/applicationId',
      'The id is read from here, but its place is metadata.annotations.applicationId.',
    ],
  ],
];

describe('a deployment of an older revision', () => {
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

  it('gives a wait in quotes as true or false', () => {
    for (const [wait, read] of [
      ['true', true],
      ['false', false],
    ] as const) {
      const document = oldDeployment('pr1');
      properties(document).wait = wait;
      const result = safeReadDocument(documentKind('ApplicationDeployment', 'pr1'), JSON.stringify(document));
      expect(result.ok && result.value.spec.deploymentProfile.components[0]?.properties.wait).toBe(read);
    }
  });

  it('gives ids from the places of the first OpenAPI files at the place that the text has', () => {
    const document = oldDeployment('pr1');
    document.metadata.id = document.metadata.annotations.id;
    document.spec.appPackageRef = { id: 'com-example-app' };
    delete document.metadata.annotations;
    const result = safeReadDocument(documentKind('ApplicationDeployment', 'pr1'), JSON.stringify(document));
    expect(result.issues.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(result.ok && result.value.metadata.annotations).toEqual({
      id: document.metadata.id,
      applicationId: 'com-example-app',
    });
  });

  it('of the tag rc.2 may have the form of its OpenAPI file', () => {
    const issues = issuesOf('rc2-signed', (d) => {
      d.spec.applicationId = d.metadata.annotations.applicationId;
      delete d.metadata.annotations;
      d.metadata.deviceId = 'gateway-1/*';
    });
    expect(issues).toEqual([]);
  });

  it('of the tag rc.2 is told what the application id is', () => {
    const [issue] = issuesOf('rc2-signed', (d) => delete d.metadata.annotations);
    expect(issue?.hint).toBe('Write the id of the application description.');
  });

  it('of the tag rc.2 may say twice which application it is', () => {
    expect(issuesOf('rc2-signed', (d) => (d.spec.applicationId = d.metadata.annotations.applicationId))).toEqual([]);
  });

  it('keeps other annotations, and extensions where they were allowed already', () => {
    const issues = issuesOf('rc2-signed', (d) => {
      d.metadata.annotations['example.com/owner'] = 'me';
      for (const place of [d.spec, d.spec.deploymentProfile, components(d)[0]])
        place['x-example-extensions'] = { a: 1 };
    });
    expect(issues).toEqual([]);
  });
});

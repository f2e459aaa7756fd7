import { describe, expect, it } from 'vitest';
import { safeParseApplicationDeployment } from '@margo-sdk/spec-model';
import { changed, deployment, type Loose } from '../documents.js';
import { said } from '../rules/said.js';

const profile = (d: Loose): Loose => d.spec.deploymentProfile;
const LABEL = 'Use at most 63 lower-case letters, digits and dashes, with no dash at either end.';

const CASES: readonly (readonly [what: string, change: (d: Loose) => unknown, issues: readonly string[]])[] = [
  [
    'members of older revisions',
    (d) => ((d.apiVersion = 'application.margo.org/v1alpha1'), (d.kind = 'ApplicationDeployment')),
    ['AX-08 warning apiVersion: apiVersion is no longer used.', 'AX-08 warning kind: kind is no longer used.'],
  ],
  [
    'members of older revisions in a document without spec',
    (d) => ((d.kind = 'ApplicationDeployment'), delete d.spec),
    ['AX-00 error spec: spec is missing.', 'AX-08 warning kind: kind is no longer used.'],
  ],
  [
    'names that Kubernetes does not take',
    (d) => ((d.metadata.name = 'App on edge'), (d.metadata.namespace = 'a'.repeat(64))),
    [
      `AX-02 warning metadata.name: name is no name that Kubernetes takes: "App on edge". ${LABEL}`,
      `AX-02 warning metadata.namespace: namespace is no name that Kubernetes takes: "${'a'.repeat(64)}". ${LABEL}`,
    ],
  ],
  ['names of full length', (d) => ((d.metadata.name = 'a'.repeat(63)), (d.metadata.namespace = 'a-1')), []],
  [
    'the same component twice',
    (d) => (profile(d).components[1].name = 'database'),
    [
      'AD-18 error spec.deploymentProfile.components[1].name: Another component is called database.',
      'AX-05 warning spec.parameters.poll.targets[0].components[1]: The deployment has no component "server".',
    ],
  ],
  [
    'components from odd places',
    (d) => (
      (profile(d).components[0].properties.repository = 'oci://r.example/db:1.0'),
      (profile(d).components[1].properties.keyLocation = 'https://r.example/a.asc'),
      (profile(d).components[1].properties.timeout = '0m0s')
    ),
    [
      'AD-20 error spec.deploymentProfile.components[0].properties.repository: "oci://r.example/db:1.0" has a tag, but a repository has none. Remove the : and what follows, and write the version into revision.',
      'AD-21 error spec.deploymentProfile.components[1].properties.keyLocation: keyLocation is no longer used.',
      'AD-23 warning spec.deploymentProfile.components[1].properties.timeout: The timeout is zero, so every installation fails.',
    ],
  ],
  [
    'a target that reaches nothing',
    (d) => (d.spec.parameters.poll.targets[0].components = ['srv', 'db']),
    [
      'AX-05 error spec.parameters.poll.targets[0].components[0]: The deployment has no component "srv".',
      'AX-05 error spec.parameters.poll.targets[0].components[1]: The deployment has no component "db".',
    ],
  ],
  [
    'a target that also reaches into another profile',
    (d) => d.spec.parameters.poll.targets[0].components.push('app-compose'),
    ['AX-05 warning spec.parameters.poll.targets[0].components[2]: The deployment has no component "app-compose".'],
  ],
  ['no parameters', (d) => delete d.spec.parameters, []],
  [
    'constraints that say nothing',
    (d) => (profile(d).deviceConstraints = { eligibilityRules: [{}] }),
    [
      'DC-05 warning spec.deploymentProfile.deviceConstraints.eligibilityRules[0]: The rule has no selector, so every device meets it.',
    ],
  ],
];

describe('rules of a deployment', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const { issues: found } = safeParseApplicationDeployment(changed(deployment(), (d) => void change(d), 'yaml'));
    expect(said(found)).toEqual(issues);
  });
});

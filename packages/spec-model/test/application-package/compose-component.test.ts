import { describe, expect, it } from 'vitest';
import { checkComposeComponent, type ComposeComponent } from '@margo-sdk/spec-model';
import type { Loose } from '../documents.js';
import { said } from '../rules/said.js';
import { composeComponent } from './packages.js';

const CASES: readonly (readonly [what: string, change: (p: Loose) => unknown, issues: readonly string[]])[] = [
  ['that is good', () => {}, []],
  [
    'that is no manifest',
    (p) => (p.manifest = null),
    ['PK-06 error manifest: The manifest must be a mapping, but it is empty.'],
  ],
  [
    'of no type',
    (p) => delete p.manifest.artifactType,
    [
      'PK-06 error manifest.artifactType: The type is missing; it must be application/vnd.org.margo.component.compose+json.',
    ],
  ],
  [
    'that docker compose publish made',
    (p) => (p.manifest.artifactType = 'application/vnd.docker.compose.project'),
    [
      'PK-06 error manifest.artifactType: The type is "application/vnd.docker.compose.project"; it must be application/vnd.org.margo.component.compose+json.',
    ],
  ],
  [
    'of types with the prefix of packages',
    (p) => (
      (p.manifest.artifactType = 'application/vnd.margo.component.compose+json'),
      (p.manifest.layers[0].mediaType = 'application/vnd.margo.component.compose.tar+gzip')
    ),
    [
      'PK-06 warning manifest.artifactType: The type is "application/vnd.margo.component.compose+json"; it must be application/vnd.org.margo.component.compose+json.',
      'PK-06 warning manifest.layers[0].mediaType: The type is "application/vnd.margo.component.compose.tar+gzip"; it must be application/vnd.org.margo.component.compose.tar+gzip.',
    ],
  ],
  [
    'of another layer',
    (p) => (p.manifest.layers[0].mediaType = 'application/gzip'),
    [
      'PK-06 error manifest.layers[0].mediaType: The type is "application/gzip"; it must be application/vnd.org.margo.component.compose.tar+gzip.',
    ],
  ],
  [
    'of two layers',
    (p) => p.manifest.layers.push(p.manifest.layers[0]),
    ['PK-06 error manifest.layers: The component has 2 layers, but it must have one.'],
  ],
  [
    'of no layer',
    (p) => (p.manifest.layers = []),
    [
      'PK-06 error manifest.layers: The component has 0 layers, but it must have one.',
      'PK-07 error manifest.layers[0].annotations.org.margo.component.type: org.margo.component.type is missing; it must be compose.',
      'PK-07 error manifest.layers[0].annotations.org.margo.component.version: org.margo.component.version is missing; it must be "1.0.0_b1".',
    ],
  ],
  [
    'with another tag',
    (p) => (p.tag = '1.0.0'),
    ['PK-06 error tag: The tag is "1.0.0", but the revision is "1.0.0_b1".'],
  ],
  ['without a tag', (p) => delete p.tag, []],
  [
    'without annotations',
    (p) => delete p.manifest.layers[0].annotations,
    [
      'PK-07 error manifest.layers[0].annotations.org.margo.component.type: org.margo.component.type is missing; it must be compose.',
      'PK-07 error manifest.layers[0].annotations.org.margo.component.version: org.margo.component.version is missing; it must be "1.0.0_b1".',
    ],
  ],
  [
    'with annotations on the manifest',
    (p) => ((p.manifest.annotations = p.manifest.layers[0].annotations), delete p.manifest.layers[0].annotations),
    [],
  ],
  [
    'with wrong annotations on the manifest',
    (p) => (
      (p.manifest.annotations = { 'org.margo.component.type': 'helm', 'org.margo.component.version': '2.0.0' }),
      delete p.manifest.layers[0].annotations
    ),
    [
      'PK-07 error manifest.annotations.org.margo.component.type: org.margo.component.type is "helm"; it must be compose.',
      'PK-07 error manifest.annotations.org.margo.component.version: org.margo.component.version is "2.0.0"; it must be "1.0.0_b1".',
    ],
  ],
  ['with annotations on both', (p) => (p.manifest.annotations = { 'org.margo.component.type': 'helm' }), []],
  [
    'of another kind',
    (p) => (p.manifest.layers[0].annotations['org.margo.component.type'] = 'helm'),
    [
      'PK-07 error manifest.layers[0].annotations.org.margo.component.type: org.margo.component.type is "helm"; it must be compose.',
    ],
  ],
  [
    'of another version',
    (p) => (p.manifest.layers[0].annotations['org.margo.component.version'] = '1.0.0'),
    [
      'PK-07 error manifest.layers[0].annotations.org.margo.component.version: org.margo.component.version is "1.0.0"; it must be "1.0.0_b1".',
    ],
  ],
  [
    'of the same version as SemVer has it',
    (p) => (
      (p.manifest.layers[0].annotations['org.margo.component.version'] = '1.0.0+b1'),
      (p.manifest.layers[0].annotations['org.opencontainers.image.version'] = '1.0.0+b1')
    ),
    [],
  ],
  [
    'of a general version that differs',
    (p) => (p.manifest.layers[0].annotations['org.opencontainers.image.version'] = '1.0'),
    [
      'PK-07 warning manifest.layers[0].annotations.org.opencontainers.image.version: org.opencontainers.image.version is "1.0"; it must be "1.0.0_b1".',
    ],
  ],
];

describe('a Compose component', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const given = composeComponent();
    change(given);
    expect(said(checkComposeComponent(given as ComposeComponent))).toEqual(issues);
  });
});

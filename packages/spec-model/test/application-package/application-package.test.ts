import { describe, expect, it } from 'vitest';
import { type ApplicationPackage, checkApplicationPackage } from '@margo-sdk/spec-model';
import type { Loose } from '../documents.js';
import { said } from '../rules/said.js';
import { applicationPackage } from './packages.js';

const CASES: readonly (readonly [what: string, change: (p: Loose) => unknown, issues: readonly string[]])[] = [
  ['that is good', () => {}, []],
  [
    'that is no manifest',
    (p) => (p.manifest = 'none'),
    ['PK-01 error manifest: The manifest must be a mapping, but it is "none".'],
  ],
  [
    'without layers, of an old form',
    (p) => (delete p.manifest.layers, (p.manifest.schemaVersion = 1)),
    [
      'PK-01 error manifest.schemaVersion: schemaVersion must be 2, but it is the number 1.',
      'PK-01 error manifest.layers: layers is missing.',
    ],
  ],
  [
    'with a digest that is none',
    (p) => (p.manifest.layers[0].digest = 'none'),
    ['PK-01 error manifest.layers[0].digest: layers[0].digest has the wrong form: "none".'],
  ],
  [
    'of an index',
    (p) => (p.manifest.mediaType = 'application/vnd.oci.image.index.v1+json'),
    [
      'PK-01 error manifest.mediaType: mediaType must be application/vnd.oci.image.manifest.v1+json, but it is "application/vnd.oci.image.index.v1+json".',
    ],
  ],
  [
    'without an artifact type',
    (p) => delete p.manifest.artifactType,
    ['PK-01 error manifest.artifactType: artifactType is missing; it must be application/vnd.margo.app.v1+json.'],
  ],
  [
    'of another artifact type',
    (p) => (p.manifest.artifactType = 'application/vnd.cncf.helm.config.v1+json'),
    [
      'PK-01 error manifest.artifactType: artifactType is "application/vnd.cncf.helm.config.v1+json", but it must be application/vnd.margo.app.v1+json.',
    ],
  ],
  [
    'of the artifact type of older revisions',
    (p) => (p.manifest.artifactType = 'application/vnd.org.margo.app.v1+json'),
    [
      'PK-05 warning manifest.artifactType: "application/vnd.org.margo.app.v1+json" is a name of older revisions. Write application/vnd.margo.app.v1+json.',
    ],
  ],
  [
    'with the config of an image',
    (p) =>
      (p.manifest.config = {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: `sha256:${'0'.repeat(64)}`,
        size: 7,
      }),
    [
      'PK-01 error manifest.config.mediaType: mediaType of the config is not application/vnd.oci.empty.v1+json. A package has the empty config of OCI, whose content is {}.',
      'PK-01 error manifest.config.digest: digest of the config is not sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a. A package has the empty config of OCI, whose content is {}.',
      'PK-01 error manifest.config.size: size of the config is not 2. A package has the empty config of OCI, whose content is {}.',
    ],
  ],
  [
    'without a description',
    (p) => p.manifest.layers.shift(),
    ['PK-02 error manifest.layers: No layer is the application description.'],
  ],
  [
    'with two descriptions',
    (p) => p.manifest.layers.push(p.manifest.layers[0]),
    ['PK-02 error manifest.layers[3].mediaType: Another layer is the description already.'],
  ],
  [
    'with a layer of another kind',
    (p) => (
      (p.manifest.layers[1].mediaType = 'application/vnd.margo.app.manual.v1+pdf'),
      delete p.description.metadata.catalog.application
    ),
    [
      'PK-02 error manifest.layers[1].mediaType: "application/vnd.margo.app.manual.v1+pdf" is no media type of a layer of a package.',
      'PK-04 warning manifest.layers[2]: The catalog does not name "LICENSE". Name the file in metadata.catalog.application, or leave the layer out.',
    ],
  ],
  [
    'with a description in JSON',
    (p) => (p.manifest.layers[0].mediaType = 'application/vnd.margo.app.description.v1+json'),
    [
      'PK-02 error manifest.layers[0].mediaType: "application/vnd.margo.app.description.v1+json" is no media type of a layer of a package.',
      'PK-02 error manifest.layers: No layer is the application description.',
    ],
  ],
  [
    'with media types around those that fit',
    (p) => (
      (p.manifest.layers[1].mediaType = 'xapplication/vnd.margo.app.icon.v1+png'),
      (p.manifest.layers[2].mediaType = 'application/vnd.margo.app.licenseFile.v1+'),
      delete p.description.metadata.catalog.application
    ),
    [
      'PK-02 error manifest.layers[1].mediaType: "xapplication/vnd.margo.app.icon.v1+png" is no media type of a layer of a package.',
      'PK-02 error manifest.layers[2].mediaType: "application/vnd.margo.app.licenseFile.v1+" is no media type of a layer of a package.',
    ],
  ],
  [
    'with layers of older revisions',
    (p) => (
      (p.manifest.layers[0].mediaType = 'application/vnd.org.margo.app.description.v1+yaml'),
      (p.manifest.layers[1].mediaType = 'application/vnd.org.margo.app.icon.v1+svg+xml')
    ),
    [
      'PK-05 warning manifest.layers[0].mediaType: "application/vnd.org.margo.app.description.v1+yaml" is a name of older revisions. Write application/vnd.margo.app.description.v1+yaml.',
      'PK-05 warning manifest.layers[1].mediaType: "application/vnd.org.margo.app.icon.v1+svg+xml" is a name of older revisions. Write application/vnd.margo.app.icon.v1+svg+xml.',
    ],
  ],
  [
    'with all kinds of files',
    (p) => {
      for (const kind of ['descriptionFile', 'releaseNotes']) {
        p.manifest.layers.push({
          mediaType: `application/vnd.margo.app.${kind}.v1+markdown`,
          digest: `sha256:${'0'.repeat(64)}`,
          size: 1,
          annotations: { 'org.opencontainers.image.title': `././${kind}.md` },
        });
        p.description.metadata.catalog.application[kind] = `./${kind}.md`;
      }
    },
    [],
  ],
  ['with another tag', (p) => (p.tag = '1.0.1'), ['PK-03 error tag: The tag is "1.0.1", but the version is "1.0.0".']],
  [
    'with a v before the version',
    (p) => (p.tag = 'v1.0.0'),
    ['PK-03 error tag: The tag is "v1.0.0", but the version is "1.0.0".'],
  ],
  [
    'with the tag latest',
    (p) => (p.tag = 'latest'),
    [
      'PK-03 warning tag: The tag "latest" is another name for some version. Ask for the package by its version, 1.0.0.',
    ],
  ],
  [
    'with a shorter tag',
    (p) => (p.tag = '1.0'),
    ['PK-03 warning tag: The tag "1.0" is another name for some version. Ask for the package by its version, 1.0.0.'],
  ],
  [
    'with a tag that is only the beginning of the version',
    (p) => ((p.description.metadata.version = '10.0.0'), (p.tag = '1')),
    ['PK-03 error tag: The tag is "1", but the version is "10.0.0".'],
  ],
  ['without a tag', (p) => delete p.tag, []],
  [
    'of a version with build metadata',
    (p) => ((p.description.metadata.version = '1.0.0+b+1'), (p.tag = '1.0.0_b_1')),
    [
      'AD-09 warning description.metadata.version: The version "1.0.0+b+1" cannot be an OCI tag. Tag the package 1.0.0_b_1, or choose a version without a plus.',
    ],
  ],
  [
    'of a version that cannot be a tag',
    (p) => ((p.description.metadata.version = 'one two'), (p.tag = 'one')),
    [
      'AD-09 error description.metadata.version: The version "one two" cannot be an OCI tag, so the package cannot be tagged.',
      'PK-03 warning tag: The tag "one" is another name for some version. Ask for the package by its version, one two.',
    ],
  ],
  [
    'of a description without version',
    (p) => delete p.description.metadata.version,
    ['PK-03 error description.metadata.version: The description has no version to compare the tag with.'],
  ],
  [
    'of a description that cannot be read',
    (p) => (p.description = ': :'),
    [
      'PK-03 error description.metadata.version: The description has no version to compare the tag with.',
      'PK-04 warning manifest.layers[1]: The catalog does not name "resources/icon.png". Name the file in metadata.catalog.application, or leave the layer out.',
      'PK-04 warning manifest.layers[2]: The catalog does not name "LICENSE". Name the file in metadata.catalog.application, or leave the layer out.',
    ],
  ],
  [
    'of a description as text',
    (p) =>
      (p.description =
        'metadata: { version: 1.0.1, catalog: { application: { icon: resources/icon.png, licenseFile: LICENSE } } }'),
    ['PK-03 error tag: The tag is "1.0.0", but the version is "1.0.1".'],
  ],
  [
    'of a description as bytes',
    (p) => (p.description = new TextEncoder().encode('metadata: { version: 1.0.1 }')),
    [
      'PK-03 error tag: The tag is "1.0.0", but the version is "1.0.1".',
      'PK-04 warning manifest.layers[1]: The catalog does not name "resources/icon.png". Name the file in metadata.catalog.application, or leave the layer out.',
      'PK-04 warning manifest.layers[2]: The catalog does not name "LICENSE". Name the file in metadata.catalog.application, or leave the layer out.',
    ],
  ],
  ['without its description', (p) => delete p.description, []],
  [
    'without a file that the catalog names',
    (p) => p.manifest.layers.pop(),
    [
      'PK-04 error description.metadata.catalog.application.licenseFile: No layer is titled "LICENSE", which licenseFile names.',
    ],
  ],
  [
    'with a file of another title',
    (p) => (p.manifest.layers[1].annotations['org.opencontainers.image.title'] = 'icon.png'),
    [
      'PK-04 error description.metadata.catalog.application.icon: No layer is titled "./resources/icon.png", which icon names.',
      'PK-04 warning manifest.layers[1]: The catalog does not name "icon.png". Name the file in metadata.catalog.application, or leave the layer out.',
    ],
  ],
  [
    'with a file without title',
    (p) => delete p.manifest.layers[1].annotations,
    [
      'PK-04 error description.metadata.catalog.application.icon: No layer is titled "./resources/icon.png", which icon names.',
      'PK-04 warning manifest.layers[1]: The catalog does not name a layer without title. Name the file in metadata.catalog.application, or leave the layer out.',
    ],
  ],
  [
    'with a file as something else',
    (p) => (p.manifest.layers[1].mediaType = 'application/vnd.margo.app.releaseNotes.v1+pdf'),
    [
      'PK-04 warning description.metadata.catalog.application.icon: icon is in the package as releaseNotes. Push it with the media type of icon.',
    ],
  ],
  [
    'with a file as two other things',
    (p) => {
      p.manifest.layers[1].mediaType = 'application/vnd.margo.app.releaseNotes.v1+pdf';
      p.manifest.layers.push({ ...p.manifest.layers[1], mediaType: 'application/vnd.margo.app.descriptionFile.v1+md' });
    },
    [
      'PK-04 warning description.metadata.catalog.application.icon: icon is in the package as releaseNotes and descriptionFile. Push it with the media type of icon.',
    ],
  ],
  [
    'with a file of no known media type',
    (p) => (p.manifest.layers[1].mediaType = 'image/png'),
    [
      'PK-02 error manifest.layers[1].mediaType: "image/png" is no media type of a layer of a package.',
      'PK-04 error description.metadata.catalog.application.icon: No layer is titled "./resources/icon.png", which icon names.',
    ],
  ],
  [
    'with a dot and a slash within a name',
    (p) => (
      (p.manifest.layers[1].annotations['org.opencontainers.image.title'] = 'resources./icon.png'),
      (p.description.metadata.catalog.application.icon = 'resourcesicon.png')
    ),
    [
      'PK-04 error description.metadata.catalog.application.icon: No layer is titled "resourcesicon.png", which icon names.',
      'PK-04 warning manifest.layers[1]: The catalog does not name "resources./icon.png". Name the file in metadata.catalog.application, or leave the layer out.',
    ],
  ],
  [
    'with a file under two names',
    (p) =>
      p.manifest.layers.push({ ...p.manifest.layers[1], mediaType: 'application/vnd.margo.app.licenseFile.v1+plain' }),
    [],
  ],
  [
    'with a file that nothing names',
    (p) => delete p.description.metadata.catalog.application.icon,
    [
      'PK-04 warning manifest.layers[1]: The catalog does not name "resources/icon.png". Name the file in metadata.catalog.application, or leave the layer out.',
    ],
  ],
  [
    'with a catalog of odd values',
    (p) => (p.description.metadata.catalog.application = { icon: 5 }),
    [
      'PK-04 warning manifest.layers[1]: The catalog does not name "resources/icon.png". Name the file in metadata.catalog.application, or leave the layer out.',
      'PK-04 warning manifest.layers[2]: The catalog does not name "LICENSE". Name the file in metadata.catalog.application, or leave the layer out.',
    ],
  ],
];

describe('an application package', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const given = applicationPackage();
    change(given);
    expect(said(checkApplicationPackage(given as ApplicationPackage))).toEqual(issues);
  });
});

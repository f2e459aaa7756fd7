import { EMPTY_CONFIG, PACKAGE_MEDIA_TYPES } from '@margo-sdk/spec-model';
import { description, type Loose } from '../documents.js';

const layer = (mediaType: string, title: string): Loose => ({
  mediaType,
  digest: `sha256:${'ab'.repeat(32)}`,
  size: 100,
  annotations: { 'org.opencontainers.image.title': title },
});

/** A good package, to be broken by a test. */
export const applicationPackage = (): Loose => {
  const described = description();
  described.metadata.catalog.application = { icon: './resources/icon.png', licenseFile: 'LICENSE' };
  return {
    manifest: {
      schemaVersion: 2,
      mediaType: PACKAGE_MEDIA_TYPES.manifest,
      artifactType: PACKAGE_MEDIA_TYPES.application,
      config: { ...EMPTY_CONFIG, data: 'e30=' },
      layers: [
        layer(PACKAGE_MEDIA_TYPES.description, 'margo.yaml'),
        layer('application/vnd.margo.app.icon.v1+png', 'resources/icon.png'),
        layer('application/vnd.margo.app.licenseFile.v1+plain', './LICENSE'),
      ],
    },
    tag: '1.0.0',
    description: described,
  };
};

/** A good Compose component, to be broken by a test. */
export const composeComponent = (): Loose => ({
  manifest: {
    schemaVersion: 2,
    mediaType: PACKAGE_MEDIA_TYPES.manifest,
    artifactType: PACKAGE_MEDIA_TYPES.composeComponent,
    config: EMPTY_CONFIG,
    layers: [
      {
        mediaType: PACKAGE_MEDIA_TYPES.composeArchive,
        digest: `sha256:${'ab'.repeat(32)}`,
        size: 2048,
        annotations: { 'org.margo.component.type': 'compose', 'org.margo.component.version': '1.0.0_b1' },
      },
    ],
  },
  revision: '1.0.0_b1',
  tag: '1.0.0_b1',
});

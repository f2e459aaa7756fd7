import type { OciManifest } from '../../application-package/manifest.js';
import { PACKAGE_ANNOTATIONS, PACKAGE_MEDIA_TYPES, withCurrentPrefix } from '../../application-package/media-types.js';
import type { DocumentPath } from '../../issue.js';
import type { Report } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

/** PK-06: one archive, of the types that Compose components have. */
export const reportComposeArtifact = ({ artifactType, layers }: OciManifest, report: Report): void => {
  reportType(artifactType, PACKAGE_MEDIA_TYPES.composeComponent, ['manifest', 'artifactType'], report);
  if (layers.length !== 1) {
    report('PK-06', ['manifest', 'layers'], `The component has ${layers.length} layers, but it must have one.`);
    return;
  }
  const at = ['manifest', 'layers', 0, 'mediaType'];
  reportType(layers[0]?.mediaType, PACKAGE_MEDIA_TYPES.composeArchive, at, report);
};

const reportType = (type: string | undefined, expected: string, at: DocumentPath, report: Report): void => {
  if (type === expected) return;
  const came = type === undefined ? 'The type is missing' : `The type is ${quoted(type)}`;
  // the prefix that packages have.
  const tolerated = type === withCurrentPrefix(expected);
  report('PK-06', at, `${came}; it must be ${expected}.`, tolerated ? { severity: 'warning' } : {});
};

/** PK-07: what the annotations say, on the layer or else on the manifest. */
export const reportComposeAnnotations = (
  { layers, annotations: onManifest = {} }: OciManifest,
  revision: string,
  report: Report,
): void => {
  const onLayer = layers[0]?.annotations ?? {};
  const { componentType, componentVersion, version } = PACKAGE_ANNOTATIONS;
  const annotation = (name: string): { at: DocumentPath; value: string | undefined } =>
    onLayer[name] === undefined && onManifest[name] !== undefined
      ? { at: ['manifest', 'annotations', name], value: onManifest[name] }
      : { at: ['manifest', 'layers', 0, 'annotations', name], value: onLayer[name] };

  const type = annotation(componentType);
  if (type.value !== 'compose')
    report('PK-07', type.at, `${componentType} is ${came(type.value)}; it must be compose.`);
  const own = annotation(componentVersion);
  if (own.value === undefined || !isSameVersion(own.value, revision)) {
    report('PK-07', own.at, `${componentVersion} is ${came(own.value)}; it must be ${quoted(revision)}.`);
  }
  const general = annotation(version);
  if (general.value !== undefined && !isSameVersion(general.value, revision)) {
    report('PK-07', general.at, `${version} is ${quoted(general.value)}; it must be ${quoted(revision)}.`, {
      severity: 'warning',
    });
  }
};

const came = (value: string | undefined): string => (value === undefined ? 'missing' : quoted(value));

/** A revision has an underscore where a semantic version has a plus. */
const isSameVersion = (a: string, b: string): boolean => a.replaceAll('_', '+') === b.replaceAll('_', '+');

import type { OciManifest } from '../../application-package/manifest.js';
import {
  EMPTY_CONFIG,
  fileOfMediaType,
  PACKAGE_MEDIA_TYPES,
  withCurrentPrefix,
} from '../../application-package/media-types.js';
import type { Report } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

/** PK-01 and PK-05: what the manifest says that it is. */
export const reportArtifact = ({ artifactType, config }: OciManifest, report: Report): void => {
  const { application } = PACKAGE_MEDIA_TYPES;
  const at = ['manifest', 'artifactType'];
  if (artifactType === undefined) report('PK-01', at, `artifactType is missing; it must be ${application}.`);
  else if (withCurrentPrefix(artifactType) !== application) {
    report('PK-01', at, `artifactType is ${quoted(artifactType)}, but it must be ${application}.`);
  } else reportPrefix(artifactType, at, report);

  for (const [member, empty] of Object.entries(EMPTY_CONFIG)) {
    if (config[member] === empty) continue;
    report('PK-01', ['manifest', 'config', member], `${member} of the config is not ${empty}.`, {
      hint: 'A package has the empty config of OCI, whose content is {}.',
    });
  }
};

/** PK-02 and PK-05: one description, and files that a catalog can name. */
export const reportLayers = ({ layers }: OciManifest, report: Report): void => {
  let descriptions = 0;
  layers.forEach(({ mediaType }, index) => {
    const at = ['manifest', 'layers', index, 'mediaType'];
    if (withCurrentPrefix(mediaType) === PACKAGE_MEDIA_TYPES.description) {
      descriptions += 1;
      if (descriptions > 1) report('PK-02', at, 'Another layer is the description already.');
    } else if (fileOfMediaType(mediaType) === undefined) {
      report('PK-02', at, `${quoted(mediaType)} is no media type of a layer of a package.`);
      return;
    }
    reportPrefix(mediaType, at, report);
  });
  if (descriptions === 0) report('PK-02', ['manifest', 'layers'], 'No layer is the application description.');
};

const reportPrefix = (type: string, at: readonly (string | number)[], report: Report): void => {
  const current = withCurrentPrefix(type);
  if (type !== current) {
    report('PK-05', at, `${quoted(type)} is a name of older revisions.`, { hint: `Write ${current}.` });
  }
};

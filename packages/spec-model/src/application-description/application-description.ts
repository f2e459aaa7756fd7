import type { ParseResult } from '../issue.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import type { ReadLimits } from '../yaml/limits.js';
import { ambiguityCheck } from '../rules/application-description/ambiguity.js';
import { catalogFilesCheck } from '../rules/application-description/catalog.js';
import { defaultsCheck, settingsCheck } from '../rules/application-description/configuration.js';
import { constraintsCheck } from '../rules/application-description/constraints.js';
import { idCheck, oldFormCheck, versionCheck } from '../rules/application-description/metadata.js';
import { otherCheck } from '../rules/application-description/other.js';
import { listsCheck, secretsCheck } from '../rules/application-description/parameters.js';
import { placesCheck } from '../rules/application-description/places.js';
import { componentPropertiesCheck, namesCheck, profileAdviceCheck } from '../rules/application-description/profiles.js';
import { reachCheck } from '../rules/application-description/reach.js';
import { targetsCheck } from '../rules/application-description/targets.js';
import { schemasCheck } from '../rules/application-description/value-schemas.js';
import { type ApplicationDescription, applicationDescriptionSchema } from './schema.js';

/** How an application description is read. */
export const APPLICATION_DESCRIPTION: DocumentKind<ApplicationDescription> = {
  name: 'ApplicationDescription',
  revision: 'rc3',
  format: 'yaml',
  schema: applicationDescriptionSchema,
  shapeRule: 'AD-00',
  readRule: 'AD-01',
  checks: [
    oldFormCheck,
    idCheck,
    ambiguityCheck,
    versionCheck,
    catalogFilesCheck,
    namesCheck,
    componentPropertiesCheck,
    profileAdviceCheck,
    otherCheck,
    targetsCheck,
    placesCheck,
    reachCheck,
    listsCheck,
    secretsCheck,
    settingsCheck,
    schemasCheck,
    defaultsCheck,
    constraintsCheck,
  ],
};

/**
 * Reads `margo.yaml` (1.0.0-rc.3) and gives its description, or everything that is wrong with it.
 *
 * @example
 * ```ts
 * import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
 *
 * const result = safeParseApplicationDescription('apiVersion: v1\nid: My App\n');
 * for (const { rule, line, message } of result.issues) console.log(rule, line, message);
 * ```
 */
export const safeParseApplicationDescription = (
  source: DocumentSource,
  limits?: ReadLimits,
): ParseResult<ApplicationDescription> => safeReadDocument(APPLICATION_DESCRIPTION, source, limits);

/** Reads `margo.yaml` (1.0.0-rc.3). Throws a {@link DocumentError} (`ERR_DOCUMENT_INVALID`) with all issues. */
export const parseApplicationDescription = (source: DocumentSource, limits?: ReadLimits): ApplicationDescription =>
  readDocument(APPLICATION_DESCRIPTION, source, limits);

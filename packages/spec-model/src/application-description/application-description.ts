import type { ParseResult } from '../issue.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import type { ReadLimits } from '../yaml/limits.js';
import { defaultsCheck, schemasCheck, settingsCheck } from '../rules/application-description/configuration.js';
import { constraintsCheck } from '../rules/application-description/constraints.js';
import { idCheck, oldFormCheck, packageCheck } from '../rules/application-description/metadata.js';
import { secretsCheck, targetsCheck } from '../rules/application-description/parameters.js';
import { componentPropertiesCheck, namesCheck, profileAdviceCheck } from '../rules/application-description/profiles.js';
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
    packageCheck,
    namesCheck,
    componentPropertiesCheck,
    profileAdviceCheck,
    targetsCheck,
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

import { stringify } from 'yaml';
import type { ParseResult } from '../issue.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import type { ReadLimits } from '../yaml/limits.js';
import { componentsCheck, deploymentConstraintsCheck, oldMembersCheck } from './checks.js';
import { type ApplicationDeployment, applicationDeploymentSchema } from './schema.js';

/** How an application deployment is read. */
export const APPLICATION_DEPLOYMENT: DocumentKind<ApplicationDeployment> = {
  name: 'ApplicationDeployment',
  format: 'yaml',
  schema: applicationDeploymentSchema,
  shapeRule: 'AX-00',
  readRule: 'AX-00',
  checks: [oldMembersCheck, componentsCheck, deploymentConstraintsCheck],
};

/** Reads an application deployment (1.0.0-rc.3) and gives it, or everything that is wrong with it. */
export const safeParseApplicationDeployment = (
  source: DocumentSource,
  limits?: ReadLimits,
): ParseResult<ApplicationDeployment> => safeReadDocument(APPLICATION_DEPLOYMENT, source, limits);

/** Reads an application deployment (1.0.0-rc.3). Throws a {@link DocumentError} with all issues. */
export const parseApplicationDeployment = (source: DocumentSource, limits?: ReadLimits): ApplicationDeployment =>
  readDocument(APPLICATION_DEPLOYMENT, source, limits);

/**
 * Writes an application deployment as YAML, the same way every time. From then on the bytes are the truth: they have a
 * digest, and nobody writes them again (DS-31).
 */
export const stringifyApplicationDeployment = (deployment: ApplicationDeployment): string =>
  stringify(deployment, { lineWidth: 0, aliasDuplicateObjects: false });

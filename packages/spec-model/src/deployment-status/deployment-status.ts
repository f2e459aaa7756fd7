import type { ParseResult } from '../issue.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import { componentsCheck, overallStateCheck } from '../rules/deployment-status/consistency.js';
import { reservedCodesCheck } from '../rules/deployment-status/reserved-codes.js';
import { integerLiteralCheck } from '../rules/state-manifest/integer-literal.js';
import type { ReadLimits } from '../yaml/limits.js';
import { type DeploymentStatusManifest, deploymentStatusManifestSchema } from './schema.js';
import { tolerateErrors } from './tolerate-errors.js';

/** How a deployment status manifest is read. */
export const DEPLOYMENT_STATUS_MANIFEST: DocumentKind<DeploymentStatusManifest> = {
  name: 'DeploymentStatusManifest',
  revision: 'rc3',
  format: 'json',
  schema: deploymentStatusManifestSchema,
  shapeRule: 'SX-00',
  readRule: 'SX-00',
  tolerate: tolerateErrors,
  checks: [integerLiteralCheck('adoptedManifestVersion'), componentsCheck, overallStateCheck, reservedCodesCheck],
};

/**
 * Reads a deployment status manifest (1.0.0-rc.3) and gives it, or everything that is wrong with it. An error of empty
 * strings is read as no error (M-09).
 */
export const safeParseDeploymentStatusManifest = (
  source: DocumentSource,
  limits?: ReadLimits,
): ParseResult<DeploymentStatusManifest> => safeReadDocument(DEPLOYMENT_STATUS_MANIFEST, source, limits);

/** Reads a deployment status manifest (1.0.0-rc.3). Throws a {@link DocumentError} with all issues. */
export const parseDeploymentStatusManifest = (source: DocumentSource, limits?: ReadLimits): DeploymentStatusManifest =>
  readDocument(DEPLOYMENT_STATUS_MANIFEST, source, limits);

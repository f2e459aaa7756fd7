import type { ParseResult } from '../issue.js';
import { stringifyJson } from '../json/stringify-json.js';
import type { Report } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import { consistencyCheck } from '../rules/deployment-status/consistency.js';
import { integerLiteralCheck } from '../rules/state-manifest/integer-literal.js';
import type { ReadLimits } from '../yaml/limits.js';
import { type DeploymentStatusManifest, deploymentStatusManifestSchema } from './schema.js';
import { isMapping, type Mapping } from '../reading/mapping.js';

/** M-09, M-10: peers send errors of empty strings where there is none, and the reserved codes as numbers. */
const tolerateError = (holder: unknown, path: readonly (string | number)[], report: Report): unknown => {
  if (!isMapping(holder) || !isMapping(holder['error'])) return holder;
  const { error, ...rest } = holder as { error: Mapping };
  if (Object.values(error).every((text) => text === '')) {
    report('SX-03', [...path, 'error'], 'The error is empty and is read as no error.', { hint: 'Leave error out.' });
    return rest;
  }
  const { code } = error;
  return typeof code === 'number' ? { ...rest, error: { ...error, code: String(code) } } : holder;
};

const tolerate = (value: Mapping, report: Report): Record<string, unknown> => {
  const { status, components } = value;
  return {
    ...value,
    ...('status' in value ? { status: tolerateError(status, ['status'], report) } : {}),
    ...(Array.isArray(components)
      ? { components: components.map((one, c) => tolerateError(one, ['components', c], report)) }
      : {}),
  };
};

/** How a deployment status manifest is read. */
export const DEPLOYMENT_STATUS_MANIFEST: DocumentKind<DeploymentStatusManifest> = {
  name: 'DeploymentStatusManifest',
  revision: 'rc3',
  format: 'json',
  schema: deploymentStatusManifestSchema,
  shapeRule: 'SX-00',
  readRule: 'SX-00',
  tolerate,
  checks: [integerLiteralCheck('adoptedManifestVersion'), consistencyCheck],
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

/** Writes a deployment status manifest as JSON; the version is an integer of full size (M-06). */
export const stringifyDeploymentStatusManifest = (status: DeploymentStatusManifest): string => stringifyJson(status);

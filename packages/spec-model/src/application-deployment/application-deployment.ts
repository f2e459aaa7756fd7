import { DEPLOYMENT_TYPES } from '../identifiers/deployment-types.js';
import type { ParseResult } from '../issue.js';
import type { Report } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import type { ReadLimits } from '../yaml/limits.js';
import {
  componentsCheck,
  deploymentConstraintsCheck,
  oldMembersCheck,
  targetsCheck,
} from '../rules/application-deployment/components.js';
import { namesCheck } from '../rules/application-deployment/names.js';
import { type ApplicationDeployment, applicationDeploymentSchema } from './schema.js';
import { isMapping, type Mapping } from '../reading/mapping.js';
import { quoted } from '../reading/wording.js';

const TYPES: readonly unknown[] = DEPLOYMENT_TYPES;

/** M-11, L-23: a type that is not known yet is read as custom, so that it ends in a report and not in a refused update. */
const tolerate = (value: Mapping, report: Report): Record<string, unknown> => {
  const { spec } = value;
  const profile = isMapping(spec) ? spec['deploymentProfile'] : undefined;
  if (!isMapping(spec) || !isMapping(profile)) return value;
  const { type } = profile;
  if (typeof type !== 'string' || TYPES.includes(type)) return value;
  report('AX-04', ['spec', 'deploymentProfile', 'type'], `The type ${quoted(type)} is read as custom.`, {
    severity: 'warning',
    hint: 'Known types are helm, compose and custom; helm.v3 is now helm.',
  });
  return { ...value, spec: { ...spec, deploymentProfile: { ...profile, type: 'custom' } } };
};

/** How an application deployment is read. */
export const APPLICATION_DEPLOYMENT: DocumentKind<ApplicationDeployment> = {
  name: 'ApplicationDeployment',
  revision: 'rc3',
  format: 'yaml',
  schema: applicationDeploymentSchema,
  shapeRule: 'AX-00',
  readRule: 'AX-00',
  tolerate,
  checks: [oldMembersCheck, namesCheck, componentsCheck, targetsCheck, deploymentConstraintsCheck],
};

/** Reads an application deployment (1.0.0-rc.3) and gives it, or everything that is wrong with it. */
export const safeParseApplicationDeployment = (
  source: DocumentSource,
  limits?: ReadLimits,
): ParseResult<ApplicationDeployment> => safeReadDocument(APPLICATION_DEPLOYMENT, source, limits);

/** Reads an application deployment (1.0.0-rc.3). Throws a {@link DocumentError} with all issues. */
export const parseApplicationDeployment = (source: DocumentSource, limits?: ReadLimits): ApplicationDeployment =>
  readDocument(APPLICATION_DEPLOYMENT, source, limits);

import type { Report } from '../reading/check.js';
import { isMapping, type Mapping } from '../reading/mapping.js';

const PROPERTIES = ['spec', 'deploymentProfile', 'components'] as const;

/** AD-24: properties were texts once, so wait came as "true" or "false". */
export const waitAsBoolean = (value: Mapping, report: Report): Mapping => {
  const { spec } = value;
  const profile = isMapping(spec) ? spec['deploymentProfile'] : undefined;
  const components = isMapping(profile) ? profile['components'] : undefined;
  if (!isMapping(spec) || !isMapping(profile) || !Array.isArray(components)) return value;
  const read = components.map((component: unknown, c) => {
    const properties = isMapping(component) ? component['properties'] : undefined;
    if (!isMapping(component) || !isMapping(properties)) return component;
    const { wait } = properties;
    if (wait !== 'true' && wait !== 'false') return component;
    report('AD-24', [...PROPERTIES, c, 'properties', 'wait'], `wait is the text "${wait}", which is read as ${wait}.`, {
      severity: 'warning',
    });
    return { ...component, properties: { ...properties, wait: wait === 'true' } };
  });
  return { ...value, spec: { ...spec, deploymentProfile: { ...profile, components: read } } };
};

/** the first OpenAPI files had other places for both ids than the text, so they are looked for there too. */
export const idsAmongAnnotations = (value: Mapping, report: Report): Mapping => {
  const { id, metadata, spec } = value;
  if (!isMapping(metadata)) return value;
  const found: Record<string, unknown> = isMapping(metadata['annotations']) ? { ...metadata['annotations'] } : {};
  if (found['id'] === undefined && metadata['id'] !== undefined) {
    found['id'] = metadata['id'];
    report('AX-01', ['metadata', 'id'], 'The id is read from here, but its place is metadata.annotations.id.', {
      severity: 'warning',
    });
  }
  if (found['id'] === undefined && id !== undefined) {
    found['id'] = id;
    report('AX-01', ['id'], 'The id is read from here, but its place is metadata.annotations.id.', {
      severity: 'warning',
    });
  }
  const application = isMapping(spec) ? applicationIn(spec) : undefined;
  if (found['applicationId'] === undefined && application) {
    found['applicationId'] = application.id;
    report(
      'AX-03',
      application.path,
      'The id is read from here, but its place is metadata.annotations.applicationId.',
      {
        severity: 'warning',
      },
    );
  }
  return { ...value, metadata: { ...metadata, annotations: found } };
};

const applicationIn = (spec: Mapping): { id: unknown; path: readonly string[] } | undefined => {
  const { applicationId, appPackageRef } = spec;
  if (applicationId !== undefined) return { id: applicationId, path: ['spec', 'applicationId'] };
  const id = isMapping(appPackageRef) ? appPackageRef['id'] : undefined;
  return id === undefined ? undefined : { id, path: ['spec', 'appPackageRef', 'id'] };
};

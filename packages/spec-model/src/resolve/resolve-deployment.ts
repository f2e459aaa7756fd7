import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { Component } from '../application-description/component-schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import type { ApplicationDescription, DeploymentProfile } from '../application-description/schema.js';
import { MargoError } from '../errors.js';
import type { DeploymentId, DeviceTarget } from '../identifiers/identifiers.js';
import { PATTERNS } from '../identifiers/patterns.js';
import { DocumentError, type Issue } from '../issue.js';
import { checkValue } from './check-value.js';

/** What a fleet manager decides when it turns an application into a deployment. */
export interface DeploymentChoices {
  /** Id of the deployment profile to use. */
  readonly profileId: string;
  /** A new UUID, or the id of the deployment that is updated (DS-46). */
  readonly deploymentId: DeploymentId;
  readonly deviceId: DeviceTarget;
  /** Name of the deployment; the source of its errors (ST-06). */
  readonly name: string;
  readonly namespace: string;
  /** Chosen values by parameter name; defaults fill the rest. */
  readonly values?: Readonly<Record<string, ParameterValue>>;
}

/**
 * Makes the deployment of an application: one profile, with final values.
 *
 * Components, constraints and the extensions on them are copied as they are (DS-48, DS-54); extensions at the root of
 * the description are for the fleet manager and stay behind.
 *
 * @throws MargoError `ERR_PROFILE_UNKNOWN`, `ERR_PARAMETER_UNKNOWN`
 * @throws DocumentError `ERR_DOCUMENT_INVALID` with CF-12 for each value that its schema refuses
 *
 * @example
 * ```ts
 * import { parseApplicationDescription, parseDeploymentId, parseDeviceId, resolveDeployment } from '@margo-sdk/spec-model';
 *
 * const description = parseApplicationDescription(`
 * apiVersion: v1
 * id: com-example-hello
 * metadata: { name: Hello, version: 1.0.0, catalog: { organization: [{ name: Example }] } }
 * deploymentProfiles:
 *   - type: helm
 *     id: helm
 *     components:
 *       - name: hello
 *         properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 }
 * parameters:
 *   greeting: { value: Hi, targets: [{ pointer: text, components: [hello] }] }
 * `);
 * const deployment = resolveDeployment(description, {
 *   profileId: 'helm',
 *   deploymentId: parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06'),
 *   deviceId: parseDeviceId('edge-1'),
 *   name: 'hello-on-edge-1',
 *   namespace: 'hello',
 *   values: { greeting: 'Good morning' },
 * });
 * console.log(deployment.spec.parameters?.['greeting']?.value); // Good morning
 * ```
 */
export const resolveDeployment = (
  description: ApplicationDescription,
  choices: DeploymentChoices,
): ApplicationDeployment => {
  const profile = description.deploymentProfiles.find(({ id }) => id === choices.profileId);
  if (!profile) {
    throw new MargoError('ERR_PROFILE_UNKNOWN', `${description.id} has no deployment profile ${choices.profileId}.`, {
      hint: `Profiles are: ${description.deploymentProfiles.map(({ id }) => id).join(', ')}.`,
    });
  }
  const values = choices.values ?? {};
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(description.parameters ?? {}, name)) {
      throw new MargoError('ERR_PARAMETER_UNKNOWN', `${description.id} has no parameter ${name}.`);
    }
  }
  const issues = checkValues(description, values);
  if (issues.length > 0) throw new DocumentError('set of values', issues);

  return {
    id: choices.deploymentId,
    metadata: { name: choices.name, namespace: choices.namespace, deviceId: choices.deviceId },
    spec: {
      applicationId: description.id,
      deploymentProfile: copyProfile(profile),
      parameters: resolveParameters(description, profile, values),
    },
  };
};

const copyProfile = (profile: DeploymentProfile): ApplicationDeployment['spec']['deploymentProfile'] => ({
  type: profile.type,
  components: structuredClone(profile.components.map(copyComponent)),
  ...(profile.deviceConstraints ? { deviceConstraints: structuredClone(profile.deviceConstraints) } : {}),
  ...structuredClone(extensionsOf(profile)),
});

// The deployment's schema is closed, so what the description's open one let through stays behind.
const copyComponent = (component: Component): Component => {
  const { repository, revision, wait, timeout } = component.properties;
  return {
    name: component.name,
    properties: {
      repository,
      revision,
      ...(wait === undefined ? {} : { wait }),
      ...(timeout === undefined ? {} : { timeout }),
    },
    ...extensionsOf(component),
  };
};

const extensionsOf = (object: object): Record<`x-${string}-extensions`, Record<string, unknown>> =>
  Object.fromEntries(Object.entries(object).filter(([key]) => PATTERNS.extensionKey.test(key)));

/** Values that reach a component of the profile; those without a value or a place to go are left out. */
const resolveParameters = (
  { parameters = {} }: ApplicationDescription,
  profile: DeploymentProfile,
  values: Readonly<Record<string, ParameterValue>>,
): NonNullable<ApplicationDeployment['spec']['parameters']> => {
  const names = new Set(profile.components.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { value: fallback, targets }]) => {
      const value = Object.hasOwn(values, name) ? values[name] : fallback;
      const reached = targets.flatMap(({ pointer, components }) => {
        const own = components.filter((component) => names.has(component));
        return own.length === 0 ? [] : [{ pointer, components: own }];
      });
      return value === undefined || reached.length === 0 ? [] : [[name, { value, targets: reached }]];
    }),
  );
};

/** CF-12: every setting is judged, also one that nobody chose a value for. */
const checkValues = (
  { parameters = {}, configuration }: ApplicationDescription,
  values: Readonly<Record<string, ParameterValue>>,
): Issue[] => {
  const schemas = new Map(configuration?.schema.map((schema) => [schema.name, schema]));
  const settings = configuration?.sections.flatMap((section) => section.settings) ?? [];
  return settings.flatMap(({ parameter, schema: name }) => {
    const schema = schemas.get(name);
    if (!schema) return [];
    const value = Object.hasOwn(values, parameter) ? values[parameter] : parameters[parameter]?.value;
    return checkValue(schema, value).map((fault): Issue => ({
      rule: 'CF-12',
      severity: 'error',
      path: ['parameters', parameter, 'value'],
      message: `The value of ${parameter} ${fault}.`,
    }));
  });
};

import { APPLICATION_DEPLOYMENT } from '../application-deployment/application-deployment.js';
import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { Component } from '../application-description/component-schema.js';
import type { ApplicationDescription, DeploymentProfile } from '../application-description/schema.js';
import { checkValues } from '../configuration/check-values.js';
import type { CheckValuesOptions } from '../configuration/judge-settings.js';
import { profileOf } from '../configuration/profile.js';
import { immutableParameters, settingsOf } from '../configuration/settings.js';
import { valueOf, type Values, type ValueSources } from '../configuration/values.js';
import { MargoError } from '../errors.js';
import { extensionsOf } from '../identifiers/extension-key.js';
import type { DeploymentId, DeviceTarget } from '../identifiers/identifiers.js';
import { DocumentError, type Issue } from '../issue.js';
import { type JsonValue, stringifyJson } from '../json/stringify-json.js';
import { safeReadDocument } from '../reading/read-document.js';
import type { Extensions } from '../schema/members.js';

/** What a fleet manager decides when it turns an application into a deployment. */
export interface DeploymentRequest extends CheckValuesOptions {
  /** Id of the deployment profile to use. */
  readonly profile: string;
  readonly ids: {
    /** A new UUID, or the id of the deployment that is updated (DS-46). */
    readonly deploymentId: DeploymentId;
    /** Name of the deployment; the source of its errors (ST-06). */
    readonly name: string;
    /** Kubernetes namespace. */
    readonly namespace: string;
  };
  /** The device, or `gateway/*`, that the deployment is aimed at. */
  readonly target: DeviceTarget;
  /** Chosen values by name of the parameter; `null` leaves a value empty. Defaults fill the rest. */
  readonly values?: Values;
  /** Extensions of the fleet manager for the device, by their keys `x-<name>-extensions`; they go into `spec` (DS-56). */
  readonly extensions?: Extensions;
}

/**
 * Makes the deployment of an application: one profile, with final values, as revision 1.0.0-rc.3 has it.
 *
 * Components, constraints and the extensions on them are copied as they are (DS-48, DS-54); extensions at the root of
 * the description are for the fleet manager and stay behind. Of the parameters those stay that reach a component of the
 * profile and have a value. With `previous`, an immutable parameter that nobody chose keeps its value; to keep the
 * others too, start `values` from `deploymentValues(previous)`.
 *
 * @throws MargoError `ERR_PROFILE_UNKNOWN`; `ERR_PREVIOUS_UNRELATED` when `previous` is no earlier form of this deployment
 * @throws DocumentError `ERR_DOCUMENT_INVALID` with everything that is wrong with the values (see `checkValues`), or
 *   with the deployment that came of them; no message repeats a value
 *
 * @example
 * ```ts
 * import { createDeployment, parseApplicationDescription, parseDeploymentId, parseDeviceId } from '@margo-sdk/spec-model';
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
 * const deployment = createDeployment(description, {
 *   profile: 'helm',
 *   ids: {
 *     deploymentId: parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06'),
 *     name: 'hello-on-edge-1',
 *     namespace: 'hello',
 *   },
 *   target: parseDeviceId('edge-1'),
 *   values: { greeting: 'Good morning' },
 * });
 * console.log(deployment.spec.parameters?.['greeting']?.value); // Good morning
 * ```
 */
export const createDeployment = (
  description: ApplicationDescription,
  request: DeploymentRequest,
): ApplicationDeployment => {
  const { ids, target, values = {}, previous, extensions = {} } = request;
  const profile = profileOf(description, request.profile);
  if (previous && (previous.id !== ids.deploymentId || previous.spec.applicationId !== description.id)) {
    throw new MargoError(
      'ERR_PREVIOUS_UNRELATED',
      `Expected an earlier form of deployment ${ids.deploymentId} of ${description.id}, but got deployment ${previous.id} of ${previous.spec.applicationId}.`,
      { hint: 'Leave previous out for a new deployment; an update keeps the id of the deployment.' },
    );
  }
  const issues = checkValues(description, values, request);
  if (hasErrors(issues)) throw new DocumentError('set of values', issues);

  const immutable = immutableParameters(settingsOf(description, profile));
  const deployment: ApplicationDeployment = {
    id: ids.deploymentId,
    metadata: { name: ids.name, namespace: ids.namespace, deviceId: target },
    spec: {
      ...structuredClone(extensions),
      applicationId: description.id,
      deploymentProfile: copyProfile(profile),
      parameters: parametersFor(description, profile, { values, previous, immutable }),
    },
  };
  const broken = issuesOf(deployment);
  if (hasErrors(broken)) throw new DocumentError(APPLICATION_DEPLOYMENT.name, broken);
  return deployment;
};

const hasErrors = (issues: readonly Issue[]): boolean => issues.some(({ severity }) => severity === 'error');

/** Holds what was made to the rules that every reader will hold it to; what it was made of need not have been checked. */
const issuesOf = (deployment: ApplicationDeployment): Issue[] =>
  safeReadDocument(APPLICATION_DEPLOYMENT, stringifyJson(deployment as unknown as JsonValue)).issues.map(
    ({ line: _line, column: _column, ...issue }) => issue,
  );

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

/** Values that reach a component of the profile; those without a value or a place to go are left out. */
const parametersFor = (
  { parameters = {} }: ApplicationDescription,
  profile: DeploymentProfile,
  sources: ValueSources,
): NonNullable<ApplicationDeployment['spec']['parameters']> => {
  const names = new Set(profile.components.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) => {
      const value = valueOf(name, parameter, sources);
      const targets = parameter.targets.flatMap(({ pointer, components }) => {
        const reached = components.filter((component) => names.has(component));
        return reached.length === 0 ? [] : [{ pointer, components: reached }];
      });
      const none = value === undefined || value === null || targets.length === 0;
      return none ? [] : [[name, { value: structuredClone(value), targets }]];
    }),
  );
};

import type { ApplicationDeployment } from '../application-deployment/schema.js';
import { type JsonValue, stringifyJson } from '../json/stringify-json.js';
import { renderComposeEnvironment } from '../render/compose-environment.js';
import { renderHelmValues } from '../render/helm-values.js';

/**
 * What makes one component what it is, in three texts that are equal exactly when nothing of their kind changed (L-09).
 * They may hold secrets: hash them before they are stored or shown.
 */
export interface ComponentFacts {
  readonly name: string;
  /** Where it runs: profile type, namespace and device. A change means remove and install. */
  readonly placement: string;
  /** What runs: repository and revision. A change means upgrade. */
  readonly artifact: string;
  /** How it is set: the parameters that reach it, rendered. A change means reconfigure. */
  readonly configuration: string;
}

/** The facts of each component of a deployment, in listed order. */
export const componentFacts = (deployment: ApplicationDeployment): ComponentFacts[] => {
  const { metadata, spec } = deployment;
  const { type, components } = spec.deploymentProfile;
  const placement = stringifyJson({ type, namespace: metadata.namespace, deviceId: metadata.deviceId });
  return components.map(({ name, properties: { repository, revision } }) => ({
    name,
    placement,
    artifact: stringifyJson({ repository, revision }),
    configuration: stringifyJson(configurationOf(deployment, type, name)),
  }));
};

const configurationOf = (deployment: ApplicationDeployment, type: string, component: string): JsonValue => {
  if (type === 'helm') return renderHelmValues(deployment, component);
  if (type === 'compose') return renderComposeEnvironment(deployment, component);
  // A custom profile gives pointers their own meaning, so they are compared as they stand.
  const reaching = Object.entries(deployment.spec.parameters ?? {}).flatMap(([name, { value, targets }]) => {
    const pointers = targets.filter(({ components }) => components.includes(component)).map(({ pointer }) => pointer);
    return pointers.length === 0 ? [] : [{ name, value, pointers }];
  });
  return reaching;
};

import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { Component } from '../application-description/component-schema.js';
import { type JsonValue, stringifyJson } from '../json/stringify-json.js';
import { shortened } from '../reading/wording.js';

/** Why every component is replaced: where and as what it runs changed. Undefined when it did not. */
export const movesOf = (before: ApplicationDeployment, after: ApplicationDeployment): string | undefined => {
  const changes = [
    ['the namespace', before.metadata.namespace, after.metadata.namespace],
    ['the type of the profile', before.spec.deploymentProfile.type, after.spec.deploymentProfile.type],
    ['the device', before.metadata.deviceId, after.metadata.deviceId],
  ] as const;
  const said = changes.flatMap(([what, old, wanted]) =>
    old === wanted ? [] : [`${what} from ${shortened(old)} to ${shortened(wanted)}`],
  );
  return said.length === 0 ? undefined : `What changed is ${said.join(' and ')}.`;
};

/** Members of a profile that take no step when they change. */
export const idleChangesOf = (before: ApplicationDeployment, after: ApplicationDeployment): string[] => {
  const textOf = ({ spec }: ApplicationDeployment): readonly [constraints: string, extensions: string] => {
    const { type: _type, components: _components, deviceConstraints = null, ...extensions } = spec.deploymentProfile;
    return [stringifyJson(deviceConstraints as JsonValue), stringifyJson(extensions as JsonValue)];
  };
  const [constraints, extensions] = textOf(before);
  const [newConstraints, newExtensions] = textOf(after);
  return [
    ...(constraints === newConstraints ? [] : ['the device constraints']),
    ...(extensions === newExtensions ? [] : ['the extensions of the profile']),
  ];
};

/** What changed for all components alike. */
export interface SharedChanges {
  /** Why all of them are replaced. */
  readonly moves: string | undefined;
  /** What takes no step. */
  readonly idle: readonly string[];
}

/** A component at its place in the list. */
interface Listed {
  readonly component: Component;
  readonly place: number;
}

/** What is known about a component that was there before. */
interface Change {
  readonly before: Listed;
  readonly after: Listed;
  readonly parameters: readonly string[];
  readonly shared: SharedChanges;
}

/** Most parameters that one sentence names. */
const MOST_NAMED = 10;

/** Says what changed, the weightiest first. Values of parameters are never said. */
export const becauseOf = ({ before, after, parameters, shared }: Change): string[] => {
  const { repository, revision, wait, timeout } = before.component.properties;
  const wanted = after.component.properties;
  const idle = [
    ...((wait ?? true) === (wanted.wait ?? true) ? [] : ['wait']),
    ...(timeout === wanted.timeout ? [] : ['timeout']),
    ...(extensionsOf(before.component) === extensionsOf(after.component) ? [] : ['its extensions']),
    ...shared.idle,
    ...(before.place === after.place ? [] : ['its place in the list']),
  ];
  return [
    ...(shared.moves === undefined ? [] : [shared.moves]),
    ...(repository === wanted.repository
      ? []
      : [`The repository changed from ${shortened(repository)} to ${shortened(wanted.repository)}.`]),
    ...(revision === wanted.revision
      ? []
      : [`The revision changed from ${shortened(revision)} to ${shortened(wanted.revision)}.`]),
    ...(parameters.length === 0 ? [] : [`Parameters that reach it changed: ${named(parameters)}.`]),
    ...(idle.length === 0 ? [] : [`Changed, which takes no step: ${idle.join(', ')}.`]),
  ];
};

const named = (parameters: readonly string[]): string => {
  const more = parameters.length - MOST_NAMED;
  const first = parameters.slice(0, MOST_NAMED).map(shortened).join(', ');
  return more > 0 ? `${first} and ${more} more` : first;
};

const extensionsOf = (component: Component): string => {
  const { name: _name, properties: _properties, ...rest } = component;
  return stringifyJson(rest as JsonValue);
};

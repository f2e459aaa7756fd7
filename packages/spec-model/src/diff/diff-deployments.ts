import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { Component } from '../application-description/component-schema.js';
import { stringifyJson } from '../json/stringify-json.js';
import { parametersByComponent, type ReachingParameter } from '../render/reaching.js';
import { type ComponentFacts, componentFacts } from './component-facts.js';
import { becauseOf, idleChangesOf, movesOf, type SharedChanges } from './reasons.js';

/** What an update means for one component (L-09). `replace` is remove and install. */
export type ComponentAction = 'install' | 'upgrade' | 'reconfigure' | 'keep' | 'remove' | 'replace';

/** What an update means for one component, and why. */
export interface ComponentDiff {
  readonly name: string;
  readonly action: ComponentAction;
  /** Sentences for a person; values of parameters are not in them. Empty when nothing changed. */
  readonly because: readonly string[];
  /** Names of the parameters that reach the component otherwise than before, sorted; none for install and remove. */
  readonly parameters: readonly string[];
  /** The component as it was; absent when it is new. */
  readonly before?: Component;
  /** The component as it will be; absent when it is gone. */
  readonly after?: Component;
}

/** What an update means for each component of a deployment. */
export interface DeploymentDiff {
  /** In listed order; components that are gone stand at the end, last listed first. */
  readonly components: readonly ComponentDiff[];
  /** Why every component is replaced, in one sentence; absent when they are not. */
  readonly replacesAll?: string;
}

interface Side {
  readonly components: ReadonlyMap<
    string,
    { readonly component: Component; readonly facts: ComponentFacts; readonly place: number }
  >;
  readonly reaching: ReadonlyMap<string, readonly ReachingParameter[]>;
}

const sideOf = (deployment: ApplicationDeployment): Side => {
  const { components } = deployment.spec.deploymentProfile;
  const facts = componentFacts(deployment);
  return {
    components: new Map(
      components.flatMap((component, place) => {
        const own = facts[place];
        return own ? [[component.name, { component, facts: own, place }]] : [];
      }),
    ),
    reaching: parametersByComponent(deployment),
  };
};

/**
 * Tells what it takes to get from one form of a deployment to another, for each component (L-09): install what is new,
 * upgrade where repository or revision changed, reconfigure where only parameters that reach it changed, remove what is
 * gone, and replace everything when the namespace, the type of the profile or the device changed. This only classifies;
 * the lifecycle orders the steps, from what is really on the device.
 *
 * @param before - undefined when there is nothing yet
 * @param after - undefined when everything goes
 * @throws MargoError `ERR_POINTER_INVALID`, `ERR_POINTER_CONFLICT`, `ERR_RENDER_LIMIT`: parameters cannot be rendered
 *
 * @example
 * ```ts
 * import { diffDeployments, parseApplicationDeployment } from '@margo-sdk/spec-model';
 *
 * const before = parseApplicationDeployment(`
 * id: a3e2f5dc-912e-494f-8395-52cf3769bc06
 * metadata: { name: hello, namespace: hello, deviceId: edge-1 }
 * spec:
 *   applicationId: com-example-hello
 *   deploymentProfile:
 *     type: helm
 *     components:
 *       - { name: hello, properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 } }
 *   parameters: { volume: { value: 3, targets: [{ pointer: sound.volume, components: [hello] }] } }
 * `);
 * const after = structuredClone(before);
 * const { volume } = after.spec.parameters ?? {};
 * if (volume) volume.value = 5;
 * for (const { name, action, because } of diffDeployments(before, after).components) {
 *   console.log(name, action, because); // hello reconfigure [ 'Parameters that reach it changed: volume.' ]
 * }
 * ```
 */
export const diffDeployments = (
  before: ApplicationDeployment | undefined,
  after: ApplicationDeployment | undefined,
): DeploymentDiff => {
  const old = before && sideOf(before);
  const wanted = after && sideOf(after);
  const moves = before && after ? movesOf(before, after) : undefined;
  const shared = { moves, idle: before && after ? idleChangesOf(before, after) : [] };
  const components = [...(wanted?.components.keys() ?? [])].map((name) => compare(name, old, wanted, shared));
  const gone = [...(old?.components.keys() ?? [])].filter((name) => !wanted?.components.has(name)).reverse();
  return {
    components: [...components, ...gone.map((name) => compare(name, old, undefined, shared))],
    ...(moves === undefined ? {} : { replacesAll: moves }),
  };
};

const compare = (
  name: string,
  old: Side | undefined,
  wanted: Side | undefined,
  shared: SharedChanges,
): ComponentDiff => {
  const before = old?.components.get(name);
  const after = wanted?.components.get(name);
  const sides = {
    name,
    ...(before ? { before: before.component } : {}),
    ...(after ? { after: after.component } : {}),
  };
  if (!before || !after) {
    const action = after ? 'install' : 'remove';
    return { ...sides, action, because: [after ? 'It is new.' : 'It is no longer listed.'], parameters: [] };
  }
  const configured = before.facts.configuration !== after.facts.configuration;
  const parameters = configured ? changedParameters(old?.reaching.get(name), wanted?.reaching.get(name)) : [];
  return {
    ...sides,
    action: actionFor(before.facts, after.facts),
    because: becauseOf({ before, after, parameters, shared }),
    parameters,
  };
};

const actionFor = (before: ComponentFacts, after: ComponentFacts): ComponentAction => {
  if (before.placement !== after.placement) return 'replace';
  if (before.artifact !== after.artifact) return 'upgrade';
  return before.configuration === after.configuration ? 'keep' : 'reconfigure';
};

/** A parameter counts as changed when its value or the pointers by which it reaches the component did. */
const changedParameters = (
  before: readonly ReachingParameter[] = [],
  after: readonly ReachingParameter[] = [],
): string[] => {
  const textOf = ({ value, pointers }: ReachingParameter): string =>
    stringifyJson({ value, pointers: [...pointers].sort() });
  const old = new Map(before.map((one) => [one.name, textOf(one)]));
  const wanted = new Map(after.map((one) => [one.name, textOf(one)]));
  return [...new Set([...old.keys(), ...wanted.keys()])].filter((name) => old.get(name) !== wanted.get(name)).sort();
};

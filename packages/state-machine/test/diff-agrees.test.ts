import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  componentFacts,
  diffDeployments,
  parseApplicationDeployment,
  type ApplicationDeployment,
  type ComponentAction,
} from '@margo-sdk/spec-model';
import { planChange, type ComponentChange, type ComponentSpec } from '@margo-sdk/state-machine';

const NAMES = ['broker', 'store', 'probe'];

/** Mostly the first, so that two deployments often have it in common. */
const mostly = (usual: string, other: string) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });

const someParameters = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('poll', 'site'),
    value: fc.constantFrom<string | number>(1, '1', 'x'),
    reached: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 }),
  }),
  { selector: ({ name }) => name },
);
const noParameters = someParameters.map((all) => all.slice(0, 0));

/** Deployments that differ in all that a plan depends on, and in much that it does not. */
const deployment = fc
  .record({
    type: mostly('helm', 'compose'),
    namespace: mostly('line', 'other'),
    deviceId: mostly('edge-1', 'edge-2'),
    components: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...NAMES),
        revision: mostly('1.0.0', '1.0.1'),
        repository: mostly('oci://r.example/a', 'oci://r.example/b'),
        timeout: fc.constantFrom('1m0s', '2m0s'),
      }),
      { minLength: 1, selector: ({ name }) => name },
    ),
    parameters: fc.oneof({ weight: 1, arbitrary: noParameters }, { weight: 1, arbitrary: someParameters }),
  })
  .map(({ type, namespace, deviceId, components, parameters }): ApplicationDeployment => {
    const listed = components.map(({ name }) => name);
    return parseApplicationDeployment(
      JSON.stringify({
        id: 'ad9b614e-8912-45f4-a523-372358765def',
        metadata: { name: 'line', namespace, deviceId },
        spec: {
          applicationId: 'com-example-line',
          deploymentProfile: {
            type,
            components: components.map(({ name, ...properties }) => ({ name, properties })),
          },
          parameters: Object.fromEntries(
            parameters.flatMap(({ name, value, reached }) => {
              const own = reached.filter((component) => listed.includes(component));
              return own.length === 0 ? [] : [[name, { value, targets: [{ pointer: name, components: own }] }]];
            }),
          ),
        },
      }),
    );
  });

const specs = (one: ApplicationDeployment | undefined): ComponentSpec[] =>
  one === undefined ? [] : componentFacts(one).map(({ name, ...fingerprint }) => ({ name, fingerprint }));
const AS_CHANGE: Readonly<Partial<Record<ComponentAction, ComponentChange>>> = { remove: 'drop' };

test('the difference of two deployments is what the plan does to a device that runs the first (L-09)', () => {
  const seen = new Set<ComponentChange>();
  fc.assert(
    fc.property(
      fc.option(deployment, { nil: undefined }),
      fc.option(deployment, { nil: undefined }),
      (before, after) => {
        const { changes } = planChange(specs(before), specs(after));
        const { components } = diffDeployments(before, after);
        const told = components.map(({ name, action }) => ({ component: name, change: AS_CHANGE[action] ?? action }));
        expect(told).toEqual(changes);
        for (const { change } of changes) seen.add(change);
        for (const { action, parameters } of components)
          if (action === 'reconfigure') expect(parameters).not.toEqual([]);
      },
    ),
    { numRuns: 400 },
  );
  expect([...seen].sort()).toEqual(['drop', 'install', 'keep', 'reconfigure', 'replace', 'upgrade']);
});

test('what changed in one place only shows in the difference and in the plan', () => {
  fc.assert(
    fc.property(deployment, (before) => {
      const after = structuredClone(before);
      const [first] = after.spec.deploymentProfile.components;
      if (first) first.properties.revision = '9.0.0';
      const { components } = diffDeployments(before, after);
      expect(components.map(({ action }) => action)).toEqual(components.map((_, n) => (n === 0 ? 'upgrade' : 'keep')));
      expect(planChange(specs(before), specs(after)).steps).toHaveLength(1);
    }),
    { numRuns: 100 },
  );
});

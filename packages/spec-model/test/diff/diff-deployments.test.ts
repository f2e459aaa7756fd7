import { describe, expect, it } from 'vitest';
import { diffDeployments, parseApplicationDeployment } from '@margo-sdk/spec-model';
import { changed, deployment, type Loose } from '../documents.js';

const read = (change: (d: Loose) => void = () => {}) =>
  parseApplicationDeployment(changed(deployment(), change, 'yaml'));
const diff = (change: (d: Loose) => void) => diffDeployments(read(), read(change));
const actions = (change: (d: Loose) => void) =>
  diff(change).components.map(({ name, action, parameters }) => [name, action, ...parameters].join(' '));
const reasons = (change: (d: Loose) => void) => diff(change).components.map(({ because }) => because);
const components = (d: Loose) => d.spec.deploymentProfile.components;

describe('the difference between two deployments (L-09)', () => {
  it('is nothing where nothing changed, and where only the name of the deployment or the order of parameters did', () => {
    const same = {
      components: [expect.objectContaining({ action: 'keep', because: [], parameters: [] }), expect.anything()],
    };
    expect(diff(() => {})).toEqual(same);
    expect(diff((d) => (d.metadata.name = 'renamed'))).toEqual(same);
  });

  it('is an upgrade where repository or revision changed, and says from what to what', () => {
    const change = (d: Loose) => {
      components(d)[0].properties.revision = '1.0.1';
      components(d)[1].properties.repository = 'oci://other.example/srv';
      d.spec.parameters.poll.value = 40;
    };
    expect(actions(change)).toEqual(['database upgrade poll', 'server upgrade poll']);
    expect(reasons(change)).toEqual([
      ['The revision changed from 1.0.0 to 1.0.1.', 'Parameters that reach it changed: poll.'],
      [
        'The repository changed from oci://r.example/srv to oci://other.example/srv.',
        'Parameters that reach it changed: poll.',
      ],
    ]);
    expect(diff(change).components[0]).toMatchObject({
      before: { properties: { revision: '1.0.0' } },
      after: { properties: { revision: '1.0.1' } },
    });
  });

  it('is a reconfiguration of the components that a changed parameter reaches, and of no others (L-22)', () => {
    expect(
      actions((d) => {
        d.spec.parameters.extra = { value: 1, targets: [{ pointer: 'extra', components: ['server'] }] };
      }),
    ).toEqual(['database keep', 'server reconfigure extra']);
    expect(actions((d) => (d.spec.parameters.poll.targets[0].components = ['server']))).toEqual([
      'database reconfigure poll',
      'server keep',
    ]);
    expect(actions((d) => (d.spec.parameters.poll.targets[0].pointer = 'settings.other'))).toEqual([
      'database reconfigure poll',
      'server reconfigure poll',
    ]);
  });

  it('is nothing where other parameters write the same', () => {
    expect(
      actions((d) => {
        d.spec.parameters = { renamed: d.spec.parameters.poll };
      }),
    ).toEqual(['database keep', 'server keep']);
  });

  it('keeps what changed only in ways that take no step, and says so', () => {
    const change = (d: Loose) => {
      components(d)[0].properties.wait = false;
      components(d)[0].properties.timeout = '1m0s';
      components(d)[0]['x-acme-extensions'] = { a: 1 };
      components(d).reverse();
      d.spec.deploymentProfile.deviceConstraints = { capacityRequirements: { memory: '1Gi' } };
      d.spec.deploymentProfile['x-acme-extensions'] = { a: 1 };
    };
    expect(actions(change)).toEqual(['server keep', 'database keep']);
    expect(reasons(change)).toEqual([
      ['Changed, which takes no step: the device constraints, the extensions of the profile, its place in the list.'],
      [
        'Changed, which takes no step: wait, timeout, its extensions, the device constraints, the extensions of the profile, its place in the list.',
      ],
    ]);
    expect(reasons((d) => (components(d)[0].properties.wait = true))).toEqual([[], []]);
  });

  it('installs what is new, and removes what is gone, last listed first', () => {
    expect(
      actions((d) => {
        d.spec.deploymentProfile.components = [{ ...components(d)[1], name: 'proxy' }];
        d.spec.parameters = {};
      }),
    ).toEqual(['proxy install', 'server remove', 'database remove']);
    expect(diffDeployments(undefined, read())).toMatchObject({
      components: [
        { name: 'database', action: 'install', because: ['It is new.'], after: { name: 'database' } },
        { name: 'server', action: 'install' },
      ],
    });
    expect(diffDeployments(read(), undefined)).toMatchObject({
      components: [
        { name: 'server', action: 'remove', because: ['It is no longer listed.'], before: { name: 'server' } },
        { name: 'database', action: 'remove' },
      ],
    });
    expect(diffDeployments(undefined, undefined)).toEqual({ components: [] });
  });

  it.each([
    ['namespace', (d: Loose) => (d.metadata.namespace = 'other'), 'the namespace from app to other'],
    ['device', (d: Loose) => (d.metadata.deviceId = 'edge-2'), 'the device from edge-1 to edge-2'],
    [
      'type',
      (d: Loose) => ((d.spec.deploymentProfile.type = 'compose'), (d.spec.parameters = {})),
      'the type of the profile from helm to compose',
    ],
  ])('replaces everything where the %s changed', (_, change, said) => {
    const { components, replacesAll } = diff(change);
    expect(components.map(({ action }) => action)).toEqual(['replace', 'replace']);
    expect(replacesAll).toBe(`What changed is ${said}.`);
    for (const { because } of components) expect(because[0]).toBe(replacesAll);
  });

  it('compares the parameters of custom components as they stand, in any order', () => {
    const custom = (names: readonly string[], value: number) =>
      read((d) => {
        d.spec.deploymentProfile.type = 'custom';
        d.spec.deploymentProfile.deviceConstraints = {
          eligibilityRules: [{ labelSelector: { matchExpressions: [{ key: 'plc', operator: 'Exists' }] } }],
        };
        d.spec.parameters = Object.fromEntries(
          names.map((name) => [name, { value, targets: [{ pointer: `/${name}`, components: ['server'] }] }]),
        );
      });
    const compare = (names: readonly string[], value: number) =>
      diffDeployments(custom(['a', 'b'], 1), custom(names, value)).components[1];
    expect(compare(['b', 'a'], 1)).toMatchObject({ action: 'keep', parameters: [] });
    expect(compare(['b', 'a'], 2)).toMatchObject({ action: 'reconfigure', parameters: ['a', 'b'] });
  });

  it('names ten parameters of many', () => {
    const names = Array.from({ length: 12 }, (_, n) => `p${n + 10}`);
    const [, server] = reasons((d) => {
      for (const name of names) {
        d.spec.parameters[name] = { value: 1, targets: [{ pointer: name, components: ['server'] }] };
      }
    });
    expect(server).toEqual([`Parameters that reach it changed: ${names.slice(0, 10).join(', ')} and 2 more.`]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  buildApplication,
  DocumentError,
  parseApplicationDescription,
  safeParseApplicationDescription,
  stringifyApplicationDescription,
} from '@margo-sdk/spec-model';

const start = buildApplication({
  id: 'com-example-app',
  name: 'App',
  version: '1.0.0',
  organizations: [{ name: 'Example' }],
});
const server = { name: 'server', repository: 'oci://r.example/server', revision: '1.0.0' } as const;
const cluster = start.helmProfile('cluster', {
  components: [
    { name: 'database', repository: 'oci://r.example/db', revision: '1.0.0', timeout: '1m30s' },
    { ...server, wait: false, 'x-acme-extensions': { tier: 1 } },
  ],
});

describe('the builder of an application', () => {
  it('gives the description that the same words in YAML give', () => {
    const built = start
      .helmProfile('cluster', { components: [server], deviceConstraints: { capacityRequirements: { memory: '1Gi' } } })
      .composeProfile('device', {
        description: 'For small devices.',
        components: [{ name: 'stack', repository: 'oci://r.example/stack', revision: '1.0.0' }],
      })
      .parameter('poll', {
        value: 30,
        targets: [
          { pointer: 'settings.poll', components: ['server'] },
          { pointer: 'POLL', components: ['stack'] },
        ],
      })
      .schema('seconds', { dataType: 'integer', minValue: 1 })
      .section('General', [{ parameter: 'poll', name: 'Poll', schema: 'seconds', immutable: true }])
      .build();
    const read = parseApplicationDescription(`
apiVersion: v1
id: com-example-app
metadata: { name: App, version: 1.0.0, catalog: { organization: [{ name: Example }] } }
deploymentProfiles:
  - type: helm
    id: cluster
    components: [{ name: server, properties: { repository: oci://r.example/server, revision: 1.0.0 } }]
    deviceConstraints: { capacityRequirements: { memory: 1Gi } }
  - type: compose
    id: device
    description: For small devices.
    components: [{ name: stack, properties: { repository: oci://r.example/stack, revision: 1.0.0 } }]
parameters:
  poll:
    value: 30
    targets: [{ pointer: settings.poll, components: [server] }, { pointer: POLL, components: [stack] }]
configuration:
  sections: [{ name: General, settings: [{ parameter: poll, name: Poll, schema: seconds, immutable: true }] }]
  schema: [{ name: seconds, dataType: integer, minValue: 1 }]
`);
    expect(built).toEqual(read);
  });

  it('keeps the order of components, whatever they are called, and extensions where they were put', () => {
    const app = buildApplication({
      id: 'a',
      name: 'A',
      version: '1.0.0',
      description: 'Does A.',
      organizations: [{ name: 'Example' }],
      authors: [{ name: 'Ada', email: 'ada@example.com' }],
      application: { tagline: 'A.' },
      'x-acme-extensions': { shop: true },
    })
      .helmProfile('p', {
        components: [
          { ...server, name: '2', 'x-acme-extensions': { tier: 1 } },
          { ...server, name: '1' },
        ],
        'x-other-extensions': {},
      })
      .build();
    expect(app.deploymentProfiles[0]?.components.map(({ name }) => name)).toEqual(['2', '1']);
    expect(app).toMatchObject({
      metadata: {
        description: 'Does A.',
        catalog: { author: [{ name: 'Ada', email: 'ada@example.com' }], application: { tagline: 'A.' } },
      },
      'x-acme-extensions': { shop: true },
      deploymentProfiles: [{ 'x-other-extensions': {}, components: [{ 'x-acme-extensions': { tier: 1 } }, {}] }],
    });
    expect(safeParseApplicationDescription(stringifyApplicationDescription(app))).toMatchObject({
      ok: true,
      value: app,
    });
  });

  it('never changes: what was built before stays as it was', () => {
    const organizations = [{ name: 'Example' }];
    const first = buildApplication({ id: 'a', name: 'A', version: '1', organizations }).helmProfile('p', {
      components: [server],
    });
    const before = first.build();
    first.parameter('a', { targets: [{ pointer: 'a', components: ['server'] }] }).build();
    first.composeProfile('q', { components: [{ ...server, name: 'other' }] }).build();
    organizations.length = 0;
    before.deploymentProfiles.length = 0;
    expect(first.build().deploymentProfiles.map(({ id }) => id)).toEqual(['p']);
    expect(first.build().parameters).toBeUndefined();
  });

  it('says everything that is wrong at once, without positions in a text that nobody wrote', () => {
    const wrong = start
      .helmProfile('p', { components: [{ ...server, revision: 'v1' }] })
      .helmProfile('p', { components: [server] })
      .schema('s', { dataType: 'string', minLength: 2, maxLength: 1 })
      .parameter('a', { targets: [{ pointer: '', components: ['server'] }] })
      .section('S', [{ parameter: 'a', name: 'A', schema: 's' }]);
    const { ok, issues } = wrong.safeBuild();
    expect(ok).toBe(false);
    const errors = issues.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
    expect(errors).toEqual(expect.arrayContaining(['AD-20', 'PM-02', 'CF-09']));
    expect(issues.some((issue) => 'line' in issue || 'column' in issue)).toBe(false);
    expect(() => wrong.build()).toThrow(DocumentError);
    expect(() => wrong.build()).toThrow(expect.objectContaining({ code: 'ERR_DOCUMENT_INVALID', issues }));
  });

  it('gives warnings along with a good description', () => {
    const { ok, issues } = start.helmProfile('p', { components: [server] }).safeBuild();
    expect([ok, issues.map(({ rule, severity }) => [rule, severity])]).toEqual([true, [['AD-27', 'info']]]);
  });

  it('refuses a second parameter of the same name, which would take the place of the first', () => {
    const one = cluster.parameter('a', { targets: [{ pointer: 'a', components: ['server'] }] });
    expect(() => one.parameter('a', { targets: [] })).toThrow(expect.objectContaining({ code: 'ERR_PARAMETER_TAKEN' }));
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes the parameter name %s for nothing but a name', (name) => {
    const { ok, issues } = cluster.parameter(name, { targets: [{ pointer: 'a', components: ['server'] }] }).safeBuild();
    expect(ok).toBe(name !== '__proto__');
    expect(issues.some(({ rule }) => rule === 'AD-01')).toBe(name === '__proto__');
  });
});

// What is marked here does not compile; the marks themselves do not compile where it would.
describe('the types of the builder', () => {
  it('know components, parameters and schemas by name, and rules find what gets past them', () => {
    const two = cluster.parameter('poll', { targets: [{ pointer: 'a', components: ['database', 'server'] }] });
    const rulesOf = (builder: { safeBuild(): { issues: readonly { rule: string }[] } }): string[] =>
      builder.safeBuild().issues.map(({ rule }) => rule);

    // @ts-expect-error there is no component of that name
    expect(rulesOf(cluster.parameter('x', { targets: [{ pointer: 'a', components: ['sever'] }] }))).toContain('PM-03');
    // @ts-expect-error the id of a profile is not the name of a component
    expect(rulesOf(cluster.parameter('x', { targets: [{ pointer: 'a', components: ['cluster'] }] }))).toContain(
      'PM-03',
    );
    // @ts-expect-error no profile was added, so there are no components
    expect(rulesOf(start.parameter('x', { targets: [{ pointer: 'a', components: ['server'] }] }))).toContain('AD-13');

    const ready = two.schema('seconds', { dataType: 'integer' });
    expect(rulesOf(ready.section('S', [{ parameter: 'poll', name: 'P', schema: 'seconds' }]))).not.toContain('CF-04');
    // @ts-expect-error there is no parameter of that name
    expect(rulesOf(ready.section('S', [{ parameter: 'pol', name: 'P', schema: 'seconds' }]))).toContain('CF-03');
    // @ts-expect-error there is no schema of that name
    expect(rulesOf(ready.section('S', [{ parameter: 'poll', name: 'P', schema: 'second' }]))).toContain('CF-04');

    // @ts-expect-error a custom profile says by a label which devices know it
    expect(rulesOf(start.customProfile('c', { components: [server] }))).toContain('DC-07');
    // @ts-expect-error there is no such data type
    expect(rulesOf(two.schema('s', { dataType: 'text' }))).toContain('CF-07');
  });
});

import { convertValue } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { description, type Loose } from '../documents.js';
import { downgrade, upgrade } from './descriptions.js';
import { told } from './told.js';

describe('a description of the pre-drafts', () => {
  const old = (): Loose => ({
    apiVersion: 'margo.org/v1-alpha1',
    kind: 'application',
    metadata: { id: 'com-example-app', name: 'App' },
    deploymentProfiles: [
      { type: 'helm.v3', components: [{ name: 'a', properties: {} }] },
      { type: 'docker-compose', components: [{ name: 'b', properties: {} }] },
      { type: 'helm.v3', components: [{ name: 'c', properties: {} }] },
    ],
  });

  it('gets its kind, its types and its id where they belong, in the order in which people write them', () => {
    const { value, steps } = upgrade(old(), 'predraft-2024-10');
    expect(Object.keys(value)).toEqual(['apiVersion', 'id', 'metadata', 'deploymentProfiles']);
    expect(value).toMatchObject({ apiVersion: 'v1', id: 'com-example-app', metadata: { name: 'App' } });
    expect(value.metadata).not.toHaveProperty('id');
    expect(value.deploymentProfiles.map(({ type }: Loose) => type)).toEqual(['helm', 'compose', 'helm']);
    expect(told(steps)).toEqual(
      expect.arrayContaining([
        'D-01 kind > kind',
        'D-02 deploymentProfiles.1.type > deploymentProfiles.1.type',
        'D-06 deploymentProfiles.0.type > deploymentProfiles.0.type',
        'D-07 metadata.id > id',
        'D-15 apiVersion > apiVersion',
        'D-15 kind > ',
      ]),
    );
  });

  it('gets ids of profiles that are the same every time, and asks for better ones', () => {
    const { value, steps } = upgrade(old(), 'predraft-2024-10');
    const ids = ['com-example-app-helm-a', 'com-example-app-compose-a', 'com-example-app-helm-b'];
    expect(value.deploymentProfiles.map(({ id }: Loose) => id)).toEqual(ids);
    expect(Object.keys(value.deploymentProfiles[0])).toEqual(['type', 'id', 'components']);
    const asked = steps.filter(({ kind, delta }: Loose) => kind === 'decide' && delta === 'D-04');
    expect(asked).toMatchObject(ids.map((placeholder, p) => ({ path: ['deploymentProfiles', p, 'id'], placeholder })));
  });

  it('takes the ids that it is given', () => {
    const { value, steps } = upgrade(old(), 'predraft-2024-10', { profileIds: ['one', 'two', 'three'] });
    expect(value.deploymentProfiles.map(({ id }: Loose) => id)).toEqual(['one', 'two', 'three']);
    expect(told(steps).filter((step) => step.startsWith('decide D-04'))).toEqual([]);
  });

  it('never gives an id that another profile has', () => {
    const document = old();
    document.deploymentProfiles[2].id = 'com-example-app-helm-a';
    const { value } = upgrade(document, 'predraft-2024-10');
    expect(value.deploymentProfiles[0].id).toBe('com-example-app-helm-a-x');
  });

  it('makes ids of the type alone when the application has none, and counts on after z', () => {
    const profiles = Array.from({ length: 28 }, () => ({ type: 'helm.v3' }));
    const { value } = upgrade({ deploymentProfiles: profiles }, 'predraft-2024-10');
    const ids = value.deploymentProfiles.map(({ id }: Loose) => id);
    expect([ids[0], ids[25], ids[26], ids[27]]).toEqual(['helm-a', 'helm-z', 'helm-27', 'helm-28']);
  });

  it('asks what a profile without components deploys', () => {
    for (const profile of [{ type: 'helm.v3' }, { type: 'helm.v3', components: [] }]) {
      const { steps } = upgrade({ deploymentProfiles: [profile] }, 'predraft-2024-10');
      expect(told(steps)).toContain('decide D-16 deploymentProfiles.0.components');
    }
  });
});

describe('pointers', () => {
  const pointers = (targets: Loose[]) => {
    const document = description();
    document.parameters = { p: { value: 's3cret', targets } };
    const { value, steps } = upgrade(document, 'pr1');
    return { now: value.parameters.p.targets.map(({ pointer }: Loose) => pointer), steps, told: told(steps) };
  };

  it('lose ENV. for Compose and keep it for Helm', () => {
    const { now, told } = pointers([
      { pointer: 'ENV.POLL', components: ['app-compose'] },
      { pointer: 'ENV.poll', components: ['server'] },
      { pointer: 'POLL', components: ['app-compose'] },
    ]);
    expect(now).toEqual(['POLL', 'ENV.poll', 'POLL']);
    expect(told.filter((step) => step.includes('D-09'))).toEqual([
      'D-09 parameters.p.targets.0.pointer > parameters.p.targets.0.pointer',
    ]);
  });

  it('that are no variables, or are shared with Helm, are left to a person', () => {
    const { now, told, steps } = pointers([
      { pointer: 'PORTS.80', components: ['app-compose'] },
      { pointer: 'ENV.a-b', components: ['app-compose'] },
      { pointer: 'ENV.POLL', components: ['app-compose', 'server'] },
      { pointer: 'idp.name', components: ['app-compose', 'server'] },
    ]);
    expect(now).toEqual(['PORTS.80', 'ENV.a-b', 'ENV.POLL', 'idp.name']);
    const open = [0, 1, 2].map((n) => `decide D-09 parameters.p.targets.${n}.pointer`);
    expect(told.filter((step) => step.includes('D-09'))).toEqual(open);
    expect(JSON.stringify(steps)).not.toContain('s3cret');
  });
});

describe('a description that goes back to rc2-signed', () => {
  it('says what it is, first of all', () => {
    const { value } = downgrade(description());
    expect(Object.entries(value).slice(0, 3)).toEqual([
      ['apiVersion', 'margo.org/v1-alpha1'],
      ['kind', 'ApplicationDescription'],
      ['id', 'com-example-app'],
    ]);
  });

  it('asks where a Compose package can be downloaded', () => {
    const { value, steps } = downgrade(description());
    expect(told(steps).filter((step) => step.includes('D-16'))).toEqual([
      'decide D-16 deploymentProfiles.1.components.0.properties',
    ]);
    expect(value.deploymentProfiles).toEqual(description().deploymentProfiles);
  });

  it('takes the address that it is given', () => {
    const decisions = {
      components: { 'app-compose': { packageLocation: 'https://example.com/a.tgz', keyLocation: 'k' } },
    };
    const { value, steps } = downgrade(description(), decisions);
    expect(value.deploymentProfiles[1].components[0].properties).toEqual({
      packageLocation: 'https://example.com/a.tgz',
      keyLocation: 'k',
    });
    expect(told(steps).filter((step) => step.startsWith('lost'))).toHaveLength(2);
  });

  it('asks what takes the place of a custom profile', () => {
    const document = description();
    document.deploymentProfiles[0].type = 'custom';
    expect(told(downgrade(document).steps)).toContain('decide D-23 deploymentProfiles.0.type');
  });
});

describe('a description that goes back to PR1', () => {
  const toPr1 = (document: Loose) => convertValue('ApplicationDescription', document, 'rc3', 'pr1') as Loose;

  it('has its id among its metadata, the type helm.v3 and ENV. before variables, and no extensions', () => {
    const document = { ...description(), 'x-acme-extensions': { a: 1 } };
    document.deploymentProfiles[0]['x-acme-extensions'] = { a: 2 };
    document.parameters.poll.targets.push({ pointer: 'BOTH', components: ['app-compose', 'server'] });
    const { value, steps } = toPr1(document);
    expect(Object.entries(value.metadata)[0]).toEqual(['id', 'com-example-app']);
    expect(value).not.toHaveProperty('id');
    expect(value.deploymentProfiles.map(({ type }: Loose) => type)).toEqual(['helm.v3', 'compose']);
    const pointers = value.parameters.poll.targets.map(({ pointer }: Loose) => pointer);
    expect(pointers).toEqual(['settings.poll', 'ENV.POLL', 'BOTH']);
    expect(told(steps).filter((step) => step.startsWith('lost'))).toEqual([
      'lost D-11 x-acme-extensions',
      'lost D-11 deploymentProfiles.0.x-acme-extensions',
    ]);
  });

  it('is the description that it was when it comes back', () => {
    expect(upgrade(toPr1(description()).value, 'pr1').value).toEqual(description());
  });
});

it.each<[string, Loose]>([
  ['a profile', { deploymentProfiles: ['helm', null, { type: 5, components: 'none', requiredResources: [] }] }],
  ['profiles', { deploymentProfiles: { type: 'helm.v3' } }],
  [
    'a component',
    { deploymentProfiles: [{ type: 'compose', id: 'p', components: [null, 'x', { properties: 'none' }] }] },
  ],
  ['parameters', { parameters: [{ targets: [{ pointer: 'ENV.X', components: ['app'] }] }] }],
  [
    'targets',
    { parameters: { p: null, q: { targets: { pointer: 'ENV.X' } }, r: { targets: [null, 'x', { components: 5 }] } } },
  ],
  ['metadata', { metadata: ['com-example-app'] }],
])('an odd form of %s stays as it is', (_, odd) => {
  const document = { apiVersion: 'v1', ...odd };
  for (const to of ['rc3', 'rc2-signed'] as const) {
    const { value } = convertValue('ApplicationDescription', document, 'pr1', to) as Loose;
    expect(value).toEqual(document);
  }
});

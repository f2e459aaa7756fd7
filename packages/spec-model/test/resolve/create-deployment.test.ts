import { describe, expect, it } from 'vitest';
import {
  createDeployment,
  deploymentValues,
  DocumentError,
  parseDeploymentId,
  parseDeviceId,
  safeParseApplicationDeployment,
  stringifyApplicationDeployment,
  type ApplicationDescription,
  type DeploymentRequest,
  type Values,
} from '@margo-sdk/spec-model';
import { applicationOf, described } from '../configuration/described.js';
import type { Loose } from '../documents.js';

const ids = {
  deploymentId: parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06'),
  name: 'app-on-edge',
  namespace: 'app',
};
const request = (more: Partial<DeploymentRequest> = {}): DeploymentRequest => ({
  profile: 'app-helm',
  ids,
  target: parseDeviceId('edge-1'),
  ...more,
});
const created = (more: Partial<DeploymentRequest> = {}, change?: (d: Loose) => void) =>
  createDeployment(described(change), request(more));
const refused = (description: ApplicationDescription, more: Partial<DeploymentRequest>): DocumentError => {
  try {
    createDeployment(description, request(more));
  } catch (error) {
    if (error instanceof DocumentError) return error;
    throw error;
  }
  throw new Error('A deployment was made.');
};
const rulesOf = ({ issues }: DocumentError) => issues.map(({ rule }) => rule);

describe('a deployment', () => {
  it('is a document that its own reader accepts without remark', () => {
    expect(safeParseApplicationDeployment(stringifyApplicationDeployment(created()))).toMatchObject({
      ok: true,
      issues: [],
      value: {
        id: ids.deploymentId,
        metadata: { name: 'app-on-edge', namespace: 'app', deviceId: 'edge-1' },
        spec: { applicationId: 'com-example-app' },
      },
    });
  });

  it('keeps only targets of the chosen profile, and drops parameters that reach nothing (A-38)', () => {
    const { parameters } = created({ profile: 'app-compose' }).spec;
    expect(parameters).toEqual({ poll: { value: 30, targets: [{ pointer: 'POLL', components: ['app-compose'] }] } });
  });

  it('has chosen values in place of defaults, and leaves out what is empty', () => {
    expect(created({ values: { poll: 10 } }).spec.parameters).toMatchObject({
      poll: { value: 10 },
      site: { value: 'north' },
    });
    const free = (d: Loose) => (d.configuration.schema[1].allowEmpty = true);
    expect(created({ values: { site: null } }, free).spec.parameters).toEqual({ poll: expect.anything() });
    expect(created({ values: { site: '' } }, free).spec.parameters).toMatchObject({ site: { value: '' } });
  });

  it('has constraints and extensions of profile and component, and none of the root (DS-48, DS-54)', () => {
    const constraints = { capacityRequirements: { memory: '1Gi' } };
    const deployment = created({}, (d) => {
      d['x-fleet-extensions'] = { a: 1 };
      d.deploymentProfiles[0].description = 'For clusters.';
      d.deploymentProfiles[0]['x-device-extensions'] = { b: 2, big: 9007199254740993n };
      d.deploymentProfiles[0].components[1]['x-part-extensions'] = { c: 3 };
      d.deploymentProfiles[0].deviceConstraints = constraints;
    });
    expect(deployment).not.toHaveProperty('x-fleet-extensions');
    expect(deployment.spec).not.toHaveProperty('x-fleet-extensions');
    expect(deployment.spec.deploymentProfile).toMatchObject({
      deviceConstraints: constraints,
      'x-device-extensions': { b: 2 },
      components: [{}, { 'x-part-extensions': { c: 3 } }],
    });
    expect(deployment.spec.deploymentProfile).not.toHaveProperty('id');
    expect(deployment.spec.deploymentProfile).not.toHaveProperty('description');
  });

  it('shares nothing with the description or the values that it was made of', () => {
    const description = described((d) => {
      d.deploymentProfiles[0]['x-device-extensions'] = { list: [1] };
      delete d.configuration;
    });
    const hosts = ['a'];
    const deployment = createDeployment(description, request({ values: { site: hosts } }));
    hosts.push('b');
    (description.deploymentProfiles[0] as Loose)['x-device-extensions'].list.push(2);
    (description.deploymentProfiles[0] as Loose).components[0].properties.revision = '9.9.9';
    expect(deployment.spec.parameters?.['site']?.value).toEqual(['a']);
    expect((deployment.spec.deploymentProfile as Loose)['x-device-extensions']).toEqual({ list: [1] });
    expect(deployment.spec.deploymentProfile.components[0]?.properties.revision).toBe('1.0.0');
  });

  it('is refused with everything that is wrong with its values', () => {
    const error = refused(described(), { values: { poll: 0, site: 'far too long a name', colour: 'red' } });
    expect(error.code).toBe('ERR_DOCUMENT_INVALID');
    expect(rulesOf(error)).toEqual(['AX-06', 'CF-12', 'CF-12']);
  });

  it('takes values for other applications along, if it is told to', () => {
    const { parameters } = created({ values: { poll: 5, colour: 'red' }, rejectUnknown: false }).spec;
    expect(Object.keys(parameters ?? {})).toEqual(['poll', 'site']);
    expect(parameters).toMatchObject({ poll: { value: 5 } });
  });

  it('is refused where the description has no such profile', () => {
    expect(() => created({ profile: 'x' })).toThrow(
      expect.objectContaining({ code: 'ERR_PROFILE_UNKNOWN', hint: 'Profiles are: app-helm, app-compose.' }),
    );
  });

  it('is refused when what it was made of breaks the rules of deployments', () => {
    expect(rulesOf(refused(described(), { ids: { ...ids, namespace: '' } }))).toEqual(['AX-02']);
    const unread = structuredClone(described()) as Loose;
    unread.deploymentProfiles[0].components[0].properties.revision = 'latest';
    expect(rulesOf(refused(unread, {}))).toEqual(['AD-20']);
    const proto = structuredClone(described()) as Loose;
    proto.parameters = JSON.parse('{"__proto__":{"value":1,"targets":[{"pointer":"a","components":["server"]}]}}');
    delete proto.configuration;
    expect(refused(proto, {}).code).toBe('ERR_DOCUMENT_INVALID');
  });
});

describe('a deployment that updates another', () => {
  const application = applicationOf({
    disk: { schema: { dataType: 'integer' }, value: 10, immutable: true },
    label: { schema: { dataType: 'string' }, value: 'x' },
  });
  const previous = createDeployment(application, request({ values: { disk: 15, label: 'y' } }));

  it('keeps what is immutable (CF-13), and refuses to change it', () => {
    const next = createDeployment(application, request({ previous }));
    expect(deploymentValues(next)).toEqual({ disk: 15, label: 'x' });
    expect(rulesOf(refused(application, { previous, values: { disk: 20 } }))).toEqual(['CF-13']);
    expect(rulesOf(refused(application, { previous, values: { disk: null } }))).toEqual(['CF-14', 'CF-13']);
  });

  it('keeps the other values if it starts from them', () => {
    const values = { ...deploymentValues(previous), label: 'z' };
    expect(deploymentValues(createDeployment(application, request({ previous, values })))).toEqual({
      disk: 15,
      label: 'z',
    });
  });

  it('must be of the same id and application', () => {
    for (const other of [
      { ...previous, id: parseDeploymentId('00000000-912e-494f-8395-52cf3769bc06') },
      { ...previous, spec: { ...previous.spec, applicationId: 'com-example-other' } },
    ]) {
      expect(() => createDeployment(application, request({ previous: other }))).toThrow(
        expect.objectContaining({ code: 'ERR_PREVIOUS_UNRELATED' }),
      );
    }
  });
});

it('no error repeats a value, whatever rule it breaks', () => {
  const values = { poll: 'hunter2', site: 'hunter2-is-too-long', colour: 'hunter2' } as Values;
  const error = refused(described(), { values });
  expect(rulesOf(error)).toEqual(['AX-06', 'CF-12', 'CF-12']);
  expect(`${JSON.stringify(error)} ${error.message} ${error.stack} ${String(error.hint)}`).not.toContain('hunter2');
});

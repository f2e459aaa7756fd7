import { convertValue, type Revision } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { type Loose, manifest, status } from '../documents.js';
import { told } from './told.js';

describe('a deployment status', () => {
  const upgrade = (document: Loose, from: Revision, decisions = {}) =>
    convertValue('DeploymentStatusManifest', document, from, 'rc3', decisions) as Loose;
  const old = (state: string): Loose => ({
    apiVersion: 'deployment.margo/v1',
    kind: 'DeploymentStatus',
    deploymentId: 'a3e2f5dc-912e-494f-8395-52cf3769bc06',
    status: { state },
    components: [{ name: 'database', state }],
  });

  it.each([
    ['Pending', 'pending'],
    ['Installed', 'installed'],
    ['Updating', 'installing'],
    ['updated', 'installed'],
  ])('with the state %s is %s', (state, written) => {
    const { value, steps } = upgrade(old(state), 'predraft-2024-10', { adoptedManifestVersion: 7n });
    expect(value).toEqual({
      deploymentId: 'a3e2f5dc-912e-494f-8395-52cf3769bc06',
      adoptedManifestVersion: 7n,
      status: { state: written },
      components: [{ name: 'database', state: written }],
    });
    expect(Object.keys(value)[1]).toBe('adoptedManifestVersion');
    expect(told(steps)).toEqual([
      'D-26 kind > kind',
      'D-26 apiVersion > apiVersion',
      'D-26 status.state > status.state',
      'D-26 components.0.state > components.0.state',
      'D-14 apiVersion > ',
      'D-14 kind > ',
      'D-25  > adoptedManifestVersion',
    ]);
  });

  it('with a state that nobody knows keeps it', () => {
    expect(upgrade(old('Sleeping'), 'pr1').value.status).toEqual({ state: 'Sleeping' });
    expect(told(upgrade(old('pending'), 'pr1').steps).filter((step) => step.includes('state'))).toEqual([]);
  });

  it('asks which manifest was adopted', () => {
    const { value, steps } = upgrade(old('Pending'), 'pr1');
    expect(value).not.toHaveProperty('adoptedManifestVersion');
    expect(told(steps)).toContain('decide D-25 adoptedManifestVersion');
  });

  it('names the sources of its errors', () => {
    const document = status();
    document.status.error = { code: '5', message: 'broken' };
    document.components[0].error = { code: '5', message: '' };
    const named = upgrade(document, 'pr1', { deploymentName: 'hello' }).value;
    expect(named.status.error).toEqual({ code: '5', source: 'hello', message: 'broken' });
    expect(Object.keys(named.status.error)).toEqual(['code', 'source', 'message']);
    expect(named.components[0].error).toEqual({ code: '5', source: 'database', message: '' });
    const { value, steps } = upgrade(document, 'pr1');
    expect(value.status.error).toEqual({ code: '5', message: 'broken' });
    expect(told(steps)).toEqual(['decide D-24 status.error.source', 'D-24  > components.0.error.source']);
  });

  it('keeps a source that it names, and asks for what an error lacks', () => {
    const document = status();
    document.status.error = { source: 'gateway', code: '' };
    const { value, steps } = upgrade(document, 'rc2-signed', { deploymentName: 'hello' });
    expect(value.status.error).toEqual({ source: 'gateway', code: '' });
    expect(told(steps)).toEqual(['decide D-24 status.error.code', 'decide D-24 status.error.message']);
  });

  it('keeps an error of empty strings, which is none (M-09), and takes blanks from its names', () => {
    const document = status();
    document.status.error = { code: '', 'message ': '', ' colour ': '' };
    const { value, steps } = upgrade(document, 'predraft-2024-10');
    expect(value.status.error).toEqual({ code: '', message: '', ' colour ': '' });
    expect(told(steps)).toEqual(['D-26 status.error.message  > status.error.message']);
  });

  it('loses the adopted version on the way back', () => {
    const { value, steps }: Loose = convertValue('DeploymentStatusManifest', status(), 'rc3', 'rc2-signed');
    const { adoptedManifestVersion, ...others } = status();
    expect(value).toEqual({
      apiVersion: 'deployment.margo.org/v1alpha1',
      kind: 'DeploymentStatusManifest',
      ...others,
    });
    expect(steps).toContainEqual(
      expect.objectContaining({ kind: 'lost', path: ['adoptedManifestVersion'], value: adoptedManifestVersion }),
    );
  });
});

describe('a deployment status that goes back to PR1', () => {
  it('loses its device, the adopted version and the sources of its errors, and comes back with the answers', () => {
    const error = { code: '5', source: 'hello', message: 'broken' };
    const document = { ...status(), deviceId: 'edge-1', status: { state: 'failed', error } };
    document.components[0] = { name: 'database', state: 'failed', error: { ...error, source: 'database' } };
    const { value, steps }: Loose = convertValue('DeploymentStatusManifest', document, 'rc3', 'pr1');
    expect(value).toMatchObject({
      apiVersion: 'deployment.margo.org/v1alpha1',
      kind: 'DeploymentStatusManifest',
      status: { state: 'failed', error: { code: '5', message: 'broken' } },
    });
    expect(told(steps)).toEqual([
      'D-14  > apiVersion',
      'D-14  > kind',
      'lost D-25 adoptedManifestVersion',
      'lost D-34 deviceId',
      'lost D-24 status.error.source',
      'lost D-24 components.0.error.source',
    ]);
    const { adoptedManifestVersion } = document;
    const answers = { adoptedManifestVersion, deploymentName: 'hello' };
    const { deviceId, ...others } = document;
    expect(deviceId).toBe('edge-1');
    expect(convertValue('DeploymentStatusManifest', value, 'pr1', 'rc3', answers).value).toEqual(others);
  });

  it('leaves nothing to decide, whichever older revision it goes to', () => {
    for (const to of ['rc2-signed', 'pr1'] as const) {
      const { steps } = convertValue('DeploymentStatusManifest', status(), 'rc3', to);
      expect(told(steps).filter((step) => step.startsWith('decide'))).toEqual([]);
    }
  });
});

describe('a state manifest', () => {
  const convert = (document: Loose, from: Revision, to: Revision, decisions = {}) =>
    convertValue('StateManifest', document, from, to, decisions) as Loose;

  it('loses the client in its paths', () => {
    const document = manifest();
    document.bundle.url = document.bundle.url.replace('/v1/', '/v1/clients/1234/');
    document.deployments[0].url = document.deployments[0].url.replace('/v1/', '/v1/devices/1234/');
    const { value, steps } = convert({ kind: 'StateManifest', ...document }, 'pr1', 'rc3');
    expect(value).toEqual(manifest());
    expect(told(steps)).toEqual([
      'D-14 kind > ',
      'D-32 bundle.url > bundle.url',
      'D-32 deployments.0.url > deployments.0.url',
      'decide D-32 deployments',
    ]);
  });

  it('keeps paths of another kind', () => {
    const document = manifest();
    document.bundle.url = '/files/1';
    expect(convert(document, 'pr1', 'rc3').value.bundle.url).toBe('/files/1');
  });

  it('gets the client back when it is named', () => {
    const { value, steps } = convert(manifest(), 'rc3', 'rc2-signed', { clientId: 'a/b' });
    expect(value.bundle.url).toBe(manifest().bundle.url.replace('/v1/', '/v1/clients/a%2Fb/'));
    expect(value.deployments[0].url).toBe(manifest().deployments[0].url.replace('/v1/', '/v1/clients/a%2Fb/'));
    expect(told(steps)).toEqual([
      'D-32 bundle.url > bundle.url',
      'D-32 deployments.0.url > deployments.0.url',
      'decide D-32 deployments',
    ]);
  });

  it('names the client in PR1 as in rc2-signed, which say the same', () => {
    const signed = convert(manifest(), 'rc3', 'rc2-signed', { clientId: '1234' });
    expect(convert(manifest(), 'rc3', 'pr1', { clientId: '1234' })).toEqual(signed);
    expect(convert(signed.value, 'rc2-signed', 'pr1')).toEqual({ value: signed.value, steps: [] });
  });

  it('asks for the client once when it is not', () => {
    const { value, steps } = convert(manifest(), 'rc3', 'rc2-signed');
    expect(value).toEqual(manifest());
    expect(told(steps)).toEqual(['decide D-32 bundle.url', 'decide D-32 deployments']);
  });

  it('without deployments has nothing to decide', () => {
    const empty = { manifestVersion: 1, bundle: null, deployments: [] };
    expect(convert(empty, 'pr1', 'rc3')).toEqual({ value: empty, steps: [] });
    expect(convert(empty, 'rc3', 'rc2-signed')).toEqual({ value: empty, steps: [] });
  });
});

describe('an error body', () => {
  const convert = (document: Loose, decisions = {}) =>
    convertValue('ProblemDetail', document, 'rc2-signed', 'rc3', decisions) as Loose;

  it('becomes a problem document', () => {
    const { value, steps } = convert({ error: 'Invalid', message: 'Too short.', note: 1 }, { status: 400 });
    expect(Object.entries(value)).toEqual([
      ['type', 'about:blank'],
      ['title', 'Invalid'],
      ['status', 400],
      ['detail', 'Too short.'],
      ['note', 1],
    ]);
    expect(told(steps)).toEqual(['D-33  > type', 'D-33 error > title', 'D-33 message > detail', 'D-33  > status']);
  });

  it('asks for the status, unless the body has it', () => {
    expect(told(convert({ error: 'Invalid' }).steps)).toContain('decide D-33 status');
    expect(convert({ error: 'Invalid', status: 401 }, { status: 400 }).value.status).toBe(401);
  });

  it('keeps the type that it has', () => {
    const { value, steps } = convert({ type: 'https://example.com/full', error: 'Full' }, { status: 507 });
    expect(value).toEqual({ type: 'https://example.com/full', title: 'Full', status: 507 });
    expect(told(steps)).toEqual(['D-33 error > title', 'D-33  > status']);
  });

  it('that is a problem document already stays as it is', () => {
    const problem = { type: 'about:blank', title: 'Invalid', status: 400, error: 'x' };
    expect(convert(problem)).toEqual({ value: problem, steps: [] });
  });
});

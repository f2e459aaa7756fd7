import { MargoError, parseDeviceId } from '@margo-sdk/spec-model';
import { startLifecycle, statusReport } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createDevice } from './support/device.js';
import { DEPLOYMENT_ID, digestOf } from './support/revisions.js';

describe('installing', () => {
  test('installs in listed order, and overall never goes back to pending in between (L-02, L-03, DS-02, ST-01, ST-03, ST-10)', () => {
    const device = createDevice();
    device.want('broker store dashboard', 7n);
    device.settle();
    expect(device.steps).toEqual(['install broker', 'install store', 'install dashboard']);
    expect(device.told()).toEqual([
      'pending: broker=pending store=pending dashboard=pending',
      'installing: broker=installing store=pending dashboard=pending',
      'installing: broker=installed store=installing dashboard=pending',
      'installing: broker=installed store=installed dashboard=installing',
      'installed: broker=installed store=installed dashboard=installed',
    ]);
    expect(device.reports.map((report) => report.adoptedManifestVersion)).toEqual([7n, 7n, 7n, 7n, 7n]);
  });

  test('says nothing before a revision was adopted: there is nothing to list (ST-04)', () => {
    expect(statusReport(startLifecycle({ deploymentId: DEPLOYMENT_ID }))).toBeUndefined();
  });

  test('names the device behind a gateway in every report (ST-09)', () => {
    const device = createDevice();
    const { send } = device;
    const deviceId = parseDeviceId('gateway/camera');
    const components = [{ name: 'broker', fingerprint: { placement: 'p', artifact: 'a', configuration: 'c' } }];
    send({
      type: 'adopt',
      revision: { digest: digestOf('x'), manifestVersion: 1n, name: 'line-monitoring', deviceId, components },
    });
    device.settle();
    expect(device.reports.map((report) => report.deviceId)).toEqual([deviceId, deviceId, deviceId]);
  });

  test('a failed component stops those after it; earlier ones stay installed (L-07, ST-04, ST-06, ST-07)', () => {
    const device = createDevice();
    device.want('broker store dashboard', 1n);
    device.check();
    device.step();
    device.step('out of disk');
    expect(device.busy).toBe(false);
    expect(device.reports.at(-1)).toEqual({
      deploymentId: DEPLOYMENT_ID,
      adoptedManifestVersion: 1n,
      status: { state: 'failed', error: { code: 'BROKEN', source: 'line-monitoring', message: 'out of disk' } },
      components: [
        { name: 'broker', state: 'installed' },
        { name: 'store', state: 'failed', error: { code: 'BROKEN', source: 'store', message: 'out of disk' } },
        { name: 'dashboard', state: 'pending' },
      ],
    });
  });

  test('what a failed step left behind is replaced by the next revision and removed with the deployment (L-07)', () => {
    const device = createDevice();
    device.want('broker', 1n);
    device.check();
    device.step('half there');
    device.want('broker@2', 2n);
    device.check();
    device.step('half there again');
    device.withdraw(3n);
    device.settle();
    expect(device.steps).toEqual(['install broker', 'install broker', 'remove broker']);
    expect(device.present).toEqual([]);
    expect(device.told().at(-1)).toBe('removed: broker=removed');
  });

  test('a refusal before the start is told by the carrier, under the adopted version (L-08, L-12, L-27)', () => {
    const device = createDevice();
    device.want('broker dashboard', 4n);
    device.check('not enough memory');
    expect(device.steps).toEqual([]);
    expect(device.told().at(-1)).toBe('failed: broker=failed dashboard=pending');
    expect(device.reports.at(-1)).toMatchObject({
      adoptedManifestVersion: 4n,
      status: { error: { code: 'BROKEN', source: 'line-monitoring', message: 'not enough memory' } },
      components: [{ error: { source: 'broker' } }, {}],
    });
  });

  test('an empty error code never reaches a report (SX-04)', () => {
    const device = createDevice();
    device.want('broker', 1n);
    device.send({ type: 'refused', digest: digestOf('broker'), error: { code: '', message: '' } });
    expect(device.reports.at(-1)?.status.error?.code).toBe('UNSPECIFIED');
  });

  test.each([
    ['no component', ''],
    ['two components of one name', 'broker broker'],
  ])('refuses a revision with %s, for no report could list it (ST-04)', (_, text) => {
    const device = createDevice();
    expect(() => device.want(text, 1n)).toThrow(expect.objectContaining({ code: 'ERR_REVISION_INVALID' }));
    expect(() => device.want(text, 1n)).toThrow(MargoError);
    expect(device.snapshot).toEqual(startLifecycle({ deploymentId: DEPLOYMENT_ID }));
  });
});

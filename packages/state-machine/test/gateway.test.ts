import { parseDeviceId } from '@margo-sdk/spec-model';
import { restoreSnapshot, statusReport } from '@margo-sdk/state-machine';
import { expect, test } from 'vitest';
import { createDevice, type Device } from './support/device.js';
import { revision } from './support/revisions.js';

const wantOn = (device: Device, id: string | undefined, version: bigint): void => {
  const deviceId = id === undefined ? {} : { deviceId: parseDeviceId(id) };
  device.send({ type: 'adopt', revision: { ...revision('broker', version), ...deviceId } });
};
const lines = (device: Device): string[] =>
  device.reports.map(({ deviceId, status }) => `${deviceId ?? 'the client itself'} ${status.state}`);

test('a deployment that moves between children has a lifecycle on each: removed there, installed here (L-26)', () => {
  const [there, here] = [createDevice(), createDevice()];
  wantOn(there, 'gateway/camera-1', 1n);
  there.settle();
  there.withdraw(2n);
  wantOn(here, 'gateway/camera-2', 2n);
  there.settle();
  here.settle();
  expect(lines(there)).toEqual([
    'gateway/camera-1 pending',
    'gateway/camera-1 installing',
    'gateway/camera-1 installed',
    'gateway/camera-1 removing',
    'gateway/camera-1 removed',
  ]);
  expect(lines(here)).toEqual([
    'gateway/camera-2 pending',
    'gateway/camera-2 installing',
    'gateway/camera-2 installed',
  ]);
});

test('until it is placed, the reports are those of the gateway itself (L-26)', () => {
  const device = createDevice();
  wantOn(device, undefined, 1n);
  device.settle();
  expect(lines(device).at(-1)).toBe('the client itself installed');
  expect(statusReport(device.snapshot)).not.toHaveProperty('deviceId');
});

test('the device is told again after a restart, and with a removal (L-19, L-26)', () => {
  const device = createDevice();
  wantOn(device, 'gateway/camera-1', 1n);
  device.crash();
  device.withdraw(2n);
  device.check();
  device.settle();
  expect(new Set(device.reports.map(({ deviceId }) => deviceId))).toEqual(new Set(['gateway/camera-1']));
});

test('an error of the gateway names the gateway, wherever it stands in the report, also after a restart (ST-05, ST-08)', () => {
  const device = createDevice();
  wantOn(device, 'gateway/camera-1', 1n);
  const digest = device.checking;
  if (digest === undefined) throw new Error('Nothing is to be checked.');
  const error = { code: '102', message: 'It does not answer.', source: 'gateway' };
  device.send({ type: 'refused', digest, error });
  const report = statusReport(device.snapshot);
  expect(report?.status.error).toEqual(error);
  expect(report?.components[0]?.error).toEqual(error);
  expect(restoreSnapshot(JSON.parse(JSON.stringify(device.snapshot)))).toEqual(device.snapshot);
});

test('an error without a source names the deployment and the component, as ever (ST-06, ST-07)', () => {
  const device = createDevice();
  wantOn(device, 'gateway/camera-1', 1n);
  device.check('because', 'DEVICE_NOT_ELIGIBLE');
  const report = statusReport(device.snapshot);
  expect(report?.status.error?.source).toBe('line-monitoring');
  expect(report?.components[0]?.error?.source).toBe('broker');
});

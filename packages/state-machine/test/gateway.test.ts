import { parseDeviceId } from '@margo-sdk/spec-model';
import { statusReport } from '@margo-sdk/state-machine';
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

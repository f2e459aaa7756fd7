import type { Phase } from '@margo-sdk/state-machine';
import { createDevice, deviceApplying, deviceWith, type Device } from './device.js';

type Place = `${Phase}${'' | `, ${string}`}`;

const after = (device: Device, ...happenings: ((device: Device) => void)[]): Device => {
  for (const happen of happenings) happen(device);
  return device;
};
const again = (device: Device): void => device.step('busy', { retryable: true });
const failing = (device: Device): void => device.step('no');
const newer = (device: Device): void => device.want('broker@3 store', 3n);
const withdraw = (device: Device): void => device.withdraw(4n);
const late = (device: Device): void => device.fire('timeout');
const check = (device: Device): void => device.check();

const checking = (): Device => after(createDevice(), (device) => device.want('broker store', 1n));
const preparing = (): Device =>
  after(deviceWith('broker store', {}, true), (device) => device.want('broker@2 store', 2n), check);
const applying = (): Device => deviceApplying('broker store');
const settling = (): Device => after(deviceApplying('broker~ store'), (device) => device.apply('broker'));
const dropping = (): Device =>
  after(
    deviceWith('broker store dashboard'),
    (device) => device.want('broker@2', 2n),
    check,
    (device) => device.step(),
  );
const rollingBack = (): Device =>
  after(
    deviceWith('broker store', { rollback: 'last-installed' }),
    (device) => device.want('broker@2 store@2', 2n),
    check,
    (device) => device.step(),
    failing,
  );
const removing = (): Device => after(deviceWith('broker store'), withdraw);

/** A device for every place in which a deployment can stand: each phase, and each stage of the steps in it. */
export const PLACES = {
  unadopted: createDevice,
  checking,
  'checking, a revision waits': () => after(checking(), newer),
  'checking, the withdrawal waits': () => after(checking(), withdraw),
  preparing,
  'preparing, pausing': () => after(preparing(), again),
  'preparing, out of time': () => after(preparing(), late),
  'preparing, a revision waits': () => after(preparing(), newer),
  'preparing, the withdrawal waits': () => after(preparing(), withdraw),
  applying,
  'applying, settling': () => after(settling(), (device) => device.step(undefined, { component: 'store' })),
  'applying, settling beside another': settling,
  'applying, failed beside another': () => after(settling(), (device) => device.step('no', { component: 'broker' })),
  'applying, pausing': () => after(applying(), again),
  'applying, out of time': () => after(applying(), late),
  'applying, a revision waits': () => after(applying(), newer),
  'applying, the withdrawal waits': () => after(applying(), withdraw),
  'applying, cut off': () => after(applying(), again, (device) => device.crash('half')),
  'applying, a leftover pauses beside another': () => after(dropping(), again),
  'applying, a leftover is tried again beside another': () =>
    after(dropping(), again, (device) => device.fire('retry')),
  installed: () => deviceWith('broker store'),
  'failed, refused': () => after(checking(), (device) => device.check('not eligible')),
  'failed, not prepared': () => after(preparing(), failing),
  'failed, an upgrade': () =>
    after(deviceWith('broker store'), (device) => device.want('broker@2 store', 2n), check, failing),
  'failed, a leftover': () => after(dropping(), failing, (device) => device.step()),
  'failed, rolled back': () => after(rollingBack(), (device) => device.settle()),
  'failed, the rollback as well': () => after(rollingBack(), failing),
  rollingBack,
  'rollingBack, pausing': () => after(rollingBack(), again),
  'rollingBack, out of time': () => after(rollingBack(), late),
  'rollingBack, a revision waits': () => after(rollingBack(), newer),
  'rollingBack, the withdrawal waits': () => after(rollingBack(), withdraw),
  removing,
  'removing, pausing beside another': () => after(removing(), again),
  'removing, pausing': () => after(removing(), again, (device) => device.step()),
  'removing, out of time': () => after(removing(), late),
  'removing, one has failed': () => after(removing(), failing),
  'removing, a revision waits': () => after(removing(), newer),
  removed: () => after(removing(), (device) => device.settle()),
  removalFailed: () => after(removing(), failing, (device) => device.step()),
} as const satisfies Readonly<Partial<Record<Place, () => Device>>>;

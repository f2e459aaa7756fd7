import type { DeviceFault } from './device-fault.js';
import { REPORT_FAULTS } from './report-faults.js';
import { REQUEST_FAULTS } from './request-faults.js';

const ALL = { ...REPORT_FAULTS, ...REQUEST_FAULTS };

/** Names of the faults that a fake device can have in a request. */
export type DeviceFaultName = keyof typeof ALL;

/** The same with what they send. */
export const DEVICE_FAULTS: Readonly<Record<DeviceFaultName, DeviceFault>> = ALL;

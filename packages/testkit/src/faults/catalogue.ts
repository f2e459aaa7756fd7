import { profileFacts, WIRE_PROFILES, type WireProfile } from '@margo-sdk/protocol';
import { CALLER_FAULTS, type CallerFaultName } from './device/caller-faults.js';
import { SIGNATURE_FAULTS, type SignatureFaultName } from './device/signatures/index.js';
import { DEVICE_FAULTS, type DeviceFaultName } from './device/index.js';
import type { Fault, FaultFacts, FaultOutcome, FaultSide } from './fault.js';
import { FLEET_MANAGER_FAULTS, shownIn, type FleetManagerFaultName } from './fleet-manager/index.js';
import { IDENTITY_SERVICE_FAULTS, type IdentityServiceFaultName } from './identity-service/index.js';

/** The name of any fault that the testkit knows. */
export type FaultName =
  FleetManagerFaultName | DeviceFaultName | CallerFaultName | SignatureFaultName | IdentityServiceFaultName;

const DEVICE_DOES: Readonly<Record<FaultOutcome, string>> = {
  refused: 'refuses the update as a whole and stays as it was',
  failed: 'stays as it was and asks again later',
  harmless: 'goes on as if nothing were wrong',
  'cut off': 'ends the connection before a request leaves',
};

const FLEET_MANAGER_DOES: Readonly<Record<FaultOutcome, string>> = {
  refused: 'says what is wrong and keeps nothing of it',
  failed: 'keeps nothing of it',
  harmless: 'takes it',
  'cut off': 'ends the connection before a request is read',
};

const PROFILES = Object.keys(WIRE_PROFILES) as readonly WireProfile[];

/** There is a profile in which deployments are not to be had one by one. */
const has = (profile: WireProfile, on: Fault['on']): boolean =>
  profileFacts(profile).retrievals.includes('single') || on.length === 0 || on.some((one) => one !== 'deployment');

const factsOf = (
  name: string,
  side: FaultSide,
  on: Fault['on'],
  { what, channel, outcome, rules, expected, where = () => true }: FaultFacts,
): Fault => ({
  name,
  what,
  side,
  channel,
  on,
  profiles: PROFILES.filter((profile) => has(profile, on) && where(profileFacts(profile))),
  outcome,
  expected: expected ?? (side === 'device' ? FLEET_MANAGER_DOES : DEVICE_DOES)[outcome],
  rules,
});

/**
 * All faults that the testkit knows, as data: those of a fleet manager, then those of a device, then those of an
 * identity service.
 *
 * @example
 * ```ts
 * import { FAULTS } from '@margo-sdk/testkit';
 *
 * const { what, expected } = FAULTS.find(({ name }) => name === 'bundle/parent-path')!;
 * console.log(what); // A file of the archive wants to be written outside, by way of ../.
 * console.log(expected); // refuses the update as a whole and stays as it was
 * ```
 */
export const FAULTS: readonly Fault[] = Object.freeze([
  ...Object.entries(FLEET_MANAGER_FAULTS).map(([name, fault]) => factsOf(name, 'fleet-manager', shownIn(fault), fault)),
  ...Object.entries(DEVICE_FAULTS).map(([name, fault]) => factsOf(name, 'device', [fault.on], fault)),
  ...Object.entries(CALLER_FAULTS).map(([name, fault]) => factsOf(name, 'device', [], fault)),
  ...Object.entries(SIGNATURE_FAULTS).map(([name, fault]) => factsOf(name, 'device', [], fault)),
  ...Object.entries(IDENTITY_SERVICE_FAULTS).map(([name, fault]) => factsOf(name, 'identity-service', [], fault)),
]);

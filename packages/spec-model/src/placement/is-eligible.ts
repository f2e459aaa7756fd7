import type { DeviceConstraints } from '../application-description/device-constraints-schema.js';
import type { DeviceCapabilitiesManifest } from '../device-capabilities/schema.js';
import { atPointer } from './json-pointer.js';
import { unmet } from './match-expression.js';
import { parseQuantity } from './quantity.js';

/** Whether something fits on a device, and what is in the way if it does not. */
export interface Eligibility {
  readonly eligible: boolean;
  /** One sentence per constraint that is not met. */
  readonly reasons: readonly string[];
}

/** A-16: other names that architectures go by. */
const ALIASES: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

/**
 * Tells whether a device meets the constraints of a deployment profile. Capacity comes first; rules are looked at only
 * where capacity suffices, and one rule that holds is enough (L-27).
 *
 * @example
 * ```ts
 * import { isEligible } from '@margo-sdk/spec-model';
 * import { parseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
 *
 * const device = parseDeviceCapabilitiesManifest(
 *   '{"properties": {"id": "gw-1", "vendor": "Example", "modelNumber": "G1", "serialNumber": "1"}}',
 * );
 * const { eligible, reasons } = isEligible({ capacityRequirements: { memory: '1Gi' } }, device);
 * console.log(eligible, reasons); // false [ 'The device has no known memory, but 1Gi is required.' ]
 * ```
 */
export const isEligible = (
  constraints: DeviceConstraints | undefined,
  { properties, labels = {} }: DeviceCapabilitiesManifest,
): Eligibility => {
  const { capacityRequirements, eligibilityRules } = constraints ?? {};
  const { cpu, memory, storage } = capacityRequirements ?? {};
  const capacity = [
    ...(cpu ? cpuReasons(cpu, properties.cpus ?? []) : []),
    ...amountReasons('memory', memory, properties.memory),
    ...amountReasons('storage', storage, properties.storage),
  ];
  if (capacity.length > 0) return { eligible: false, reasons: capacity };

  // A-24: no rules constrain nothing.
  if (eligibilityRules === undefined || eligibilityRules.length === 0) return { eligible: true, reasons: [] };
  const failed: string[] = [];
  for (const { propertySelector, labelSelector } of eligibilityRules) {
    const open = [
      ...(propertySelector ? unmet(propertySelector, (key) => atPointer(properties, key), false) : []),
      ...(labelSelector
        ? unmet(labelSelector, (key) => (Object.hasOwn(labels, key) ? labels[key] : undefined), true)
        : []),
    ];
    if (open.length === 0) return { eligible: true, reasons: [] };
    failed.push(`A rule asks for ${open.join(' and ')}.`);
  }
  return { eligible: false, reasons: failed };
};

type Cpus = NonNullable<DeviceCapabilitiesManifest['properties']['cpus']>;
type CpuRequirement = NonNullable<NonNullable<DeviceConstraints['capacityRequirements']>['cpu']>;

/** CAP-11: one entry must suffice; entries are never summed. */
const cpuReasons = ({ cores, architectures }: CpuRequirement, cpus: Cpus): string[] => {
  const named = (name: string): string => ALIASES[name] ?? name;
  const wanted = architectures?.map(named);
  const fits = cpus.some(
    (cpu) =>
      cpu.cores >= cores && (!wanted || (cpu.architecture !== undefined && wanted.includes(named(cpu.architecture)))),
  );
  if (fits) return [];
  return [`No processor of the device has ${cores} cores${wanted ? ` of ${wanted.join(' or ')}` : ''}.`];
};

const amountReasons = (what: string, required: string | undefined, there: string | undefined): string[] => {
  const needed = required === undefined ? undefined : parseQuantity(required);
  if (needed === undefined) return [];
  const available = there === undefined ? undefined : parseQuantity(there);
  // A-15: an amount that cannot be read is no amount.
  if (available === undefined) return [`The device has no known ${what}, but ${required} is required.`];
  return available >= needed ? [] : [`The device has ${there} of ${what}, but ${required} is required.`];
};

import type { DeviceConstraints } from '../application-description/device-constraints-schema.js';
import type { DeviceCapabilitiesManifest } from '../device-capabilities/schema.js';
import { explainConstraints } from './constraints.js';
import { openStatements } from './reason.js';

/** Whether something fits on a device, and what is in the way if it does not. */
export interface Eligibility {
  readonly eligible: boolean;
  /** One sentence for each thing that the device lacks, or that it reports in a way that cannot be read. */
  readonly reasons: readonly string[];
}

/**
 * Tells whether a device meets the constraints of a deployment profile: its capacity suffices, and one of the
 * eligibility rules holds (L-27). `explainPlacement` tells more: it also looks at the type of the profile, and gives
 * the reasons as a tree.
 *
 * @example
 * ```ts
 * import { isEligible, parseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
 *
 * const device = parseDeviceCapabilitiesManifest(
 *   '{"properties": {"id": "gw-1", "vendor": "Example", "modelNumber": "G1", "serialNumber": "1"}}',
 * );
 * const { eligible, reasons } = isEligible({ capacityRequirements: { memory: '1Gi' } }, device);
 * console.log(eligible, reasons); // false [ 'The device reports no memory, but the profile needs 1Gi.' ]
 * ```
 */
export const isEligible = (
  constraints: DeviceConstraints | undefined,
  capabilities: DeviceCapabilitiesManifest,
): Eligibility => {
  const reasons = explainConstraints(constraints ?? {}, capabilities).flatMap(openStatements);
  return { eligible: reasons.length === 0, reasons };
};

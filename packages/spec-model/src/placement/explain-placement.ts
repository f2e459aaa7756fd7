import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { DeviceConstraints } from '../application-description/device-constraints-schema.js';
import type { ApplicationDescription } from '../application-description/schema.js';
import { hostsWorkloads } from '../device-capabilities/hosting.js';
import type { DeviceCapabilitiesManifest } from '../device-capabilities/schema.js';
import type { DEPLOYMENT_TYPES } from '../identifiers/deployment-types.js';
import { listed, shortened } from '../reading/wording.js';
import { explainConstraints } from './constraints.js';
import { allOf, NOTHING_REPORTED, type Holds, type Reason } from './reason.js';

type DeploymentType = (typeof DEPLOYMENT_TYPES)[number];

/** Whether one deployment profile fits on a device, and why. */
export interface ProfilePlacement {
  /** Id of the profile; absent for a deployment, whose only profile has none. */
  readonly id?: string;
  readonly type: DeploymentType;
  readonly fits: Holds;
  /** The whole answer as a tree; at its root is the profile itself. */
  readonly reason: Reason;
}

/** Which deployment profiles fit on a device. */
export interface Placement {
  /** Whether any profile fits. */
  readonly fits: Holds;
  /** In the order in which the description lists them. */
  readonly profiles: readonly ProfilePlacement[];
}

/**
 * Tells which deployment profiles of an application fit on a device, or whether a deployment does, and why. The device
 * must host workloads, deploy the type of the profile, have the capacity, and meet one of the eligibility rules (L-27).
 * The target of a deployment is not looked at.
 *
 * The answer is yes or no. It is `unknown` only where no capabilities were reported, or where an amount of memory or
 * storage cannot be read. Rules that would take millions of comparisons count as not met.
 *
 * @param document - a description or a deployment that was read
 * @param capabilities - what the device reported, or undefined while it has reported nothing
 *
 * @example
 * ```ts
 * import { explainPlacement, parseApplicationDescription, parseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
 *
 * const description = parseApplicationDescription(`
 * apiVersion: v1
 * id: com-example-hello
 * metadata: { name: Hello, version: 1.0.0, catalog: { organization: [{ name: Example }] } }
 * deploymentProfiles:
 *   - type: helm
 *     id: cluster
 *     components:
 *       - name: hello
 *         properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 }
 *     deviceConstraints: { capacityRequirements: { memory: 1Gi } }
 * `);
 * console.log(explainPlacement(description, undefined).fits); // unknown
 *
 * const gateway = parseDeviceCapabilitiesManifest(
 *   '{"properties": {"id": "gw-1", "vendor": "Example", "modelNumber": "G1", "serialNumber": "1"}}',
 * );
 * for (const { id, fits, reason } of explainPlacement(description, gateway).profiles) {
 *   console.log(id, fits, reason.because?.[0]?.statement); // cluster no gw-1 hosts no workloads.
 * }
 * ```
 */
export const explainPlacement = (
  document: ApplicationDescription | ApplicationDeployment,
  capabilities: DeviceCapabilitiesManifest | undefined,
): Placement => {
  const profiles = profilesOf(document).map((profile): ProfilePlacement => {
    const reason = explainProfile(profile, capabilities);
    const { id, type } = profile;
    return { ...(id === undefined ? {} : { id }), type, fits: reason.holds, reason };
  });
  const answers = new Set(profiles.map(({ fits }) => fits));
  return { fits: answers.has('yes') ? 'yes' : answers.has('unknown') ? 'unknown' : 'no', profiles };
};

interface Profile {
  readonly id?: string;
  readonly type: DeploymentType;
  readonly deviceConstraints?: DeviceConstraints | undefined;
}

const profilesOf = (document: ApplicationDescription | ApplicationDeployment): readonly Profile[] =>
  'deploymentProfiles' in document ? document.deploymentProfiles : [document.spec.deploymentProfile];

const explainProfile = (
  { id, type, deviceConstraints = {} }: Profile,
  capabilities: DeviceCapabilitiesManifest | undefined,
): Reason => {
  const device = capabilities ? shortened(capabilities.properties.id) : 'the device';
  const profile = id === undefined ? `The ${type} profile` : `The ${type} profile ${shortened(id)}`;
  const because =
    capabilities && !hostsWorkloads(capabilities)
      ? [{ statement: `${device} hosts no workloads.`, holds: 'no' } as const]
      : [
          ...explainType(type, capabilities),
          ...(type === 'custom' ? explainCustom(deviceConstraints) : []),
          ...explainConstraints(deviceConstraints, capabilities),
        ];
  return allOf(because, {
    yes: `${profile} fits on ${device}.`,
    no: `${profile} does not fit on ${device}.`,
    unknown: `Whether ${profile.replace(/^The/, 'the')} fits on ${device} is not known.`,
  });
};

/** Charts and Compose files are about containers (DR-07); what a custom profile runs on is said by labels only. */
const explainType = (type: DeploymentType, capabilities: DeviceCapabilitiesManifest | undefined): Reason[] => {
  const { supportedDeploymentTypes: types, supportedRuntimes: runtimes } = capabilities?.properties ?? {};
  const known = capabilities !== undefined;
  return [
    explainOffer('deployment types', types, type, known),
    ...(type === 'custom' ? [] : [explainOffer('runtimes', runtimes, 'oci', known)]),
  ];
};

const explainOffer = (what: string, offers: readonly string[] | undefined, needed: string, known: boolean): Reason => {
  if (!known)
    return { statement: `The profile needs ${needed} among the ${what}; ${NOTHING_REPORTED}.`, holds: 'unknown' };
  const there = offers?.length ? `the ${what} ${listed(offers, 'and', shortened)}` : `no ${what}`;
  return offers?.includes(needed)
    ? { statement: `The device offers ${there}, and the profile needs ${needed}.`, holds: 'yes' }
    : { statement: `The device offers ${there}, but the profile needs ${needed}.`, holds: 'no' };
};

/** DC-07: without a label to go by, nobody can tell which custom runtime is meant. */
const explainCustom = ({ eligibilityRules = [] }: DeviceConstraints): Reason[] =>
  eligibilityRules.some(({ labelSelector }) => labelSelector !== undefined)
    ? []
    : [
        {
          statement: 'A custom profile needs an eligibility rule with a label selector, and this has none.',
          holds: 'no',
        },
      ];

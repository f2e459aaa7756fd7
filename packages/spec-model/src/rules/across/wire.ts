import type { Issue } from '../../issue.js';
import type { StateManifest } from '../../state-manifest/schema.js';
import {
  isBehind,
  notFromGateway,
  type ReportedFailure,
  type ReportedFailures,
  reservedErrorsOf,
} from '../deployment-status/reserved-codes.js';
import { issueOf } from './issue-of.js';

/** As much of a status as is compared with its deployment; a deployment status manifest of any revision has it. */
export interface ComparedStatus extends ReportedFailures {
  readonly components: readonly (ReportedFailure & { readonly name: string })[];
}

/** As much of a deployment as its status is compared with. */
export interface ReportedDeployment {
  readonly metadata: { readonly deviceId: string };
  readonly spec: { readonly deploymentProfile: { readonly components: readonly { readonly name: string }[] } };
}

/**
 * Compares a status with the deployment that it is about: it reports on each component and on no other (SX-01), only
 * gateways before the device use the codes 101 to 103 (SX-04), and it says which device it is about if that is behind
 * a gateway (SX-05).
 *
 * @param status - a status that is valid by itself
 * @param deployment - the deployment as the device has it, which may be an older form of it
 * @returns what is wrong with the status, without positions in a text
 *
 * @example
 * ```ts
 * import { checkStatusAgainst } from '@margo-sdk/spec-model';
 *
 * const issues = checkStatusAgainst(
 *   { status: {}, components: [{ name: 'server' }] },
 *   {
 *     metadata: { deviceId: 'edge-1' },
 *     spec: { deploymentProfile: { components: [{ name: 'database' }, { name: 'server' }] } },
 *   },
 * );
 * console.log(issues.map(({ rule, message }) => `${rule} ${message}`)); // [ 'SX-01 database is not reported.' ]
 * ```
 */
export const checkStatusAgainst = (status: ComparedStatus, { metadata, spec }: ReportedDeployment): Issue[] => [
  ...componentIssues(status, spec.deploymentProfile),
  ...reservedErrorsOf(status)
    .filter(({ source }) => !isBehind(source, metadata.deviceId) && !isBehind(source, status.deviceId ?? ''))
    .map((error) => issueOf('SX-04', error.path, notFromGateway(error))),
  ...(status.deviceId === undefined && isChild(metadata.deviceId)
    ? [issueOf('SX-05', ['deviceId'], 'deviceId is missing, but the deployment is for a device behind a gateway.')]
    : []),
];

const componentIssues = (
  { components }: ComparedStatus,
  deployed: ReportedDeployment['spec']['deploymentProfile'],
): Issue[] => {
  const names = new Set(deployed.components.map(({ name }) => name));
  const reported = new Set(components.map(({ name }) => name));
  return [
    ...components.flatMap(({ name }, c) =>
      names.has(name)
        ? []
        : [issueOf('SX-01', ['components', c, 'name'], `${name} is no component of the deployment.`)],
    ),
    ...[...names]
      .filter((name) => !reported.has(name))
      .map((name) => issueOf('SX-01', ['components'], `${name} is not reported.`)),
  ];
};

/** `gateway/*` is no child: the gateway speaks for itself until it has chosen one (L-26). */
const isChild = (target: string): boolean => target.includes('/') && !target.endsWith('/*');

/** What is known about a device besides what it reports. */
export interface KnownDevice {
  /** The id that the manifest is reported under: the one in the path of the request. */
  readonly deviceId: string;
  /** Ids of the devices that were reported before. Without them gateways are not looked for. */
  readonly gateways?: Iterable<string>;
}

/**
 * Compares capabilities with how they are reported: the id is the one in the path (CP-01), and a gateway before a child
 * is known already (GW-01).
 *
 * @param capabilities - a capabilities manifest that is valid by itself
 * @returns what is wrong with the manifest, without positions in a text
 *
 * @example
 * ```ts
 * import { checkCapabilitiesFor } from '@margo-sdk/spec-model';
 *
 * const capabilities = { properties: { id: 'gateway/press' } };
 * const issues = checkCapabilitiesFor(capabilities, { deviceId: 'gateway/press', gateways: ['other'] });
 * console.log(issues.map(({ rule }) => rule)); // [ 'GW-01' ]
 * ```
 */
export const checkCapabilitiesFor = (
  { properties: { id } }: { readonly properties: { readonly id: string } },
  { deviceId, gateways }: KnownDevice,
): Issue[] => {
  const issues: Issue[] = [];
  const path = ['properties', 'id'];
  if (id !== deviceId) issues.push(issueOf('CP-01', path, 'It must equal the device id in the path (M-20).'));
  if (gateways && id.includes('/') && ![...gateways].some((gateway) => isBehind(gateway, id)))
    issues.push(issueOf('GW-01', path, 'No gateway is known whose id this one begins with.'));
  return issues;
};

/**
 * Compares what is in a bundle with the manifest that offers it: exactly the deployments of the manifest (MX-04).
 *
 * @param manifest - a state manifest that is valid by itself
 * @param digests - digests of the files in the archive, `sha256:` and 64 hex digits
 * @returns what is wrong, without positions in a text
 *
 * @example
 * ```ts
 * import { checkBundleContents, parseStateManifest } from '@margo-sdk/spec-model';
 *
 * const manifest = parseStateManifest('{"manifestVersion": 1, "bundle": null, "deployments": []}');
 * console.log(checkBundleContents(manifest, []).length); // 0
 * ```
 */
export const checkBundleContents = (
  { deployments }: Pick<StateManifest, 'deployments'>,
  digests: Iterable<string>,
): Issue[] => {
  const packed = new Set(digests);
  const referenced = new Set<string>(deployments.map(({ digest }) => digest));
  return [
    ...deployments.flatMap(({ digest }, d) =>
      packed.has(digest) ? [] : [issueOf('MX-04', ['deployments', d], 'The deployment is not in the bundle.')],
    ),
    ...[...packed]
      .filter((digest) => !referenced.has(digest))
      .map((digest) => issueOf('MX-04', ['bundle'], `The bundle holds ${digest}, which no deployment has.`)),
  ];
};

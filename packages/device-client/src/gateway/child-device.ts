import {
  MargoError,
  type ApplicationDeployment,
  type DeviceCapabilitiesManifest,
  type DeviceId,
} from '@margo-sdk/spec-model';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';

/** A device behind a gateway. */
export interface ChildDevice {
  /** What it is and offers. Its id begins with that of the gateway: `gateway/child`. */
  readonly capabilities: DeviceCapabilitiesManifest;
  /**
   * Ways to run components on it, and on no other device. One that cannot connect to it throws a
   * `ChildUnreachableError`. Give the same objects for as long as the device is the same one.
   */
  readonly runtimes: readonly WorkloadRuntime[];
}

/**
 * Chooses the device behind a gateway that a deployment for `gateway/*` goes to.
 *
 * @param deployment - what is to run there
 * @param candidates - those that can take it, at least one
 * @returns the id of one of them; undefined when it can go to none
 */
export type PlaceDeployment = (
  deployment: ApplicationDeployment,
  candidates: readonly ChildDevice[],
) => DeviceId | undefined;

/** Who a child is. */
export const idOf = ({ capabilities }: ChildDevice): DeviceId => capabilities.properties.id;

/** Whether a device, or what a deployment is aimed at, is behind a gateway. */
export const isBehind = (gateway: string, id: string): boolean => id.startsWith(`${gateway}/`);

/** The device that a device is right behind. */
export const gatewayOf = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf('/')));

/** How many gateways are before a device: who has fewer is reported first (CAP-14). */
export const depthOf = (id: string): number => id.split('/').length;

/**
 * Makes sure that the children of a gateway are its own and can be told apart; gives them with nearer ones first.
 *
 * @throws MargoError `ERR_CHILD_INVALID`
 */
export const checkedChildren = (gateway: DeviceId, children: readonly ChildDevice[]): readonly ChildDevice[] => {
  const known = new Set<string>();
  for (const id of children.map(idOf)) {
    if (!isBehind(gateway, id)) {
      throw new MargoError('ERR_CHILD_INVALID', `Expected a device behind ${gateway}, got ${JSON.stringify(id)}.`, {
        hint: `Begin the id of a child with ${gateway}/ (CAP-13).`,
      });
    }
    if (known.has(id)) {
      throw new MargoError('ERR_CHILD_INVALID', `Expected each child of ${gateway} once, got ${id} twice.`, {
        hint: 'Give each device an id of its own (M-54).',
      });
    }
    known.add(id);
  }
  return [...children].sort((one, other) => depthOf(idOf(one)) - depthOf(idOf(other)));
};

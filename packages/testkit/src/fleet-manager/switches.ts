import { MargoError } from '@margo-sdk/spec-model';
import type { FaultPlace } from '../faults/fault.js';
import { FLEET_MANAGER_FAULTS, type FleetManagerFaultName } from '../faults/fleet-manager/index.js';
import type { FleetManagerFault } from '../faults/fleet-manager/fleet-manager-fault.js';

/** How far a fault reaches. */
export interface FaultOptions {
  /** How many requests, or connections where it shows before there is a request. Default: all until it is ended. */
  readonly times?: number;
  /** Only for the client with this SPIFFE id. Default: for all. Before there is a request nobody knows who it is. */
  readonly client?: string;
  /** Only in requests for these. Default: in all that the fault says it shows in. */
  readonly on?: readonly FaultPlace[];
}

interface Switch {
  readonly name: FleetManagerFaultName;
  readonly client: string | undefined;
  readonly resources: readonly FaultPlace[] | undefined;
  left: number;
}

/** A fault that shows now. */
export type Shown = FleetManagerFault & { readonly name: FleetManagerFaultName };

/** What is known of a request before its fault is looked for. */
export interface FaultyRequest {
  readonly client: string;
  readonly resource: FaultPlace | undefined;
}

/** Which faults are on. */
export interface FaultSwitches {
  on(name: FleetManagerFaultName, options: FaultOptions): () => void;
  clear(): void;
  /** Takes the first that fits and counts it; undefined when none does. */
  take(fits: (fault: FleetManagerFault) => boolean, request?: FaultyRequest): Shown | undefined;
}

/** @throws MargoError `ERR_FAULT_UNKNOWN`, from `on` */
export const createFaultSwitches = (): FaultSwitches => {
  const switches = new Set<Switch>();
  return {
    on: (name, { times = Infinity, client, on: resources }) => {
      if (!Object.hasOwn(FLEET_MANAGER_FAULTS, name))
        throw new MargoError('ERR_FAULT_UNKNOWN', `Expected the name of a fault, got ${JSON.stringify(name)}.`, {
          hint: 'FAULTS lists them all; those whose side is "fleet-manager" can be switched on here.',
        });
      const one = { name, client, resources, left: times };
      switches.add(one);
      return () => void switches.delete(one);
    },
    clear: () => switches.clear(),
    take: (fits, request) => {
      for (const one of switches) {
        if (one.client !== undefined && one.client !== request?.client) continue;
        if (one.resources !== undefined && !one.resources.some((resource) => resource === request?.resource)) continue;
        const fault = FLEET_MANAGER_FAULTS[one.name];
        if (!fits(fault)) continue;
        one.left -= 1;
        if (one.left <= 0) switches.delete(one);
        return { ...fault, name: one.name };
      }
      return undefined;
    },
  };
};

import type { Workload } from '@margo-sdk/state-machine';
import { ChildUnreachableError, type WorkloadRuntime } from '../../src/index.js';

/** A device behind a gateway that does at once what it is asked for, as long as it can be reached. */
export interface ChildRuntime extends WorkloadRuntime {
  /** Whether there is a connection. */
  online: boolean;
  /** Steps that were done, as `install broker`. */
  readonly done: string[];
  /** Names of what is on the device. */
  readonly present: () => string[];
}

export const createChildRuntime = ({ types = ['helm'] }: { readonly types?: readonly string[] } = {}): ChildRuntime => {
  const deployments = new Map<string, Map<string, Workload>>();
  const of = (deploymentId: string): Map<string, Workload> => {
    const found = deployments.get(deploymentId) ?? new Map<string, Workload>();
    deployments.set(deploymentId, found);
    return found;
  };
  const connect = (): void => {
    if (!child.online) throw new ChildUnreachableError('Nobody answers.');
  };
  const child: ChildRuntime = {
    online: true,
    done: [],
    present: () => [...deployments.values()].flatMap((workloads) => [...workloads.keys()]),
    supports: (type) => types.includes(type),
    apply: async ({ deploymentId, kind, component, fingerprint }) => {
      connect();
      of(deploymentId).set(component, { name: component, fingerprint });
      child.done.push(`${kind} ${component}`);
    },
    remove: async ({ deploymentId, component }) => {
      connect();
      if (of(deploymentId).delete(component)) child.done.push(`remove ${component}`);
    },
    inspect: async (deploymentId) => {
      connect();
      return [...of(deploymentId).values()];
    },
  };
  return child;
};

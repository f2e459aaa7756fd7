import type { DeviceCapabilitiesManifest } from '@margo-sdk/spec-model';

type Interfaces = NonNullable<DeviceCapabilitiesManifest['properties']['interfaces']>;

/** A network interface as the machine knows it. */
export interface NetworkInterface {
  readonly name: string;
  /** What workloads can use it as; undefined for a kind that the specification does not name. */
  readonly type: Interfaces[number]['type'] | undefined;
  /** Nothing that one could touch: loopback, bridges, tunnels, ends of containers. */
  readonly isVirtual: boolean;
}

/** What can be asked of the machine that a process runs on. */
export interface MachineFacts {
  /** How many processors the process may use. */
  readonly cores: () => number;
  /** As Node.js names it: `x64`. */
  readonly architecture: () => string;
  /** All that there is, in bytes. */
  readonly memoryBytes: () => number;
  /** Size of the file system that a folder is on, in bytes. */
  readonly storageBytes: (folder: string) => Promise<number>;
  readonly interfaces: () => Promise<readonly NetworkInterface[]>;
}

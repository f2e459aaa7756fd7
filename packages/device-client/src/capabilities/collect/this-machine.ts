import { statfs } from 'node:fs/promises';
import { arch, availableParallelism, networkInterfaces, platform, totalmem } from 'node:os';
import { linuxInterfaces } from './linux-interfaces.js';
import type { MachineFacts, NetworkInterface } from './machine-facts.js';

/**
 * The machine that this process runs on. On Linux the kernel tells what kind of interfaces there are; elsewhere every
 * interface with an address counts as Ethernet.
 *
 * @example
 * ```ts
 * import { thisMachine } from '@margo-sdk/device-client';
 *
 * console.log(thisMachine.cores() > 0); // true
 * ```
 */
export const thisMachine: MachineFacts = {
  cores: availableParallelism,
  architecture: arch,
  memoryBytes: totalmem,
  storageBytes: async (folder) => {
    const { blocks, bsize } = await statfs(folder);
    return blocks * bsize;
  },
  interfaces: async () => (platform() === 'linux' ? linuxInterfaces('/sys/class/net') : addressedInterfaces()),
};

const addressedInterfaces = (): readonly NetworkInterface[] =>
  Object.entries(networkInterfaces()).map(([name, addresses = []]) => ({
    name,
    type: 'ethernet',
    isVirtual: addresses.every(({ internal }) => internal),
  }));

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NetworkInterface } from './machine-facts.js';

/** Hardware types of the kernel (ARPHRD). */
const ETHERNET = '1';
const CAN = '280';

/**
 * What the kernel says about network interfaces. One that has a device behind it is real; wireless ones and modems are
 * Ethernet to the kernel, and told apart by what kind of device they say they are.
 *
 * @param folder - `/sys/class/net`
 */
export const linuxInterfaces = async (folder: string): Promise<readonly NetworkInterface[]> => {
  const names = await readdir(folder);
  return Promise.all(names.sort().map((name) => linuxInterface(join(folder, name), name)));
};

const linuxInterface = async (folder: string, name: string): Promise<NetworkInterface> => {
  // An interface can go while it is looked at: then it has nothing.
  const entries = new Set(await readdir(folder).catch(() => []));
  const type = await textOf(join(folder, 'type'));
  const kind = /^DEVTYPE=(.+)$/m.exec(await textOf(join(folder, 'uevent')))?.[1];
  return { name, type: typeOf(type.trim(), kind, entries), isVirtual: !entries.has('device') };
};

const typeOf = (type: string, kind: string | undefined, entries: ReadonlySet<string>): NetworkInterface['type'] => {
  if (kind === 'wlan' || entries.has('wireless') || entries.has('phy80211')) return 'wifi';
  if (kind === 'wwan') return 'cellular';
  if (type === CAN) return 'canbus';
  return type === ETHERNET ? 'ethernet' : undefined;
};

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

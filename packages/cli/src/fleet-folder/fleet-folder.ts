import { join, resolve } from 'node:path';
import type { Context } from '../command.js';

/** Where a development fleet is kept unless told otherwise. */
export const DEFAULT_FLEET_FOLDER = '.margo';

/** The line of help about it. */
export const FOLDER_HELP = `--folder FOLDER        Where the development fleet is kept (default ${DEFAULT_FLEET_FOLDER})`;

/** Where the parts of a development fleet are: what the commands hand to each other. */
export interface FleetFolder {
  /** As it was named, for people. */
  readonly name: string;
  /** The development issuer. */
  readonly pki: string;
  /** Certificate and key of the fleet manager. */
  readonly fleetManager: string;
  /** The SQLite store of the fleet manager. */
  readonly store: string;
  /** Certificate, key, memory and workloads of one device. */
  device(this: void, clientId: string): string;
}

/** The folder that a call names. */
export const fleetFolderOf = (
  name: string = DEFAULT_FLEET_FOLDER,
  { folder }: Pick<Context, 'folder'>,
): FleetFolder => {
  const path = resolve(folder, name);
  return {
    name,
    pki: join(path, 'pki'),
    fleetManager: join(path, 'pki', 'fleet-manager'),
    store: join(path, 'fleet.db'),
    device: (clientId) => join(path, 'devices', clientId),
  };
};

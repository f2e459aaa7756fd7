import type { SpiffeId } from '@margo-sdk/protocol';
import type { Format } from '../command.js';
import { shortNameOf } from '../fleet-folder/client-id.js';
import { jsonLine } from '../output/json.js';
import { printable, type Terminal } from '../terminal.js';

/** What a fleet manager tells of while it runs; no token, key or value of a parameter is in any of them. */
export type FleetEvent =
  | { readonly type: 'listening'; readonly id: SpiffeId; readonly url: string }
  | {
      readonly type: 'request';
      readonly client: SpiffeId;
      readonly method: string;
      readonly path: string;
      readonly status: number;
      /** Only of a fleet manager that misbehaves. */
      readonly faults?: readonly string[];
    }
  | {
      readonly type: 'report';
      readonly client: SpiffeId;
      readonly deploymentId: string;
      readonly deviceId: string;
      readonly state: string;
      readonly adoptedManifestVersion: bigint;
      readonly error?: { readonly code: string; readonly source?: string; readonly message?: string } | undefined;
    }
  | { readonly type: 'capabilities'; readonly client: SpiffeId; readonly deviceId: string }
  | { readonly type: 'devices.removed'; readonly client: SpiffeId; readonly deviceIds: readonly string[] }
  /** Only where messages are signed: a device was let in that was not known before. */
  | { readonly type: 'client.admitted'; readonly client: SpiffeId }
  | {
      readonly type: 'refused';
      readonly address: string | undefined;
      /** What was asked for, where that is known. */
      readonly request?: string;
      readonly code: string;
      readonly message: string;
    }
  | { readonly type: 'failed'; readonly request: string; readonly message: string }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'closing' };

/** Gives what tells of events: a line each, for people or for programs. */
export const fleetEventTeller =
  (format: Format, terminal: Terminal) =>
  (event: FleetEvent): void =>
    terminal.out(format === 'json' ? jsonLine({ at: new Date().toISOString(), ...event }) : printable(lineOf(event)));

const lineOf = (event: FleetEvent): string => {
  switch (event.type) {
    case 'listening':
      return `${event.id} listens at ${event.url}`;
    case 'request': {
      const { client, method, path, status, faults = [] } = event;
      const how = faults.length === 0 ? '' : `, with ${faults.join(', ')}`;
      return `${shortNameOf(client)}: ${method} ${path} ${status}${how}`;
    }
    case 'report': {
      const { client, deploymentId, deviceId, state, adoptedManifestVersion, error } = event;
      const why = error === undefined ? '' : `, ${error.code} ${error.message ?? ''}`;
      return `${shortNameOf(client)}: ${deploymentId} on ${deviceId} is ${state} by manifest ${adoptedManifestVersion}${why}`;
    }
    case 'capabilities':
      return `${shortNameOf(event.client)}: tells what ${event.deviceId} can do`;
    case 'devices.removed':
      return `${shortNameOf(event.client)}: unregisters ${event.deviceIds.join(', ')}`;
    case 'client.admitted':
      return `${event.client} was let in`;
    case 'refused':
      return `refused ${event.request ?? event.address ?? 'somebody'}: ${event.code} ${event.message}`;
    case 'failed':
      return `failed ${event.request}: ${event.message}`;
    case 'warning':
      return `warning: ${event.message}`;
    case 'closing':
      return 'closing: requests under way are finished';
  }
};

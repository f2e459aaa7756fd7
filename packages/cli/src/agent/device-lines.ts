import type { DeviceEvent } from '@margo-sdk/device-client';
import { MargoError } from '@margo-sdk/spec-model';
import type { Format } from '../command.js';
import { jsonLine } from '../output/json.js';
import { printable, type Terminal } from '../terminal.js';

/** What the command itself has to tell. */
type OwnEvent =
  | { readonly type: 'agent.started'; readonly id: string; readonly wfm: string }
  /** A device whose messages are signed was let in just now. */
  | { readonly type: 'agent.onboarded'; readonly clientId: string }
  | { readonly type: 'agent.stopping' }
  | { readonly type: 'agent.warning'; readonly message: string };

/** Everything that a device at work tells on standard output. */
export type ToldEvent = DeviceEvent | OwnEvent;

/** Gives what tells of events: a line each, for people or for programs. */
export const deviceEventTeller =
  (format: Format, terminal: Terminal) =>
  (event: ToldEvent): void => {
    if (format === 'json') return terminal.out(jsonLine({ at: new Date().toISOString(), ...plain(event) }));
    const line = lineOf(event);
    if (line !== undefined) terminal.out(printable(line));
  };

/** Errors as what they say. Causes are left out: nobody knows what is in them. */
const plain = (event: ToldEvent): object => ('error' in event ? { ...event, error: errorJson(event.error) } : event);

const errorJson = (error: unknown): object => {
  if (MargoError.isInstance(error)) return { code: error.code, message: error.message, hint: error.hint };
  if (error instanceof Error) return { message: error.message };
  return error as object;
};

/** The line for people; none for what another line says already. */
const lineOf = (event: ToldEvent): string | undefined => {
  switch (event.type) {
    case 'agent.started':
      return `${event.id} polls ${event.wfm}`;
    case 'agent.onboarded':
      return `let in by the fleet manager, as client ${event.clientId}`;
    case 'agent.stopping':
      return 'stopping: what is under way is called off';
    case 'agent.warning':
      return `warning: ${event.message}`;
    case 'manifest.accepted':
      return `manifest ${event.manifestVersion} accepted: ${counted(event.deployments)}`;
    case 'manifest.unchanged':
      return 'nothing new';
    case 'deployment.state': {
      const { error } = event.report.status;
      const why = error === undefined ? '' : `, ${error.code} ${error.message ?? ''}`;
      return `${placeOf(event)} ${event.state} by manifest ${event.report.adoptedManifestVersion}${why}`;
    }
    case 'step.started': {
      const { kind, component, attempt } = event.step;
      return `${placeOf(event)}   ${kind} ${component}${attempt === 1 ? '' : `, attempt ${attempt}`}`;
    }
    case 'step.applied':
    case 'step.succeeded':
    case 'report.sent':
      return undefined;
    case 'capabilities.reported':
      return `capabilities of ${event.deviceId} reported`;
    case 'manifest.versionReset':
      return `manifest version ${event.forgotten ?? 'none'} forgotten: the next manifest may have any`;
    case 'connection.restored':
      return 'connection restored';
    default: {
      const why = 'error' in event ? `: ${sentenceOf(event.error)}` : '';
      return `${'deploymentId' in event && event.deploymentId !== undefined ? `${placeOf(event)} ` : ''}${event.type}${why}`;
    }
  }
};

const placeOf = (event: { readonly deploymentId?: string; readonly deviceId?: string }): string =>
  `${event.deploymentId ?? ''}${event.deviceId === undefined ? '' : ` on ${event.deviceId}`}`;

const counted = (deployments: number): string => (deployments === 1 ? '1 deployment' : `${deployments} deployments`);

const sentenceOf = (error: { readonly message?: string; readonly code?: unknown }): string =>
  [error.code, error.message].filter((part) => typeof part === 'string').join(' ');

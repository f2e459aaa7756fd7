import type { WireProfile } from '@margo-sdk/protocol';
import type { ApplicationDescription } from '@margo-sdk/spec-model';
import { type Actor, startActor } from './actor.js';
import type { Display } from './display.js';
import type { FromDevice, FromFleetManager, StepMessage, ToDevice, ToFleetManager } from './messages.js';
import type { Cast } from './prepare.js';
import type { Scene } from './scenes.js';

/** What a performance needs. */
export interface Performance {
  readonly description: ApplicationDescription;
  readonly cast: Cast;
  /** What the two speak. */
  readonly profile: WireProfile;
  readonly scenes: readonly Scene[];
  readonly ids: { readonly deploymentId: string; readonly deviceId: string };
  /** Folder that the device keeps everything in. */
  readonly folder: string;
  /** How long each step of the dry run takes, in milliseconds. */
  readonly stepMs: number;
  /** File that the device records its run in; null for none. */
  readonly record: string | null;
  readonly display: Display;
  /** Ends the play early. */
  readonly signal: AbortSignal;
}

const POLL_INTERVAL_MS = 200;

/** A performance with its actors. */
export interface Stage extends Performance {
  readonly fleet: Actor<ToFleetManager, FromFleetManager>;
  /** The device process of the moment; there is none before the first and while it is being restarted. */
  device?: Actor<ToDevice, FromDevice>;
  /** Versions of the application by the manifest that they were published with. */
  readonly versions: Map<string, string>;
  /** Steps that the device took in this scene. */
  steps: StepMessage[];
  /** Called when there is another one. */
  onStep: () => void;
  /** Where the fleet manager is. */
  url?: string;
}

/** Sets a stage, with a fleet manager on it. */
export const setStage = (performance: Performance): Stage => ({
  ...performance,
  fleet: startActor<ToFleetManager, FromFleetManager>('fleet manager', processFile('fleet-manager-process')),
  versions: new Map(),
  steps: [],
  onStep: () => {},
});

/** Starts the device process, which goes on with what it finds in its folder. */
export const startDevice = async (stage: Stage): Promise<void> => {
  const { cast, profile, ids, folder, stepMs, record, display, signal, url = '' } = stage;
  // The play may be over while a device is being killed.
  signal.throwIfAborted();
  const device = startActor<ToDevice, FromDevice>('device', processFile('device-process'));
  stage.device = device;
  device.listen((message) => {
    if (message.type === 'step') {
      stage.steps.push(message);
      stage.onStep();
    }
    if (message.type === 'retrying') {
      display.line(`   ${message.component} is tried again  (${message.message})`, 'yellow');
    }
    if (message.type === 'failed') display.line(`   the device says: ${message.message}`, 'red');
  });
  const { deviceId } = ids;
  const own = { profile, identity: cast.device, url, deviceId, folder };
  const { letInAs } = await device.ask(
    { type: 'start', ...own, pollIntervalMs: POLL_INTERVAL_MS, stepMs, record },
    'ready',
  );
  if (letInAs !== null) display.line(`The device asked to be let in, and is client ${letInAs}.`);
};

/** Processes are built beside this file. */
const processFile = (name: string): URL => new URL(`./${name}.js`, import.meta.url);

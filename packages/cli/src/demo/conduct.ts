import type { ApplicationDescription } from '@margo-sdk/spec-model';
import { type Actor, startActor } from './actor.js';
import { deploymentText } from './deployment-text.js';
import type { Display } from './display.js';
import type { FromDevice, FromFleetManager, ReportMessage, ToDevice, ToFleetManager } from './messages.js';
import type { Cast } from './prepare.js';
import type { Scene } from './scenes.js';
import { difference, lineOf } from './timeline.js';

/** What a performance needs. */
export interface Performance {
  readonly description: ApplicationDescription;
  readonly cast: Cast;
  readonly scenes: readonly Scene[];
  readonly ids: { readonly deploymentId: string; readonly deviceId: string };
  /** Folder that the device keeps everything in. */
  readonly folder: string;
  /** How long each step of the dry run takes, in milliseconds. */
  readonly stepMs: number;
  readonly display: Display;
  /** Ends the play early. */
  readonly signal: AbortSignal;
}

/** Longest time that a scene may take, in milliseconds. */
const SCENE_TIMEOUT_MS = 60_000;
/** How long a step lasts during which the device is to be killed: longer than any scene, so that it never ends by itself. */
const HELD_MS = 10 * SCENE_TIMEOUT_MS;
const POLL_INTERVAL_MS = 200;

/** Plays all scenes between a fleet manager and a device. @returns how many did not go as expected */
export const conduct = async (performance: Performance): Promise<number> => {
  const fleet = startActor<ToFleetManager, FromFleetManager>('fleet manager', processFile('fleet-manager-process'));
  const stage: Stage = { ...performance, fleet, steps: [], last: undefined };
  try {
    return await Promise.race([play(stage), failing(fleet.ended), failing(aborted(performance.signal))]);
  } finally {
    await Promise.all([stage.device?.stop(), fleet.stop()]);
  }
};

/** A performance with its actors. */
interface Stage extends Performance {
  readonly fleet: Actor<ToFleetManager, FromFleetManager>;
  /** The device process of the moment; there is none before the first and while it is being restarted. */
  device?: Actor<ToDevice, FromDevice>;
  /** Steps that the device took in this scene. */
  steps: string[];
  /** Where the fleet manager is. */
  url?: string;
  /** The last report of the scene before. */
  last: string | undefined;
}

const play = async (stage: Stage): Promise<number> => {
  const { fleet, cast, display } = stage;
  const { url } = await fleet.ask({ type: 'start', identity: cast.fleetManager, client: cast.clientId }, 'ready');
  stage.url = url;
  await startDevice(stage, []);
  let faults = 0;
  for (const [index, scene] of stage.scenes.entries()) {
    display.line('');
    display.line(`${index + 1}. ${scene.title}`, 'bold');
    faults += judge(scene, await playScene(stage, scene), display);
  }
  return faults;
};

const playScene = async (stage: Stage, scene: Scene): Promise<Outcome> => {
  const { fleet, display, description, ids } = stage;
  const rules = rulesFor(scene);
  const restarts = rules.length > 0;
  if (restarts) {
    await stage.device?.stop();
    await startDevice(stage, rules);
  }
  const seen: string[] = [];
  stage.steps = [];
  let verdict: string | undefined;
  let killed: Promise<void> | undefined;
  let onReport = (): void => undefined;
  const end = fleet.listen((message) => {
    if (message.type !== 'report') return;
    const { report } = message;
    const line = lineOf(report);
    // A device that starts tells again how it stands (L-19); nobody else may repeat anything.
    if (restarts && line === (seen.at(-1) ?? stage.last)) return;
    verdict = message.verdict;
    seen.push(line);
    display.line(`   v${report.adoptedManifestVersion}  ${line}${errorOf(report)}`);
    display.stand({ overall: report.status.state, components: report.components });
    if (line === scene.killAt && killed === undefined) killed = killAndRestart(stage);
    onReport();
  });
  const over = new Promise<void>((resolve) => {
    onReport = () => {
      if (seen.at(-1) === scene.expected.at(-1) && verdict === scene.verdict) resolve();
    };
  });
  fleet.tell({ type: 'publish', documents: scene.wish === null ? [] : [deploymentText(description, scene.wish, ids)] });
  await Promise.race([over, after(SCENE_TIMEOUT_MS)]);
  await killed;
  // Whatever came after the last line that was waited for counts too.
  if (seen.length >= scene.expected.length) {
    await stage.device?.ask({ type: 'settle' }, 'settled');
    await fleet.ask({ type: 'flush' }, 'flushed');
  }
  end();
  stage.last = seen.at(-1);
  return { seen, steps: stage.steps, verdict };
};

const killAndRestart = async (stage: Stage): Promise<void> => {
  await stage.device?.kill();
  stage.display.line('   the device process was killed; starting it again', 'red');
  await startDevice(stage, []);
};

/** What came of a scene. */
interface Outcome {
  readonly seen: readonly string[];
  readonly steps: readonly string[];
  readonly verdict: string | undefined;
}

const judge = (scene: Scene, { seen, steps, verdict }: Outcome, display: Display): number => {
  const rows = [...difference(seen, scene.expected), ...difference(steps, scene.steps)];
  if (rows.length === 0 && verdict === scene.verdict) {
    display.line(`   as expected: ${verdict}, by ${steps.join(', ')}`, 'green');
    return 0;
  }
  display.line(`   not as expected: ${verdict ?? 'no end within the time allowed'}, wanted ${scene.verdict}`, 'red');
  for (const row of rows) display.line(`   ${row}`);
  return 1;
};

const errorOf = ({ components }: ReportMessage): string =>
  components.map(({ name, error }) => (error ? `  (${name}: ${error.message})` : '')).join('');

/** What the dry run plays in a scene: a chart that cannot be installed, or a step that lasts until somebody pulls the plug. */
const rulesFor = ({ broken, killAt }: Scene): object[] => [
  ...(broken ? [{ ...broken, fail: { code: 'CHART_BROKEN', message: 'The chart cannot be rendered.' } }] : []),
  ...(killAt === undefined ? [] : [{ component: 'dashboard', delayMs: HELD_MS }]),
];

const startDevice = async (stage: Stage, rules: readonly object[]): Promise<void> => {
  const { cast, ids, folder, stepMs, display, url = '' } = stage;
  const device = startActor<ToDevice, FromDevice>('device', processFile('device-process'));
  stage.device = device;
  device.listen((message) => {
    if (message.type === 'step') stage.steps.push(`${message.kind} ${message.component}`);
    if (message.type === 'failed') display.line(`   the device says: ${message.message}`, 'red');
  });
  const script = JSON.stringify({ rules: [...rules, { delayMs: stepMs }] });
  await device.ask(
    {
      type: 'start',
      identity: cast.device,
      url,
      deviceId: ids.deviceId,
      folder,
      pollIntervalMs: POLL_INTERVAL_MS,
      script,
    },
    'ready',
  );
};

/** Rejects with the words that a promise resolves with. */
const failing = async (words: Promise<string>): Promise<never> => {
  throw new Error(await words);
};

const aborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('stopped');
    else signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });

const after = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

/** Processes are built beside this file. */
const processFile = (name: string): URL => new URL(`./${name}.js`, import.meta.url);

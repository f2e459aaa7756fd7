import type { ApplicationDescription } from '@margo-sdk/spec-model';
import { type Actor, startActor } from './actor.js';
import { deploymentText } from './deployment-text.js';
import type { Display } from './display.js';
import type { Chart, FromDevice, FromFleetManager, ReportMessage, ToDevice, ToFleetManager } from './messages.js';
import type { Cast } from './prepare.js';
import type { Scene, Wish } from './scenes.js';
import { difference, lineOf, stepWords } from './timeline.js';

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
  /** File that the device records its run in; null for none. */
  readonly record: string | null;
  readonly display: Display;
  /** Ends the play early. */
  readonly signal: AbortSignal;
}

/** Longest time that a scene may take, in milliseconds. */
const SCENE_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 200;

/** Plays all scenes between a fleet manager and a device. @returns how many did not go as expected */
export const conduct = async (performance: Performance): Promise<number> => {
  const fleet = startActor<ToFleetManager, FromFleetManager>('fleet manager', processFile('fleet-manager-process'));
  const stage: Stage = { ...performance, fleet, versions: new Map(), steps: [] };
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
  /** Versions of the application by the manifest that they were published with. */
  readonly versions: Map<string, string>;
  /** Steps that the device took in this scene. */
  steps: string[];
  /** Where the fleet manager is. */
  url?: string;
}

const play = async (stage: Stage): Promise<number> => {
  const { fleet, cast, display } = stage;
  const { url } = await fleet.ask({ type: 'start', identity: cast.fleetManager, client: cast.clientId }, 'ready');
  stage.url = url;
  await startDevice(stage);
  let faults = 0;
  for (const [index, scene] of stage.scenes.entries()) {
    display.line('');
    display.line(`${index + 1}. ${scene.title}`, 'bold');
    faults += judge(scene, await playScene(stage, scene), display);
  }
  return faults;
};

const playScene = async (stage: Stage, scene: Scene): Promise<Outcome> => {
  const { fleet, display } = stage;
  const { newer, kill } = scene;
  await stage.device?.ask({ type: 'setting', rules: rulesOf(scene), held: newer?.running ?? null }, 'set');
  const seen: string[] = [];
  stage.steps = [];
  let verdict: string | undefined;
  let published: Promise<void> | undefined;
  let killed: Promise<void> | undefined;
  let onReport = (): void => undefined;
  const end = fleet.listen((message) => {
    if (message.type !== 'report') return;
    const { report } = message;
    const line = lineOf(report, stage.versions.get(report.adoptedManifestVersion) ?? 'unknown');
    // A device that starts again tells again how it stands (L-19); nobody else may repeat anything.
    if (killed && line === seen.at(-1)) return;
    verdict = message.verdict;
    seen.push(line);
    display.line(`   ${line}${errorOf(report)}`);
    display.stand({ overall: report.status.state, components: report.components });
    if (line === newer?.at) published ??= publishNewer(stage, newer.wish);
    if (line === kill?.at) killed ??= killAndRestart(stage);
    onReport();
  });
  const over = new Promise<void>((resolve) => {
    onReport = () => {
      if (seen.at(-1) === scene.expected.at(-1) && verdict === scene.verdict) resolve();
    };
  });
  await publish(stage, scene.wish);
  await Promise.race([over, after(SCENE_TIMEOUT_MS)]);
  await published;
  await killed;
  // Whatever came after the last line that was waited for counts too.
  if (seen.length >= scene.expected.length) {
    await stage.device?.ask({ type: 'settle' }, 'settled');
    await fleet.ask({ type: 'flush' }, 'flushed');
  }
  end();
  return { seen, steps: stage.steps, verdict };
};

/** Publishes what is wanted; null for nothing any more. */
const publish = async ({ fleet, description, ids, versions }: Stage, wish: Wish | null): Promise<void> => {
  const documents = wish === null ? [] : [deploymentText(description, wish, ids)];
  const { manifestVersion } = await fleet.ask({ type: 'publish', documents }, 'published');
  versions.set(manifestVersion, wish?.version ?? 'none');
};

const publishNewer = async (stage: Stage, wish: Wish): Promise<void> => {
  stage.display.line(`   version ${wish.version} is published meanwhile`, 'yellow');
  await publish(stage, wish);
};

const killAndRestart = async (stage: Stage): Promise<void> => {
  await stage.device?.kill();
  stage.display.line('   the device process was killed; starting it again', 'red');
  await startDevice(stage);
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

/** What the dry run plays in a scene: a chart that fails, and a step that lasts until somebody pulls the plug. */
const rulesOf = ({ broken, kill }: Scene): object[] => [
  ...(broken ? failuresOf(broken) : []),
  ...(kill ? [{ ...kill.running, hang: true }] : []),
];

const failuresOf = (chart: Chart): object[] => [
  { ...chart, times: 1, fail: { code: 'PULL_FAILED', message: 'The registry does not answer.', retryable: true } },
  { ...chart, fail: { code: 'CHART_BROKEN', message: 'The chart cannot be rendered.' } },
];

const startDevice = async (stage: Stage): Promise<void> => {
  const { cast, ids, folder, stepMs, record, display, url = '' } = stage;
  const device = startActor<ToDevice, FromDevice>('device', processFile('device-process'));
  stage.device = device;
  device.listen((message) => {
    if (message.type === 'step') stage.steps.push(stepWords(message));
    if (message.type === 'retrying') {
      display.line(`   ${message.component} is tried again  (${message.message})`, 'yellow');
    }
    if (message.type === 'failed') display.line(`   the device says: ${message.message}`, 'red');
  });
  const { deviceId } = ids;
  await device.ask(
    { type: 'start', identity: cast.device, url, deviceId, folder, pollIntervalMs: POLL_INTERVAL_MS, stepMs, record },
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

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
}

/** Longest time that a scene may take, in milliseconds. */
const SCENE_TIMEOUT_MS = 60_000;
/** How long a step lasts during which the device is to be killed: longer than any scene, so that it never ends by itself. */
const HELD_MS = 10 * SCENE_TIMEOUT_MS;
const POLL_INTERVAL_MS = 200;

/** Plays all scenes between a fleet manager and a device. @returns how many did not go as expected */
export const conduct = async (performance: Performance): Promise<number> => {
  const { cast, ids, display, description } = performance;
  const fleet = startActor<ToFleetManager, FromFleetManager>('fleet manager', processFile('fleet-manager-process'));
  const url = await openHouse(fleet, cast);
  const steps: string[] = [];
  const takeStep = (step: string): void => void steps.push(step);
  let device = await startDevice(performance, url, [], takeStep);
  let stopping = false;
  const broken = fleet.ended.then((words) => {
    if (!stopping) throw new Error(words);
    return undefined;
  });
  broken.catch(() => undefined);

  let faults = 0;
  let settled = 0n;
  try {
    for (const [index, scene] of performance.scenes.entries()) {
      display.line('');
      display.line(`${index + 1}. ${scene.title}`, 'bold');
      if (scene.broken || scene.killAt) {
        await device.stop();
        device = await startDevice(performance, url, rulesFor(scene), takeStep);
      }
      const seen: string[] = [];
      steps.length = 0;
      let current = settled;
      let killed: Promise<void> | undefined;
      const watched = watch(fleet, settled, (line, report) => {
        // A report comes twice after a restart (L-19).
        if (line === seen.at(-1)) return;
        seen.push(line);
        current = BigInt(report.adoptedManifestVersion);
        display.line(`   v${report.adoptedManifestVersion}  ${line}${errorOf(report)}`);
        display.stand({ overall: report.status.state, components: report.components });
        if (line === scene.killAt && killed === undefined) {
          killed = (async () => {
            await device.kill();
            display.line('   the device process was killed; starting it again', 'red');
            device = await startDevice(performance, url, [], takeStep);
          })();
        }
      });
      fleet.tell({
        type: 'publish',
        documents: scene.wish === null ? [] : [deploymentText(description, scene.wish, ids)],
      });
      const verdict = await Promise.race([
        watched.until((line, said) => line === scene.expected.at(-1) && said === scene.verdict),
        after(SCENE_TIMEOUT_MS),
        broken,
      ]);
      watched.end();
      settled = current;
      await killed;
      // What the device said before its last report is read by now, too.
      await new Promise((resolve) => setImmediate(resolve));
      faults += judge(scene, { seen, steps, verdict }, display);
    }
  } finally {
    stopping = true;
    await Promise.all([device.stop(), fleet.stop()]);
  }
  return faults;
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

const startDevice = async (
  { cast, ids, folder, stepMs, display }: Performance,
  url: string,
  rules: readonly object[],
  onStep: (step: string) => void,
): Promise<Actor<ToDevice, FromDevice>> => {
  const device = startActor<ToDevice, FromDevice>('device', processFile('device-process'));
  const ready = new Promise<void>((resolve, reject) => {
    device.listen((message) => {
      if (message.type === 'step') onStep(`${message.kind} ${message.component}`);
      if (message.type === 'ready') resolve();
      if (message.type === 'failed') reject(new Error(`the device says: ${message.message}`));
    });
  });
  device.tell({
    type: 'start',
    identity: cast.device,
    url,
    deviceId: ids.deviceId,
    folder,
    pollIntervalMs: POLL_INTERVAL_MS,
    script: JSON.stringify({ rules: [...rules, { delayMs: stepMs }] }),
  });
  await Promise.race([ready, device.ended.then((words) => Promise.reject(new Error(words)))]);
  device.listen((message) => {
    if (message.type === 'failed') display.line(`   the device says: ${message.message}`, 'red');
  });
  return device;
};

const openHouse = async (fleet: Actor<ToFleetManager, FromFleetManager>, cast: Cast): Promise<string> => {
  const url = new Promise<string>((resolve, reject) => {
    fleet.listen((message) => {
      if (message.type === 'ready') resolve(message.url);
      if (message.type === 'failed') reject(new Error(`the fleet manager says: ${message.message}`));
    });
  });
  fleet.tell({ type: 'start', identity: cast.fleetManager, client: cast.clientId });
  return Promise.race([url, fleet.ended.then((words) => Promise.reject(new Error(words)))]);
};

/** Listens to the reports of one scene: those on a manifest newer than the one that the last scene ended with. */
const watch = (
  fleet: Actor<ToFleetManager, FromFleetManager>,
  settled: bigint,
  onLine: (line: string, report: ReportMessage) => void,
) => {
  let isOver = false;
  let check: ((line: string, verdict: string) => void) | undefined;
  fleet.listen((message) => {
    if (isOver || message.type !== 'report') return;
    const { report, verdict } = message;
    if (BigInt(report.adoptedManifestVersion) <= settled) return;
    const line = lineOf(report);
    onLine(line, report);
    check?.(line, verdict);
  });
  return {
    /** Resolves with the verdict of the first report that `done` accepts. */
    until: (done: (line: string, verdict: string) => boolean): Promise<string> =>
      new Promise((resolve) => {
        check = (line, verdict) => {
          if (done(line, verdict)) resolve(verdict);
        };
      }),
    end: () => {
      isOver = true;
    },
  };
};

const after = (ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });

/** Processes are built beside this file. */
const processFile = (name: string): URL => new URL(`./${name}.js`, import.meta.url);

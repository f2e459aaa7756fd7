import { deploymentText } from './deployment-text.js';
import type { Chart, ReportMessage, StepMessage } from './messages.js';
import type { Scene, Wish } from './scenes.js';
import { type Stage, startDevice } from './stage.js';
import { lineOf, stepWords } from './timeline.js';

/** Longest time that a scene may take, in milliseconds. */
const SCENE_TIMEOUT_MS = 60_000;

/** What came of a scene. */
export interface Outcome {
  readonly seen: readonly string[];
  readonly steps: readonly string[];
  readonly verdict: string | undefined;
}

/** Plays one scene. @returns everything that was seen, also what came after the last line that was waited for */
export const playScene = async (stage: Stage, scene: Scene): Promise<Outcome> => {
  const { fleet, display } = stage;
  const { newer, kill } = scene;
  await stage.device?.ask({ type: 'setting', rules: rulesOf(scene), held: newer?.running ?? null }, 'set');
  const seen: string[] = [];
  stage.steps = [];
  let verdict: string | undefined;
  let published: Promise<void> | undefined;
  let killed: Promise<void> | undefined;
  let onReport = (): void => undefined;
  // What happens in between is awaited later, but breaks the play off at once where it fails.
  let breakOff = (_: unknown): void => undefined;
  const brokenOff = new Promise<never>((_, reject) => (breakOff = reject));
  const inTime = (work: Promise<void>): Promise<void> => {
    work.catch(breakOff);
    return work;
  };
  // A report can be here before its step begins: both have to be seen.
  const killWhenDue = (): void => {
    if (kill && seen.at(-1) === kill.at && isAt(stage.steps.at(-1), kill.running))
      killed ??= inTime(killAndRestart(stage));
  };
  stage.onStep = killWhenDue;
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
    if (line === newer?.at) published ??= inTime(publishNewer(stage, newer.wish));
    killWhenDue();
    onReport();
  });
  const over = new Promise<void>((resolve) => {
    onReport = () => {
      if (seen.at(-1) === scene.expected.at(-1) && verdict === scene.verdict) resolve();
    };
  });
  await publish(stage, scene.wish);
  await Promise.race([over, brokenOff, after(SCENE_TIMEOUT_MS)]);
  await published;
  await killed;
  // Whatever came after the last line that was waited for counts too.
  if (seen.length >= scene.expected.length) {
    await stage.device?.ask({ type: 'settle' }, 'settled');
    await fleet.ask({ type: 'flush' }, 'flushed');
  }
  end();
  return { seen, steps: stage.steps.map(stepWords), verdict };
};

/** Publishes what is wanted; null for nothing any more. */
const publish = async ({ fleet, description, ids, versions }: Stage, wish: Wish | null): Promise<void> => {
  const documents = wish === null ? [] : [deploymentText(description, wish, ids)];
  const end = fleet.listen((message) => {
    // Noted on the spot: a report can be the next thing that is heard.
    if (message.type === 'published') versions.set(message.manifestVersion, wish?.version ?? 'none');
  });
  await fleet.ask({ type: 'publish', documents }, 'published');
  end();
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

const isAt = (step: StepMessage | undefined, { component, revision }: Chart): boolean =>
  step?.component === component && step.revision === revision;

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

const after = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

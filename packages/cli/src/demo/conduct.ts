import type { Display } from './display.js';
import { type Outcome, playScene } from './play-scene.js';
import type { Scene } from './scenes.js';
import { type Performance, setStage, type Stage, startDevice } from './stage.js';
import { difference } from './timeline.js';

/** Plays all scenes between a fleet manager and a device. @returns how many did not go as expected */
export const conduct = async (performance: Performance): Promise<number> => {
  const stage = setStage(performance);
  const { fleet } = stage;
  try {
    return await Promise.race([play(stage), failing(fleet.ended), failing(aborted(performance.signal))]);
  } finally {
    await Promise.all([stage.device?.stop(), fleet.stop()]);
  }
};

const play = async (stage: Stage): Promise<number> => {
  const { fleet, cast, display, profile } = stage;
  const { id, client, fleetManager: identity, device } = cast;
  const clientCertificate = device.certificate;
  const { url } = await fleet.ask({ type: 'start', profile, id, identity, client, clientCertificate }, 'ready');
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

/** Rejects with the words that a promise resolves with. */
const failing = async (words: Promise<string>): Promise<never> => {
  throw new Error(await words);
};

const aborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('stopped');
    else signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });

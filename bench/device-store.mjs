/** What a device needs to remember one more thing, by how many deployments it has. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptManifest, createFileStore } from '../packages/device-client/dist/index.js';

const SIZES = [1, 100, 1000];
const ROUNDS = 9;
const COMMITS = 100;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const idOf = (number) => `${String(number).padStart(8, '0')}-8912-45f4-a523-372358765def`;
const BODY = JSON.stringify({
  components: Array.from({ length: 3 }, (_, at) => ({ name: `component-${at}`, state: 'x' })),
});

/** A store of so many deployments, and what changes one of them and adds a report, as every event of a lifecycle does. */
const deviceOf = async (folder, size) => {
  const store = createFileStore({ folder: join(folder, String(size)) });
  const deployments = Array.from({ length: size }, (_, at) => ({
    deploymentId: idOf(at),
    digest: `sha256:${String(at).padStart(64, '0')}`,
  }));
  await store.commit((state) =>
    acceptManifest(state, { manifestVersion: 1n, bundle: null, deployments }, '"sha256:00"'),
  );
  let turn = 0;
  const commit = () => {
    turn += 1;
    const deploymentId = idOf(turn % size);
    return store.commit((state) => {
      const record = state.deployments[deploymentId];
      const lifecycle = { ...record.lifecycle, stepCount: record.lifecycle.stepCount + 1 };
      // As the agent copies them.
      const deployments = Object.create(null);
      for (const id of Object.keys(state.deployments)) deployments[id] = state.deployments[id];
      deployments[deploymentId] = { ...record, lifecycle };
      return {
        ...state,
        deployments,
        outbox: [{ number: state.nextReport, deploymentId, body: BODY }],
        nextReport: state.nextReport + 1,
      };
    });
  };
  return { size, commit, rounds: [] };
};

export const deviceStore = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'margo-bench-'));
  const devices = [];
  for (const size of SIZES) devices.push(await deviceOf(folder, size));
  for (const { commit } of devices) for (let count = 0; count < COMMITS; count += 1) await commit();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { commit, rounds } of devices) {
      const times = [];
      for (let count = 0; count < COMMITS; count += 1) {
        const started = performance.now();
        await commit();
        times.push(performance.now() - started);
      }
      rounds.push({ median: median(times), mean: times.reduce((sum, time) => sum + time) / COMMITS });
    }
  const [one] = devices;
  for (const { size, rounds } of devices) {
    const ratio = (figure) => median(rounds.map((mine, at) => mine[figure] / one.rounds[at][figure])).toFixed(2);
    console.log(
      `commit of a device with ${size} deployments: ${ratio('median')} of one with a single deployment ` +
        `(with new snapshots now and then ${ratio('mean')}), ${median(rounds.map((mine) => mine.median)).toFixed(3)} ms`,
    );
  }
  await rm(folder, { recursive: true });
};

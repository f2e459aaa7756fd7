/** A fleet manager that writes without end, and says so of each write as soon as it is acknowledged. */
import { writeSync } from 'node:fs';
import { publishDesiredState } from '../../../src/publish/publish-desired-state.js';
import { createSqliteStore } from '../../../src/store/sqlite/index.js';
import { deviceOf, deploymentOf, PRESS, statusOf } from './writing-process-data.js';

const [, , file = ''] = process.argv;
const write = async (): Promise<never> => {
  const store = await createSqliteStore({ file });
  const acknowledge = (what: string, number: number | bigint): void => void writeSync(1, `${what} ${number}\n`);
  for (;;) {
    const next = Number((await store.latestManifest(PRESS))?.version ?? 0n) + 1;
    const { manifestVersion } = await publishDesiredState({ store, client: PRESS, deployments: [deploymentOf(next)] });
    acknowledge('version', manifestVersion);
    await store.putStatus(PRESS, statusOf(next));
    acknowledge('status', next);
    await store.putDevice(PRESS, deviceOf(next));
    acknowledge('device', next);
  }
};
void write();

/** The lifecycle: what plans, reports and snapshots cost over what xstate itself costs. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { planChange } from '../packages/state-machine/dist/index.js';
import { compare } from './compare.mjs';
import { eventsToInstall, install, revisionOf } from './lifecycle-install.mjs';
import { installPurely, installWithActors, installWithOneActor } from './lifecycle-peer.mjs';

const ID = 'a3e2f5dc-912e-494f-8395-52cf3769bc06';

const eventsPerSecond = async () => {
  for (const count of [3, 50]) {
    const revision = revisionOf(count);
    const what = `install ${count} components, ${eventsToInstall(count)} events with reports`;
    const against = (floor, named) =>
      compare(what, { ours: () => install(ID, revision), floor: () => floor(ID, revision), against: named });
    await against(installWithActors, 'bare xstate actors for the deployment and its steps');
    if (count > 3) continue;
    await against(installPurely, 'pure transitions of the same machines');
    await against(installWithOneActor, 'one bare actor without machines for its steps');
  }
};

/** An update that keeps some, changes most and drops a few. */
const planning = async () => {
  const { components: before } = revisionOf(50);
  const { components: after } = revisionOf(50, '1.1.0');
  const wanted = [...before.slice(0, 10), ...after.slice(10, 45)].reverse();
  const names = [...before, ...wanted].map(({ name }) => name);
  const ours = () => planChange(before, wanted);
  await compare('plan an update of 50 components', {
    ours,
    floor: () => JSON.parse(JSON.stringify([before, wanted])),
    against: 'copying them by way of JSON',
  });
  await compare('plan an update of 50 components', {
    ours,
    floor: () => names.toSorted(),
    against: 'sorting their names',
  });
};

const fleet = () => {
  const script = fileURLToPath(new URL('./lifecycle-fleet.mjs', import.meta.url));
  const figures = JSON.parse(execFileSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' }));
  const { deployments, few, components, ratios, bytes } = figures;
  const shown = ratios.map((ratio) => ratio.toFixed(2));
  console.log(
    `an event among ${deployments} live deployments: ${shown[1]} of the time among ${few} (${shown[0]} to ${shown[2]})`,
  );
  console.log(
    `memory of a live deployment of ${components} components: ${Math.round(bytes.ours)} bytes, ` +
      `${(bytes.ours / bytes.actor).toFixed(2)} of one bare actor without machines for its steps`,
  );
};

export const lifecycle = async () => {
  await eventsPerSecond();
  await planning();
  fleet();
};

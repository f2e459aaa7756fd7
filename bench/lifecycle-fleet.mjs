/** Many deployments in one process; run with --expose-gc, prints its figures as JSON. */
import { adopt, answer, install, revisionOf } from './lifecycle-install.mjs';
import { installWithOneActor } from './lifecycle-peer.mjs';

const DEPLOYMENTS = 20_000;
const FEW = 100;
const COMPONENTS = 3;

const idOf = (n) => `a3e2f5dc-912e-494f-8395-${String(n).padStart(12, '0')}`;
// Every deployment has a revision of its own, as it has when each was read from a document of its own.
const revisions = Array.from({ length: DEPLOYMENTS }, () => revisionOf(COMPONENTS));

/** Bytes that one deployment takes as long as it is held. */
const bytesHeld = (make) => {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const held = revisions.map((revision, n) => make(idOf(n), revision));
  globalThis.gc();
  return (process.memoryUsage().heapUsed - before) / held.length;
};

/** Takes as many deployments through an installation side by side, and gives the number of their events. */
const installAll = (deployments) => {
  let live = revisions.slice(0, deployments).map((revision, n) => adopt(idOf(n), revision));
  let rounds = 1;
  for (let next = live.map(answer); next[0]; next = live.map(answer)) {
    live = next;
    rounds += 1;
  }
  return rounds * deployments;
};

/** Microseconds of processor time for an event, with so many deployments at a time, so many times. */
const costOfEvent = (deployments, times) => {
  globalThis.gc();
  const started = process.cpuUsage();
  let events = 0;
  for (let n = 0; n < times; n += 1) events += installAll(deployments);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / events;
};

costOfEvent(FEW, 20);
const ratios = Array.from({ length: 3 }, () => costOfEvent(DEPLOYMENTS, 1) / costOfEvent(FEW, 40));

console.log(
  JSON.stringify({
    deployments: DEPLOYMENTS,
    few: FEW,
    components: COMPONENTS,
    ratios: ratios.sort((a, b) => a - b),
    bytes: {
      ours: bytesHeld(install),
      actor: bytesHeld(installWithOneActor),
    },
  }),
);

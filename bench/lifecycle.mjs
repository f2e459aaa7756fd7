/** Moving a deployment on: what the facade costs over the bare transition of xstate. */
import { createRequire } from 'node:module';
import { nextLifecycle, startLifecycle } from '../packages/state-machine/dist/index.js';
import { compare } from './compare.mjs';

const require = createRequire(new URL('../packages/state-machine/package.json', import.meta.url));
const { createMachine, initialTransition, transition } = require('xstate');

export const lifecycle = async () => {
  const fingerprint = { placement: 'p', artifact: 'a', configuration: 'c' };
  const revision = {
    digest: `sha256:${'ab'.repeat(32)}`,
    manifestVersion: 1n,
    name: 'bench',
    components: ['broker', 'dashboard'].map((name) => ({ name, fingerprint })),
  };
  const install = () => {
    let { snapshot, effects } = nextLifecycle(
      startLifecycle({ deploymentId: 'a3e2f5dc-912e-494f-8395-52cf3769bc06' }),
      {
        type: 'adopt',
        revision,
      },
    );
    let events = 1;
    for (;;) {
      const check = effects.find(({ type }) => type === 'check');
      const run = effects.find(({ type }) => type === 'run');
      if (!check && !run) return events;
      const event = check
        ? { type: 'checked', digest: check.digest }
        : { type: 'step.succeeded', step: run.step.number };
      ({ snapshot, effects } = nextLifecycle(snapshot, event));
      events += 1;
    }
  };

  const events = install();
  const machine = createMachine({ initial: 'a', states: { a: { on: { go: 'b' } }, b: { on: { go: 'a' } } } });
  await compare(`install two components, ${events} events with reports`, {
    ours: install,
    floor: () => {
      let [state] = initialTransition(machine);
      for (let n = 0; n < events; n += 1) [state] = transition(machine, state, { type: 'go' });
    },
    against: `${events} transitions of a machine of two states`,
  });
};

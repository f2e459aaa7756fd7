import { aggregateState, SEVERITY_ORDER_OF_PEERS } from '../../deployment-status/aggregate-state.js';
import type { State } from '../../identifiers/state.js';
import type { Check } from '../../reading/check.js';

interface Reported {
  readonly status: { readonly state: State; readonly error?: unknown };
  readonly components: readonly { readonly name: string; readonly state: State; readonly error?: unknown }[];
}

/** SX-01, SX-03: each component stands once, and what failed has an error, and nothing else. */
export const componentsCheck: Check<Reported> = {
  needs: ['status', 'components'],
  check: ({ status, components }, report) => {
    const names = new Set<string>();
    components.forEach(({ name, state, error }, c) => {
      if (names.has(name)) report('SX-01', ['components', c, 'name'], `${name} is reported twice.`);
      names.add(name);
      if (error && state !== 'failed')
        report('SX-03', ['components', c, 'error'], `${name} is ${state} and has an error.`);
      if (!error && state === 'failed') report('SX-03', ['components', c], `${name} failed without an error.`);
    });
    if (status.error && status.state !== 'failed')
      report('SX-03', ['status', 'error'], `The deployment is ${status.state} and has an error.`);
  },
};

/** SX-02. L-01: both readings of the printed order are accepted. */
export const overallStateCheck: Check<Reported> = {
  needs: ['status', 'components'],
  check: ({ status, components }, report) => {
    if (components.length === 0) return;
    const states = components.map(({ state }) => state);
    const ours = aggregateState(states);
    if (status.state === ours || status.state === aggregateState(states, SEVERITY_ORDER_OF_PEERS)) return;
    report(
      'SX-02',
      ['status', 'state'],
      `The deployment is reported ${status.state}, but its components make it ${ours}.`,
    );
  },
};

import { aggregateState, SEVERITY_ORDER_OF_PEERS } from '../../deployment-status/aggregate-state.js';
import type { DeploymentStatusManifest } from '../../deployment-status/schema.js';
import type { Check } from '../../reading/check.js';

/** SX-01 to SX-03: the report does not contradict itself. */
export const consistencyCheck: Check<DeploymentStatusManifest> = {
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
    const states = components.map(({ state }) => state);
    // L-01: both readings of the printed order are accepted.
    const ours = aggregateState(states);
    if (
      components.length > 0 &&
      status.state !== ours &&
      status.state !== aggregateState(states, SEVERITY_ORDER_OF_PEERS)
    ) {
      report(
        'SX-02',
        ['status', 'state'],
        `The deployment is reported ${status.state}, but its components make it ${ours}.`,
      );
    }
    if (status.error && status.state !== 'failed') {
      report('SX-03', ['status', 'error'], `The deployment is ${status.state} and has an error.`);
    }
  },
};

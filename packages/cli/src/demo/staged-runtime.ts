import type { ApplyRequest, WorkloadRuntime } from '@margo-sdk/device-client';
import type { Step } from '@margo-sdk/state-machine';
import type { Chart } from './messages.js';

/** What {@link stagedRuntime} does before a step is taken. */
export interface Staging {
  /** Called with each step that touches something. `revision` is that of the chart that is put in place. */
  readonly onStep: (step: Pick<Step, 'kind' | 'component'>, revision?: string) => void;
  /** Resolves when a chart may be put in place; rejects when that is called off. */
  readonly turnOf: (chart: Chart, signal: AbortSignal) => Promise<void>;
}

/** A runtime whose steps are told, and wait for their turn. */
export const stagedRuntime = (runtime: WorkloadRuntime, { onStep, turnOf }: Staging): WorkloadRuntime => ({
  ...runtime,
  apply: async (request, signal) => {
    const { kind, component } = request;
    const revision = revisionIn(request);
    onStep({ kind, component }, revision);
    await turnOf({ component, revision }, signal);
    await runtime.apply(request, signal);
  },
  remove: async (request, signal) => {
    onStep({ kind: 'remove', component: request.component });
    await runtime.remove(request, signal);
  },
});

const revisionIn = ({ deployment, component }: ApplyRequest): string =>
  deployment.spec.deploymentProfile.components.find(({ name }) => name === component)?.properties.revision ?? '';

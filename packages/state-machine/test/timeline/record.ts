import type { RunDeploymentEvent, RunProcessEvent, RunStep } from '@margo-sdk/state-machine';

type State = 'pending' | 'installing' | 'installed' | 'removing' | 'removed' | 'failed';

/** The start of every record here. */
export const START = Date.UTC(2026, 10, 23, 18);
export const ID = 'ad9b614e-8912-45f4-a523-372358765def';

/** A line of a record about a deployment, `at` seconds after its start. */
export const told = (at: number, event: RunDeploymentEvent, deploymentId = ID): string =>
  JSON.stringify({ at: START + at * 1000, deploymentId, event });

/** A line of a record about the process. */
export const process = (at: number, type: RunProcessEvent['type']): string =>
  JSON.stringify({ at: START + at * 1000, event: { type } });

export const report = (
  state: State,
  components: Readonly<Record<string, State>>,
  adoptedManifestVersion = '7',
): RunDeploymentEvent => ({
  type: 'report',
  state,
  adoptedManifestVersion,
  components: Object.entries(components).map(([name, own]) => ({
    name,
    state: own,
    ...(own === 'failed' ? { error: { code: 'IMAGE_PULL', message: 'The image could not be fetched.' } } : {}),
  })),
});

export const step = (number: number, component: string, kind: RunStep['kind'] = 'install', attempt = 1): RunStep => ({
  number,
  attempt,
  kind,
  component,
});

export const record = (...lines: readonly string[]): string => ['{"margoRun":1}', ...lines, ''].join('\n');

/** Two components: an attempt that fails, a crash, a newer revision that drops one, and the end. */
export const NIGHT = record(
  process(0, 'process.started'),
  told(0, report('pending', { broker: 'pending', dashboard: 'pending' })),
  told(1, { type: 'step.started', step: step(1, 'broker', 'prepare') }),
  told(2, { type: 'step.succeeded', step: step(1, 'broker', 'prepare') }),
  told(2, report('installing', { broker: 'installing', dashboard: 'pending' })),
  told(2, { type: 'step.started', step: step(2, 'broker') }),
  told(4, {
    type: 'step.failed',
    step: step(2, 'broker'),
    error: { code: 'IMAGE_PULL', message: 'The image could not be fetched.' },
    retryable: true,
  }),
  told(4, { type: 'step.retrying', step: step(2, 'broker'), delayMs: 1500 }),
  told(6, { type: 'step.started', step: step(3, 'broker', 'install', 2) }),
  told(7, { type: 'step.applied', step: step(3, 'broker', 'install', 2) }),
  process(12, 'process.started'),
  told(13, { type: 'step.started', step: step(4, 'broker') }),
  told(15, { type: 'step.succeeded', step: step(4, 'broker') }),
  told(15, report('installed', { broker: 'installed' }, '8')),
);

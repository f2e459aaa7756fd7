import { asError, type RuntimeEvent } from '../device-event.js';
import { reportedCode, reportedText } from '../failure-reason.js';
import type { GaveUpFact, WorkloadRuntime } from '../runtimes/workload-runtime.js';

/**
 * Listens to the runtimes that tell how their components are doing, and passes every fact on (L-20).
 *
 * @param signal - ends it
 */
export const watchRuntimes = (
  runtimes: readonly WorkloadRuntime[],
  signal: AbortSignal,
  emit: (event: RuntimeEvent) => void,
  onGaveUp: (fact: GaveUpFact) => void,
): void => {
  const listen = ({ deploymentId, component, error: { code, message } }: GaveUpFact): void => {
    if (signal.aborted) return;
    // A runtime may be written without types, and what is stored has to be read again.
    const error = { code: reportedCode(String(code)), message: reportedText(String(message)) };
    const fact = { deploymentId: String(deploymentId), component: String(component), error };
    emit({ type: 'component.gaveUp', ...fact });
    onGaveUp(fact);
  };
  // In an async function what is thrown at once and what is thrown later are the same.
  const watch = async (runtime: WorkloadRuntime): Promise<void> => {
    try {
      await runtime.watch?.(listen, signal);
    } catch (error) {
      if (!signal.aborted) emit({ type: 'watch.failed', error: asError(error) });
    }
  };
  for (const runtime of runtimes) void watch(runtime);
};

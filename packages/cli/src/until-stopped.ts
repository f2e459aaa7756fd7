import type { ExitCode } from './exit-codes.js';

/** Resolves when the command is to end, with the exit code that says why. */
export const untilStopped = async (signal: AbortSignal): Promise<ExitCode> => {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  return Number(signal.reason);
};

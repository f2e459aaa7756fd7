import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process of the demo, seen from the conductor. */
export interface Actor<Told extends { type: string }, Heard> {
  tell(message: Told): void;
  /** Gives what comes, in order, until the process ends. */
  listen(listener: (message: Heard) => void): void;
  /** Kills the process as a power cut would, and resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks the process to end, and resolves when it has. */
  stop(): Promise<void>;
  /** Resolves with words when the process has ended. */
  readonly ended: Promise<string>;
}

/** Starts a process of the demo. `script` is the file to run. */
export const startActor = <Told extends { type: string }, Heard>(name: string, script: URL): Actor<Told, Heard> => {
  // Standard output belongs to the conductor.
  const child: ChildProcess = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(
    ([code, signal]) => `the ${name} ended with ${(signal as string | null) ?? `code ${String(code)}`}`,
  );
  return {
    tell: (message) => void child.send(message),
    listen: (listener) => void child.on('message', (message) => listener(message as Heard)),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      if (child.connected) child.send({ type: 'stop' });
      await ended;
    },
    ended,
  };
};

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process of the demo, seen from the conductor. */
export interface Actor<Told extends { type: string }, Heard extends { type: string }> {
  tell(message: Told): void;
  /** Gives what comes, in order. @returns a function that ends the listening */
  listen(listener: (message: Heard) => void): () => void;
  /** Tells something and waits for the answer; rejects when the process fails or ends first. */
  ask<Type extends Heard['type']>(message: Told, answer: Type): Promise<Extract<Heard, { type: Type }>>;
  /** Kills the process as a power cut would, and resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks the process to end, kills it if it does not, and resolves when it is gone. */
  stop(): Promise<void>;
  /** Resolves with words when the process has ended. */
  readonly ended: Promise<string>;
}

/** How long a process may take to end by itself, in milliseconds. */
const STOP_TIMEOUT_MS = 5000;

/** Starts a process of the demo. `script` is the file to run. */
export const startActor = <Told extends { type: string }, Heard extends { type: string }>(
  name: string,
  script: URL,
): Actor<Told, Heard> => {
  // Standard output belongs to the conductor.
  const child: ChildProcess = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const listeners = new Set<(message: Heard) => void>();
  child.on('message', (message) => {
    for (const listener of [...listeners]) listener(message as Heard);
  });
  const ended = once(child, 'exit').then(
    ([code, signal]) => `the ${name} ended with ${(signal as string | null) ?? `code ${String(code)}`}`,
  );
  const tell = (message: object): void => {
    // Whoever is gone is not told any more; that it is gone, `ended` says.
    if (child.connected) child.send(message, () => {});
  };
  const listen = (listener: (message: Heard) => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };

  return {
    tell,
    listen,
    ask: (message, answer) =>
      new Promise((resolve, reject) => {
        const end = listen((heard) => {
          if (heard.type === answer) resolve(heard as never);
          else if (heard.type === 'failed')
            reject(new Error(`the ${name} says: ${String((heard as never)['message'])}`));
          else return;
          end();
        });
        void ended.then((words) => reject(new Error(words)));
        tell(message);
      }),
    kill,
    stop: async () => {
      tell({ type: 'stop' });
      const timer = setTimeout(() => void kill(), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
    ended,
  };
};

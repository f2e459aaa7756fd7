/** One end of the conversation between the conductor and a process. */
export interface Part<Heard extends { type: string }, Told> {
  /** The next message; anything but the expected kinds ends the process with an error. */
  next<Type extends Heard['type']>(this: void, ...types: readonly Type[]): Promise<Extract<Heard, { type: Type }>>;
  tell(this: void, message: Told): void;
}

/** Runs one part of the demo in its own process, and ends the process when the part is over or the conductor is gone. */
export const playPart = <Heard extends { type: string }, Told extends { type: string }>(
  play: (part: Part<Heard, Told>) => Promise<void>,
): void => {
  const heard: Heard[] = [];
  let waiting: ((message: Heard) => void) | undefined;
  process.on('message', (message: Heard) => {
    if (waiting) {
      waiting(message);
      waiting = undefined;
    } else heard.push(message);
  });
  process.once('disconnect', () => process.exit());

  const part: Part<Heard, Told> = {
    next: async (...types) => {
      const message = heard.shift() ?? (await new Promise<Heard>((resolve) => (waiting = resolve)));
      if (!types.some((type) => type === message.type)) throw new Error(`unexpected message ${message.type}`);
      return message as never;
    },
    tell: (message) => void process.send?.(message),
  };
  play(part).then(
    () => process.disconnect(),
    (error: unknown) => {
      process.send?.({ type: 'failed', message: error instanceof Error ? error.message : String(error) }, () =>
        process.exit(1),
      );
    },
  );
};

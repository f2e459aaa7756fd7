/**
 * Lets work for the same key wait for what came before, whether that succeeded or not; other keys do not wait. Several
 * that publish to one client at once would otherwise spoil each other's work and do it again.
 */
export const createTurns = <Key>() => {
  const last = new Map<Key, Promise<unknown>>();
  return <Result>(key: Key, work: () => Promise<Result>): Promise<Result> => {
    const result = (last.get(key) ?? Promise.resolve()).then(work);
    const done: Promise<void> = result
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        if (last.get(key) === done) last.delete(key);
      });
    last.set(key, done);
    return result;
  };
};

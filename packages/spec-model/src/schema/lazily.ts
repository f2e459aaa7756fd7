/**
 * Makes something when it is first asked for. Building schemas is most of what importing this package costs, and few
 * programs meet every revision.
 */
export const lazily = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

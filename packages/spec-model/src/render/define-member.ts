/** Gives an object a member of any name: assigning to `__proto__` would change what the object is, and set nothing. */
export const defineMember = (object: object, name: string | number, value: unknown): void => {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
};

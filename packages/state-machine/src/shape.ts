/** Reads an unknown value as a T, or throws {@link Mismatch}. What it gives is built anew, members in a fixed order. */
export type Shape<T> = (value: unknown, path: string) => T;

/** What was expected where, and what kind of thing came. */
export class Mismatch extends Error {
  override name = 'Mismatch';

  constructor(path: string, expected: string, value: unknown) {
    const got = value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;
    super(`Expected ${expected} at ${path}, got ${got}.`);
  }
}

export const text: Shape<string> = (value, path) => {
  if (typeof value !== 'string') throw new Mismatch(path, 'a string', value);
  return value;
};

/** Text that a parser accepts, as what the parser makes of it. */
export const parsed =
  <T>(parse: (source: string) => T, what: string): Shape<T> =>
  (value, path) => {
    try {
      return parse(text(value, path));
    } catch {
      throw new Mismatch(path, what, value);
    }
  };

export const count: Shape<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new Mismatch(path, 'a number counted from 0', value);
  }
  return value;
};

/** Decimal digits of an unsigned 64-bit integer. */
export const digits: Shape<string> = (value, path) => {
  if (typeof value !== 'string' || !/^\d{1,20}$/.test(value) || BigInt(value) >= 2n ** 64n)
    throw new Mismatch(path, 'the decimal digits of an unsigned 64-bit integer', value);
  return value;
};

export const oneOf =
  <const T extends string | number | boolean>(...allowed: readonly T[]): Shape<T> =>
  (value, path) => {
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw new Mismatch(path, allowed.map((one) => JSON.stringify(one)).join(' or '), value);
    return found;
  };

export const nullable =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, path) =>
    value === null ? null : shape(value, path);

export const list =
  <T>(shape: Shape<T>): Shape<T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) throw new Mismatch(path, 'a list', value);
    return value.map((item, index) => shape(item, `${path}[${index}]`));
  };

/** Reads a member that may be absent, and is absent again in what is read. */
export const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value, path) =>
    value === undefined ? undefined : shape(value, path);

/** Reads an object; members that are not named are left behind. */
export const object =
  <T extends object>(members: {
    readonly [K in keyof T]-?: object extends Pick<T, K> ? Shape<T[K] | undefined> : Shape<T[K]>;
  }): Shape<T> =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Mismatch(path, 'an object', value);
    const from = value as Record<string, unknown>;
    const read = Object.entries<Shape<unknown>>(members)
      .map(([name, shape]) => [name, shape(from[name], `${path}.${name}`)] as const)
      .filter(([, member]) => member !== undefined);
    return Object.fromEntries(read) as T;
  };

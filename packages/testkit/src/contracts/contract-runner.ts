/**
 * What a contract needs of a test runner. Vitest and Jest have it as it is; for `node:test`, give an `expect` whose
 * `toEqual` calls `assert.deepStrictEqual`.
 */
export interface ContractRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  readonly expect: (actual: unknown) => { toEqual(expected: unknown): unknown };
}

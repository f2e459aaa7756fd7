import type { Terminal } from '../terminal.js';

/** Characters that steer a terminal, and that JSON leaves as they are. */
const STEERING = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Prints one value as JSON. Integers that JSON readers would round are printed as text. */
export const printJson = (value: unknown, terminal: Terminal): void => terminal.out(jsonText(value));

/** A value as JSON, on several lines, that is safe to look at. */
export const jsonText = (value: unknown): string => harmless(JSON.stringify(value, exact, 2));

/** The same on one line, for commands that go on telling. */
export const jsonLine = (value: unknown): string => harmless(JSON.stringify(value, exact));

const harmless = (json: string): string =>
  json.replace(STEERING, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );

const exact = (_name: string, value: unknown): unknown => {
  if (typeof value !== 'bigint') return value;
  return BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
};

import { MargoError } from '../errors.js';
import { PATTERNS } from '../identifiers/patterns.js';

/**
 * Writes an environment as a file that `docker compose --env-file` reads back exactly: one variable a line, in the given
 * order, every value in quotes. Text without quote, backslash or line break stands between single quotes, where
 * nothing has a meaning; other text stands between double quotes with escapes.
 *
 * @param environment - text by name of the variable
 * @returns the text of the file
 * @throws MargoError `ERR_ENV_VALUE` when a name is not that of a variable, or a value holds what no environment can: a
 *   zero byte, or half of a surrogate pair. The value is not repeated
 *
 * @example
 * ```ts
 * import { formatEnvFile } from '@margo-sdk/spec-model';
 *
 * console.log(formatEnvFile({ PRICE: '5 $ # net', QUOTE: "it's" })); // PRICE='5 $ # net' and QUOTE="it's", a line each
 * ```
 */
export const formatEnvFile = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `${nameOf(name)}=${quoted(name, value)}\n`)
    .join('');

const nameOf = (name: string): string => {
  if (PATTERNS.environmentVariable.test(name)) return name;
  throw refuse(`${JSON.stringify(name.slice(0, 100))} is not the name of an environment variable.`);
};

const quoted = (name: string, value: string): string => {
  if (value.includes('\0')) throw refuse(`The value of ${name} holds a zero byte, which no environment can.`);
  if (LONE_SURROGATE.test(value)) throw refuse(`The value of ${name} is not Unicode text: it holds half a character.`);
  if (!/['\\\r\n]/.test(value)) return `'${value}'`;
  return `"${value.replace(/["\\$\r\n]/g, (character) => ESCAPES[character] ?? character)}"`;
};

const LONE_SURROGATE = /\p{Surrogate}/u;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  $: '\\$',
  '\r': '\\r',
  '\n': '\\n',
};

const refuse = (message: string): MargoError =>
  new MargoError('ERR_ENV_VALUE', message, { hint: 'Choose another value, or hand it to the component in a file.' });

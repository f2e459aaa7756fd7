import { MargoError } from '../errors.js';
import type { HelmValue, HelmValues } from './helm-values.js';

/** Keys that no reader takes for anything else. All others are quoted. */
const PLAIN_KEY = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_][a-z0-9_./-]*$/i;

/** Longest key, as it is written: readers of YAML 1.1 do not look further for the colon. */
const MAX_KEY_LENGTH = 1000;

/** Characters that a reader might refuse or fold when they stand for themselves; astral ones are a matter of taste. */
const ESCAPED = /[^\x20-\x7e\u00a1-\u1fff\u2030-\u205e\u2070-\ud7ff\uf900-\ufaff\uff00-\uffee]/gu;

/**
 * Writes values as the text of a `values.yaml`. All text is in quotes, and so are keys that a reader of YAML 1.1, which
 * Helm is, would take for something else: `on`, `1.0`, `2024-01-01`.
 *
 * @param values - as `render` or `renderHelmValues` give them
 * @returns YAML text, members in the order in which the values have them
 * @throws MargoError `ERR_HELM_VALUE` when a key is longer than 1000 characters, or a text holds half of a surrogate pair;
 *   no value is repeated
 *
 * @example
 * ```ts
 * import { formatHelmValues } from '@margo-sdk/spec-model';
 *
 * console.log(formatHelmValues({ sound: { on: 'yes', volume: 3 } }));
 * // sound:
 * //   "on": "yes"
 * //   volume: 3
 * ```
 */
export const formatHelmValues = (values: HelmValues): string =>
  Object.keys(values).length === 0 ? '{}\n' : membersOf(values, '').join('');

/** What follows a key or a dash, down to the end of its last line. */
const write = (value: HelmValue, indent: string): string => {
  if (Array.isArray(value)) {
    const inner = `${indent}  `;
    const items = (value as HelmValue[]).map((item) => `${inner}-${underDash(write(item, inner), inner)}`);
    return items.length === 0 ? ' []\n' : `\n${items.join('')}`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = membersOf(value, `${indent}  `);
    return members.length === 0 ? ' {}\n' : `\n${members.join('')}`;
  }
  return ` ${typeof value === 'string' ? quoted(value) : String(value)}\n`;
};

const membersOf = (values: HelmValues, indent: string): string[] =>
  Object.entries(values).map(([key, value]) => `${indent}${keyOf(key)}:${write(value, indent)}`);

/** The first line of a collection moves up beside the dash. */
const underDash = (text: string, indent: string): string =>
  text.startsWith('\n') ? ` ${text.slice(indent.length + 3)}` : text;

const keyOf = (key: string): string => {
  const text = PLAIN_KEY.test(key) ? key : quoted(key);
  if (text.length <= MAX_KEY_LENGTH) return text;
  throw refuse(`A key of the values is longer than ${MAX_KEY_LENGTH} characters, which Helm cannot read.`);
};

const quoted = (text: string): string => {
  if (/\p{Surrogate}/u.test(text)) throw refuse('A text among the values is not Unicode: it holds half a character.');
  return `"${text.replace(/["\\]/g, '\\$&').replace(ESCAPED, escaped)}"`;
};

const escaped = (character: string): string => {
  if (character === '\n') return '\\n';
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
};

const refuse = (message: string): MargoError =>
  new MargoError('ERR_HELM_VALUE', message, { hint: 'Correct the pointer or the value of the parameter.' });

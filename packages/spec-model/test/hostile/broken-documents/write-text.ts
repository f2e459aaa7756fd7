import type { Loose } from '../../documents.js';
import type { Random } from './random.js';

/** What stands in a text as it is: no value of a program is written as `1e400` or `0x1F`. */
export class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** How a document is written. */
export type Style = 'block' | 'flow' | 'lines';

const PLAIN = /^[a-z][a-z0-9-]{1,40}( [a-z]{3,8}){0,4}$/i;
const NOT_PLAIN = /^(true|false|null|yes|no|on|off|y|n)$/i;

const scalar = (value: Loose): string => {
  if (value instanceof Raw) return value.text;
  if (typeof value === 'bigint') return value.toString();
  return JSON.stringify(value) ?? 'null';
};

const plainly = (text: string): string => (PLAIN.test(text) && !NOT_PLAIN.test(text) ? text : JSON.stringify(text));

const isTree = (value: Loose): boolean => typeof value === 'object' && value !== null && !(value instanceof Raw);

const flow = (value: Loose, pad: string | undefined): string => {
  if (!isTree(value)) return scalar(value);
  const entries: string[] = Array.isArray(value)
    ? value.map((one) => flow(one, pad === undefined ? undefined : `${pad}  `))
    : Object.keys(value).map(
        (key) => `${JSON.stringify(key)}: ${flow(value[key], pad === undefined ? undefined : `${pad}  `)}`,
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (pad === undefined || entries.length === 0) return `${open}${entries.join(', ')}${close}`;
  return `${open}\n${entries.map((entry) => `${pad}  ${entry}`).join(',\n')}\n${pad}${close}`;
};

const block = (value: Loose, pad: string): string => {
  if (!isTree(value)) return ` ${typeof value === 'string' ? plainly(value) : scalar(value)}\n`;
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []\n';
    return `\n${value.map((one) => `${pad}-${block(one, `${pad}  `)}`).join('')}`;
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return ' {}\n';
  return `\n${keys.map((key) => `${pad}${plainly(key)}:${block(value[key], `${pad}  `)}`).join('')}`;
};

/** The text of a document: as YAML in blocks, or as JSON on one line or on many. */
export const textOf = (document: Loose, style: Style): string => {
  if (style === 'block') return block(document, '').replace(/^[\n ]/, '');
  return flow(document, style === 'lines' ? '' : undefined);
};

export const styleOf = (format: 'yaml' | 'json', random: Random): Style => {
  if (format === 'json') return random.pick(['flow', 'lines']);
  return random.pick(['block', 'block', 'flow', 'lines']);
};

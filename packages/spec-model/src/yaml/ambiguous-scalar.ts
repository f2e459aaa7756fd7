/** What a reader takes a scalar without quotes for. */
type ScalarType = 'null' | 'boolean' | 'integer' | 'float' | 'time' | 'merge' | 'default' | 'string';

type Types = readonly (readonly [ScalarType, RegExp])[];

const NULL = /^(?:|~|null|Null|NULL)$/;
const SPECIAL_FLOAT = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** The core schema of YAML 1.2, chapter 10.3. */
const IN_1_2: Types = [
  ['null', NULL],
  ['boolean', /^(?:true|True|TRUE|false|False|FALSE)$/],
  ['integer', /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+)$/],
  ['float', /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/],
  ['float', SPECIAL_FLOAT],
];

/** The types of YAML 1.1 that its readers know without being told, as wide as any of them takes them. */
const IN_1_1: Types = [
  ['null', NULL],
  ['boolean', /^(?:y|yes|n|no|true|false|on|off|Y|Yes|N|No|True|False|On|Off|YES|NO|TRUE|FALSE|ON|OFF)$/],
  ['integer', /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][\d_]*|0x[\da-fA-F_]+|[1-9][\d_]*(?::[0-5]?\d)+)$/],
  ['float', /^[-+]?(?:(?:\d[\d_]*)?\.\d[\d_]*|\d[\d_]*\.)(?:[eE][-+]\d+)?$/],
  ['float', /^[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*$/],
  ['float', SPECIAL_FLOAT],
  [
    'time',
    /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}(?:\.\d*)?[ \t]*(?:Z|[-+]\d{1,2}(?::?\d{2})?)?)?$/,
  ],
  ['merge', /^<<$/],
  ['default', /^=$/],
];

const OCTAL_IN_1_1 = /^[-+]?0[0-7_]+$/;

const typeOf = (source: string, types: Types): ScalarType =>
  types.find(([, form]) => form.test(source))?.[0] ?? 'string';

/**
 * Tells whether readers of YAML 1.1 and 1.2 take a scalar without quotes for different things: a version `1.0e5`,
 * a switch `on`, a code `012` or a time `12:30`. Both kinds of readers are in use.
 *
 * @param source - the characters that the scalar is written with
 *
 * @example
 * ```ts
 * import { isAmbiguousScalar } from '@margo-sdk/spec-model';
 *
 * console.log(['on', '012', '12:30', '1.0.0', 'true'].map(isAmbiguousScalar)); // [ true, true, true, false, false ]
 * ```
 */
export const isAmbiguousScalar = (source: string): boolean =>
  typeOf(source, IN_1_1) !== typeOf(source, IN_1_2) || (OCTAL_IN_1_1.test(source) && /[1-9]/.test(source));

/** Tells whether every reader takes a scalar without quotes for a string. */
export const isPlainString = (source: string): boolean =>
  typeOf(source, IN_1_1) === 'string' && typeOf(source, IN_1_2) === 'string';

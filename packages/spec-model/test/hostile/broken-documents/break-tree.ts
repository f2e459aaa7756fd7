import type { Loose } from '../../documents.js';
import type { Random } from './random.js';
import { Raw } from './write-text.js';

/** Where something stands that can be broken. */
export interface Place {
  readonly holder: Loose;
  readonly key: string;
}

const isTree = (value: Loose): boolean => typeof value === 'object' && value !== null && !(value instanceof Raw);

/** A copy, also of what stands in the text as it is. */
export const copyOf = (value: Loose): Loose => {
  if (!isTree(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy = {};
  for (const key of Object.keys(value)) define(copy, key, copyOf(value[key]));
  return copy;
};

/** Also `__proto__` becomes a member like any other, as it does when JSON is parsed. */
const define = (holder: Loose, key: string, value: Loose): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
};

/** All places of a document. */
export const placesIn = (value: Loose, found: Place[] = []): Place[] => {
  if (!isTree(value)) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value, key });
    placesIn(value[key], found);
  }
  return found;
};

/** What is put in is a copy: a value that stood in two places, or in itself, would be broken in both. */
const put = ({ holder, key }: Place, value: Loose): void => {
  if (Array.isArray(holder)) holder[Number(key)] = copyOf(value);
  else define(holder, key, copyOf(value));
};

const take = ({ holder, key }: Place): void => {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
};

const STRANGE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'length',
  'then',
  '',
  ' ',
  '0',
  '-1',
  'x-acme-extensions',
  'x-placeholder-extensions',
  'x--extensions',
  'x-Acme-extensions',
  'x-acme-extension',
  'extensions',
  'kind',
  'apiVersion',
  'id',
  'value',
  'requiredResources',
  'deviceConstraints',
  'packageLocation',
  'keyLocation',
  'cpu',
  'roles',
  'resources',
  'applicationId',
  'deviceId',
  'error',
  'labels',
  'ключ',
  '\u202Eedoc',
  'a\u0000b',
  '<<',
  'a.b[0]',
  '𝕏',
] as const;

const STRANGE_VALUES: readonly Loose[] = [
  '',
  ' ',
  '0',
  'true',
  'null',
  'v1',
  'other',
  'helm',
  'compose',
  'custom',
  'helm.v3',
  'gateway/child',
  'gateway/*',
  'a/b/c',
  'oci://r.example/x:1',
  'https://r.example/x',
  '0m0s',
  '5m',
  '-a-',
  'A',
  '../x',
  '/etc/passwd',
  'x\u0000y',
  '\u202Ex',
  '\uD800',
  '\uFEFF',
  'é',
  'e\u0301',
  '16Gi',
  '5Ti',
  '1 GB',
  '/properties',
  '/cpus/0/cores',
  'failed',
  'Failed',
  'pending',
  '102',
  'sha256:00',
  'a3e2f5dc-912e-494f-8395-52cf3769bc06',
  'margo.org/v1-alpha1',
  'ApplicationDescription',
  'no',
  '1_000',
  'application',
  'regexMatch',
  '(a+)+$',
  '[',
  'array[string]',
  'integer',
  'double',
  'boolean',
  '1.50',
  0,
  -0,
  1,
  -1,
  1.5,
  64,
  101,
  2 ** 53,
  1e21,
  4294967296,
  18446744073709551616n,
  -1n,
  true,
  false,
  null,
  [],
  {},
  [null],
  [[]],
  [{}],
  { '': null },
  ['a', 1],
  ['a', 'a'],
  [true, false],
  { name: 'a' },
  { key: '/x', operator: 'In' },
];

const RAW = [
  '1e400',
  '-1e400',
  '-0',
  '-0.0',
  '0x1F',
  '0o17',
  '1_000',
  '.inf',
  '-.inf',
  '.nan',
  '1.0',
  '1e3',
  '01',
  '+1',
  '1.',
  '18446744073709551616',
  '18446744073709551615',
  '9007199254740993',
  '2024-01-01',
  '2024-01-01T00:00:00Z',
  '~',
  'NO',
  'yes',
  '12:30:45',
  '!!str 1',
  '!!int "1"',
  '!!binary aGk=',
  '""',
  "''",
  '1 # note',
  '&a 1',
  'null',
  'True',
  '0.10',
  '1.50',
].map((text) => new Raw(text));

const ODD = [
  '\u0000',
  '\u0007',
  '\u001B[31m',
  '\u0085',
  '\u2028',
  '\u200D',
  '\u202E',
  '\uFEFF',
  '\uFFFD',
  '\uD83D',
  '😀',
  'İ',
  'ß',
  '٣',
  '％',
];

/** A value that is longer, larger or deeper than any that people write. */
const oversized = (random: Random): Loose => {
  switch (random.below(6)) {
    case 0:
      return random.pick(['a', 'ä', '-', '/', '\u0000', '9']).repeat(random.pick([64, 65, 201, 256, 1025, 5000]));
    case 1:
      return Array.from({ length: random.pick([17, 101, 300]) }, () => random.pick(STRANGE_VALUES));
    case 2:
      return new Raw('9'.repeat(random.pick([17, 20, 40, 400])));
    case 3:
      return new Raw(`${'['.repeat(random.pick([60, 61, 62, 63, 64, 70]))}`);
    case 4: {
      let deep: Loose = random.pick(['x', null, {}]);
      for (let depth = random.pick([5, 20, 50, 58, 62, 70]); depth > 0; depth -= 1)
        deep = depth % 3 ? [deep] : { a: deep };
      return deep;
    }
    default:
      return Object.fromEntries(
        Array.from({ length: random.pick([9, 65, 150]) }, (_, n) => [`${random.word()}${n}`, n]),
      );
  }
};

const retyped = (value: Loose, random: Random): Loose => {
  if (typeof value === 'string')
    return random.pick<Loose>([[value], { [value]: value }, value.length, true, null, Number(value)]);
  if (typeof value === 'number')
    return random.pick<Loose>([String(value), [value], -value, value + 0.5, value * 1e9, null]);
  if (typeof value === 'boolean') return random.pick<Loose>([String(value), !value, Number(value), [value]]);
  if (Array.isArray(value))
    return random.pick<Loose>([value[0] ?? null, { ...value }, value.length, [...value, ...value], [value]]);
  if (value !== null && !(value instanceof Raw))
    return random.pick<Loose>([Object.values(value), Object.keys(value), [value], null]);
  return random.pick(STRANGE_VALUES);
};

const odd = (value: Loose, random: Random): Loose => {
  const text = typeof value === 'string' ? value : random.word();
  const at = random.below(text.length + 1);
  return `${text.slice(0, at)}${random.pick(ODD)}${text.slice(at)}`;
};

/** One blow to a document: what one of many ways to break it makes of one place. */
export const breakTree = (document: Loose, random: Random, others: readonly Loose[]): void => {
  const places = placesIn(document);
  if (places.length === 0) return;
  const place = random.pick(places);
  const { holder, key } = place;
  const value = holder[key];
  switch (random.below(15)) {
    case 0:
    case 1:
      return take(place);
    case 2:
      if (Array.isArray(holder)) holder.splice(Number(key), 0, copyOf(value));
      else define(holder, `${key}${random.pick(['2', ' ', '_', '\u200B', 'X'])}`, copyOf(value));
      return;
    case 3:
    case 4:
      return put(place, retyped(value, random));
    case 5: {
      if (Array.isArray(holder)) return put(place, retyped(value, random));
      delete holder[key];
      const twisted = random.pick([
        key.toUpperCase(),
        `${key}s`,
        key.slice(1),
        ` ${key}`,
        `${key}\u0301`,
        random.word(),
      ]);
      return define(holder, random.chance(0.5) ? random.pick(STRANGE_NAMES) : twisted, value);
    }
    case 6:
      return put(place, random.chance(0.5) ? [value] : { [random.word()]: value });
    case 7:
      return put(place, oversized(random));
    case 8:
      return put(place, odd(value, random));
    case 9:
      if (isTree(value) && !Array.isArray(value))
        put({ holder: value, key: random.pick(STRANGE_NAMES) }, random.pick(STRANGE_VALUES));
      else put(place, random.pick(STRANGE_VALUES));
      return;
    case 10:
      return put(place, null);
    case 11:
      return put(place, random.pick(RAW));
    case 12:
      // What is right elsewhere is wrong here.
      return put(place, copyOf(random.pick(placesIn(random.pick(others)).map((other) => other.holder[other.key]))));
    default:
      return put(place, random.pick(STRANGE_VALUES));
  }
};

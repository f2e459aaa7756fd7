import type { MatchExpression } from '../application-description/device-constraints-schema.js';
import { inWords, listed, quoted, shortened } from '../reading/wording.js';
import type { Effort } from './effort.js';
import { atPointer } from './json-pointer.js';
import { allOf, anyOf, NOTHING_REPORTED, type Reason } from './reason.js';

type Scalar = string | number | boolean;

/** What keys are looked up in: the properties of a device, its labels, or an element of a list in the properties. */
export interface Subject {
  /** What a statement calls the value of a key. */
  readonly nameOf: (key: string) => string;
  /** The value that a key names, or undefined. Absent where no capabilities were reported. */
  readonly valueOf?: ((key: string) => unknown) | undefined;
  readonly labels: boolean;
  readonly ofElement: boolean;
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether an expression holds for what it looks at. */
export const explainExpression = (expression: MatchExpression, subject: Subject, effort: Effort): Reason => {
  const { key, values = [] } = expression;
  const name = subject.nameOf(key);
  if (!subject.valueOf) {
    return { statement: `${name} must ${demand(expression)}; ${NOTHING_REPORTED}.`, holds: 'unknown' };
  }
  if (!effort.take(key.length)) return tooMuch(name);
  const value = subject.valueOf(key);
  const entries = Array.isArray(value) ? value.length : 1;
  if (!effort.take(entries * Math.max(values.length, 1))) return tooMuch(name);
  if (expression.operator === 'ContainsAll' || expression.operator === 'ContainsAny') {
    return explainElements(expression, subject, value, effort);
  }
  const holds = compare(expression, value, subject.labels);
  const statement = `${name} is ${inWords(value)}, ${holds ? 'and' : 'but'} must ${demand(expression)}.`;
  return { statement, holds: holds ? 'yes' : 'no' };
};

const tooMuch = (name: string): Reason => ({
  statement: `${name} is not compared: rules and capabilities are too large for it.`,
  holds: 'no',
});

/**
 * What an expression asks for, as words that follow "must". What it asks of elements is named one level deep: more would
 * be no sentence any more.
 */
const demand = ({ operator, values = [], itemSelector }: MatchExpression, ofElement = false): string => {
  const wanted = listed(values, 'or', quoted);
  switch (operator) {
    case 'In':
      return values.length === 1 ? `be ${wanted}` : `be one of ${wanted}`;
    case 'NotIn':
      return `be there and not be ${wanted}`;
    case 'Exists':
      return 'be there';
    case 'DoesNotExist':
      return 'not be there';
    case 'Gt':
      return `be more than ${wanted}`;
    case 'Lt':
      return `be less than ${wanted}`;
    case 'ContainsAll':
    case 'ContainsAny': {
      if (ofElement || !itemSelector) return 'have a fitting element';
      const word = operator === 'ContainsAll' ? 'and' : 'or';
      const ask = (inner: MatchExpression): string => `${shortened(inner.key)} must ${demand(inner, true)}`;
      return `have an element where ${listed(itemSelector.matchExpressions, word, ask)}`;
    }
  }
};

type Comparison = Exclude<MatchExpression['operator'], 'ContainsAll' | 'ContainsAny'>;

const compare = (expression: MatchExpression, value: unknown, labels: boolean): boolean => {
  switch (expression.operator as Comparison) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return comparable(value).some((one) => equalsAny(one, expression, labels));
    case 'NotIn': {
      // false for a missing key, and for anything that cannot be compared.
      const values = comparable(value);
      return values.length > 0 && !values.some((one) => equalsAny(one, expression, labels));
    }
    case 'Gt':
    case 'Lt':
      return orders(value, expression, labels);
  }
};

/** A scalar, or the elements of a list of strings or numbers; nothing else can be compared. */
const comparable = (value: unknown): Scalar[] => {
  if (isScalar(value)) return [value];
  return Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number') ? value : [];
};

/** Exact and case-sensitive. A-26: values may spell a number that a label has. */
const equalsAny = (value: Scalar, { values = [] }: MatchExpression, labels: boolean): boolean =>
  values.some((other) => other === value || (labels && typeof value === 'number' && other === String(value)));

/** A number as text may spell it (DC-03); `Number` would take an empty text for one as well. */
const DECIMAL = /^-?\d+(\.\d+)?$/;

const orders = (value: unknown, { operator, values }: MatchExpression, labels: boolean): boolean => {
  const [first] = values ?? [];
  const bound = labels && typeof first === 'string' && DECIMAL.test(first) ? Number(first) : first;
  if (typeof value !== 'number' || typeof bound !== 'number') return false;
  return operator === 'Gt' ? value > bound : value < bound;
};

/** some element of the list meets all of the item's expressions, or any of them. */
const explainElements = (
  expression: MatchExpression,
  { nameOf, ofElement }: Subject,
  value: unknown,
  effort: Effort,
): Reason => {
  const { key, operator, itemSelector } = expression;
  const name = nameOf(key);
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject) || !itemSelector) {
    return { statement: `${name} is ${inWords(value)}, but must ${demand(expression, ofElement)}.`, holds: 'no' };
  }
  const { matchExpressions } = itemSelector;
  const asked = operator === 'ContainsAll' ? 'meets all expressions' : 'meets any expression';
  return anyOf(
    value,
    (element, index) => {
      // Once the work is too much no element is looked at any more, or the reasons would still grow without end.
      if (effort.spent()) return tooMuch(`${name}/${index}`);
      const inElement = elementOf(element, `${name}/${index}`);
      const wording = wordingOf(`${name}/${index}`, 'fits', 'does not fit');
      return operator === 'ContainsAll'
        ? allOf(
            matchExpressions.map((inner) => explainExpression(inner, inElement, effort)),
            wording,
          )
        : anyOf(matchExpressions, (inner) => explainExpression(inner, inElement, effort), wording);
    },
    wordingOf(name, `has an element that ${asked}`, `has no element that ${asked}`),
  );
};

const elementOf = (element: object, name: string): Subject => ({
  nameOf: (key) => shortened(`${name}${key}`),
  valueOf: (key) => atPointer(element, key),
  labels: false,
  ofElement: true,
});

const wordingOf = (name: string, yes: string, no: string) => ({
  yes: `${name} ${yes}.`,
  no: `${name} ${no}.`,
  unknown: `Whether ${name} ${yes} is not known.`,
});

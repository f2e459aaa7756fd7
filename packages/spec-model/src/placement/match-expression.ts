import type { MatchExpression, Selector } from '../application-description/device-constraints-schema.js';
import { atPointer } from './json-pointer.js';

type Scalar = string | number | boolean;
/** Gives the value that a key names, or undefined. */
type Lookup = (key: string) => unknown;

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The expressions of a selector that do not hold, in words; none when the selector holds. */
export const unmet = (selector: Selector, lookup: Lookup, labels: boolean): string[] =>
  selector.matchExpressions.filter((expression) => !holds(expression, lookup, labels)).map(say);

const say = ({ key, operator, values, itemSelector }: MatchExpression): string => {
  const against = itemSelector ? ` (${itemSelector.matchExpressions.map(say).join(' and ')})` : '';
  return `${key} ${operator}${values ? ` ${values.join(', ')}` : ''}${against}`;
};

const holds = (expression: MatchExpression, lookup: Lookup, labels: boolean): boolean => {
  const value = lookup(expression.key);
  switch (expression.operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return comparable(value).some((one) => equalsAny(one, expression, labels));
    case 'NotIn': {
      // A-25: false for a missing key, and for anything that cannot be compared.
      const values = comparable(value);
      return values.length > 0 && !values.some((one) => equalsAny(one, expression, labels));
    }
    case 'Gt':
    case 'Lt':
      return orders(value, expression, labels);
    case 'ContainsAll':
    case 'ContainsAny':
      return contains(value, expression);
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

const orders = (value: unknown, { operator, values }: MatchExpression, labels: boolean): boolean => {
  const bound = labels && typeof values?.[0] === 'string' ? Number(values[0]) : values?.[0];
  if (typeof value !== 'number' || typeof bound !== 'number') return false;
  return operator === 'Gt' ? value > bound : value < bound;
};

/** Some element of the list meets all of the item's expressions, or any of them. */
const contains = (value: unknown, { operator, itemSelector }: MatchExpression): boolean => {
  if (!Array.isArray(value) || !value.every(isObject) || !itemSelector) return false;
  return value.some((element) => {
    const results = itemSelector.matchExpressions.map((inner) => holds(inner, (key) => atPointer(element, key), false));
    return operator === 'ContainsAll' ? results.every(Boolean) : results.some(Boolean);
  });
};

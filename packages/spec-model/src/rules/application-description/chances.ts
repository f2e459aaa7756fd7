import { architectureName } from '../../identifiers/architectures.js';
import { PATTERNS } from '../../identifiers/patterns.js';
import type { Report } from '../../reading/check.js';
import { listed, quoted } from '../../reading/wording.js';
import type { PlacedExpression } from './expressions.js';
import { PROPERTY_NAMES, type ReportedProperty, reportedAt } from './reported-properties.js';

const TYPES: Readonly<Record<ReportedProperty['type'], string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  object: 'a mapping',
  'list of objects': 'a list of mappings',
};

/** DC-06 and DC-08: an expression that no device can meet, or that every device meets, is a mistake. */
export const reportChances = (placed: PlacedExpression, report: Report): void => {
  const { expression, at, of, from } = placed;
  const { key, operator } = expression;
  if (of === 'label') {
    if (operator === 'ContainsAll' || operator === 'ContainsAny') {
      report('DC-06', [...at, 'operator'], `${operator} never holds for a label: a label is no list of mappings.`);
    }
    return;
  }
  // What is no pointer is reported as such, and below a label or a wrong list there is nothing to compare with.
  if (from === undefined || !PATTERNS.jsonPointer.test(key) || !reportedAt(from)) return;
  const property = reportedAt(`${from}${key}`);
  if (!property) {
    report('DC-06', [...at, 'key'], `Devices report nothing at ${quoted(key)}.`, {
      hint: of === 'element' ? 'Check the spelling.' : `Properties are ${PROPERTY_NAMES.join(', ')}.`,
    });
  } else if (!fits(operator, property)) {
    report('DC-06', [...at, 'operator'], `${operator} never holds for ${key}, which is ${TYPES[property.type]}.`);
  } else if (operator === 'In' || operator === 'NotIn') reportValues(placed, property, report);
};

const fits = (operator: PlacedExpression['expression']['operator'], { type }: ReportedProperty): boolean => {
  switch (operator) {
    case 'Exists':
    case 'DoesNotExist':
      return true;
    case 'In':
    case 'NotIn':
      return type !== 'object' && type !== 'list of objects';
    case 'Gt':
    case 'Lt':
      return type === 'number';
    case 'ContainsAll':
    case 'ContainsAny':
      return type === 'list of objects';
  }
};

/** DC-08. */
const reportValues = ({ expression, at }: PlacedExpression, property: ReportedProperty, report: Report): void =>
  expression.values?.forEach((value, v) => {
    const path = [...at, 'values', v];
    if (typeof value !== property.type) {
      report('DC-08', path, `${expression.key} is never ${quoted(value)}: it is ${TYPES[property.type]}.`);
    } else if (property.values && !property.values.includes(String(value))) {
      const name = architectureName(String(value));
      report('DC-08', path, `${expression.key} is never ${quoted(value)}.`, {
        hint: property.values.includes(name) ? `Write ${name}.` : `It is ${listed(property.values, 'or', String)}.`,
      });
    }
  });

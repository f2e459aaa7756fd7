import type { ValueSchema } from '../application-description/configuration-schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import type { Issue } from '../issue.js';
import { isListed, itemTypeOf } from './item-type.js';
import type { JudgedSetting } from './judge-settings.js';
import { typedOption } from './options.js';
import { maskValue } from './secrets.js';

/** What a value must obey, as far as its schema says; each member only where it does. */
export interface FieldConstraints {
  /** Shortest and longest text, in characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Regular expression that the text contains. */
  readonly pattern?: string;
  readonly minValue?: number;
  readonly maxValue?: number;
  /** Fewest and most decimal places. */
  readonly minPrecision?: number;
  readonly maxPrecision?: number;
  /** Values to choose from, in the data type of the field. */
  readonly options?: readonly (string | number | boolean)[];
}

/** One value to choose, as a form shows it. */
export interface FormField {
  /** Name of the parameter: the key in the values map. */
  readonly parameter: string;
  /** What a person reads beside the field. */
  readonly label: string;
  readonly description?: string;
  /** Data type of one value. */
  readonly dataType: 'string' | 'integer' | 'double' | 'boolean';
  /** Whether the value is a list of these: several options, or an array. */
  readonly multiple: boolean;
  /** Whether the field must not be left empty. */
  readonly required: boolean;
  /** Whether the value is fixed once installed. */
  readonly immutable: boolean;
  /** Whether it is fixed now: immutable, and the deployment that is updated has a value. */
  readonly locked: boolean;
  readonly constraints: FieldConstraints;
  /** The value of the description, used when nothing is chosen. */
  readonly default?: ParameterValue;
  /** The value that a deployment would get now; absent when there is none. Secrets are masked. */
  readonly value?: ParameterValue;
  readonly secret: boolean;
  /** Whether the value differs from that of the deployment that is updated; without one, from the default. */
  readonly changed: boolean;
  /** Names of the components that the value reaches. */
  readonly reaches: readonly string[];
  /** Why the value is not accepted, and what else is to be said about it. */
  readonly issues: readonly Issue[];
}

/** What all fields of a form share. */
export interface FieldContext {
  readonly secrets: ReadonlySet<string>;
  readonly immutable: ReadonlySet<string>;
  readonly constraintsOf: (schema: ValueSchema) => FieldConstraints;
}

/** The field of one setting. */
export const fieldOf = (
  { setting, schema, parameter, reaches, value, installed, changed, issues }: JudgedSetting,
  { secrets, immutable, constraintsOf }: FieldContext,
): FormField => {
  const name = setting.parameter;
  return {
    parameter: name,
    label: setting.name,
    ...(setting.description === undefined ? {} : { description: setting.description }),
    dataType: itemTypeOf(schema),
    multiple: isListed(schema),
    required: schema.allowEmpty !== true,
    immutable: immutable.has(name),
    locked: immutable.has(name) && installed,
    constraints: constraintsOf(schema),
    ...(parameter.value === undefined ? {} : { default: maskValue(name, parameter.value, secrets) }),
    ...(value === undefined || value === null ? {} : { value: maskValue(name, value, secrets) }),
    secret: secrets.has(name),
    changed,
    reaches,
    issues,
  };
};

/** Thousands of settings can share one schema with a long list of options, so each is described once. */
export const createConstraints = () => {
  const known = new Map<ValueSchema, FieldConstraints>();
  return (schema: ValueSchema): FieldConstraints => {
    const made = known.get(schema) ?? describeConstraints(schema);
    known.set(schema, made);
    return made;
  };
};

const describeConstraints = (schema: ValueSchema): FieldConstraints => {
  const { minLength, maxLength, regexMatch, minValue, maxValue, minPrecision, maxPrecision, options } = schema;
  return {
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(regexMatch === undefined ? {} : { pattern: regexMatch }),
    ...(minValue === undefined ? {} : { minValue }),
    ...(maxValue === undefined ? {} : { maxValue }),
    ...(minPrecision === undefined ? {} : { minPrecision }),
    ...(maxPrecision === undefined ? {} : { maxPrecision }),
    ...(options === undefined ? {} : { options: options.map((option) => typedOption(option, itemTypeOf(schema))) }),
  };
};

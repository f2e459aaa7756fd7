import { type FormField, type ParameterValue, readYaml } from '@margo-sdk/spec-model';
import type { Parameters } from './chosen-values.js';

type Scalar = string | number | boolean;
type DataType = FormField['dataType'];

/**
 * Gives a text the type that its parameter asks for: that of its setting, else that of its default. A text that does not
 * fit stays a text, so that it is told with all that is wrong with the values.
 *
 * @returns the value; `null` where it is left empty; undefined where nothing says which type is meant
 */
export const typedValue = (
  name: string,
  text: string,
  { description, form }: Parameters,
): ParameterValue | null | undefined => {
  const field = form.sections.flatMap(({ fields }) => fields).find(({ parameter }) => parameter === name);
  const fallback = description.parameters?.[name]?.value;
  if (field) return field.multiple ? listOf(text, field.dataType) : valueOf(text, field.dataType);
  if (Array.isArray(fallback)) return listOf(text, dataTypeOf(fallback[0]));
  return fallback === undefined ? undefined : valueOf(text, dataTypeOf(fallback));
};

/** A number can have gained decimal places since its default was written. */
const dataTypeOf = (value: ParameterValue | undefined): DataType =>
  typeof value === 'number' ? 'double' : typeof value === 'boolean' ? 'boolean' : 'string';

const valueOf = (text: string, dataType: DataType): Scalar | null => {
  if (text === '' && dataType !== 'string') return null;
  return scalarOf(text, dataType);
};

const scalarOf = (text: string, dataType: DataType): Scalar => {
  if (dataType === 'string') return text;
  if (dataType === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
};

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

/** `a,b`, or as YAML and JSON write it: `[a, "b,c"]`. */
const listOf = (text: string, dataType: DataType): ParameterValue => {
  const written = text.startsWith('[') ? yamlValue(text) : undefined;
  const parts = Array.isArray(written) ? written.map(String) : text === '' ? [] : text.split(',');
  return parts.map((part) => scalarOf(part.trim(), dataType)) as ParameterValue;
};

/** What YAML takes a text for, where that is something else than text: 8080, true, [a, b]. */
export const yamlValue = (text: string): ParameterValue | null => {
  const read = readYaml(text);
  // Whatever is no value of a parameter, a mapping for example, is told with all that is wrong with the values.
  return !read.ok || typeof read.document.value === 'string' ? text : (read.document.value as ParameterValue | null);
};

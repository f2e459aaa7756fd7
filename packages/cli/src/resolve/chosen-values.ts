import type { ApplicationDescription, Form, ParameterValue, Values } from '@margo-sdk/spec-model';
import type { Source } from '../input/read-input.js';
import { readMapping, readText } from '../input/read-mapping.js';
import { didYouMean } from '../nearest.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { typedValue, yamlValue } from './typed-value.js';

/** Where values come from: a file of them, arguments, and files that hold one secret each. */
export interface ValueOptions {
  readonly values?: string;
  readonly set?: readonly string[];
  readonly 'secret-file'?: readonly string[];
}

/** What is known about the parameters. */
export interface Parameters {
  readonly description: ApplicationDescription;
  readonly form: Form;
}

/** Chosen values, and the names of those that nobody shall see. */
export interface ChosenValues {
  readonly values: Values;
  readonly secrets: ReadonlySet<string>;
}

/** Collects the chosen values. What is nearer to the person counts more: a single value more than a file of values. */
export const chosenValues = async (
  options: ValueOptions,
  parameters: Parameters,
  source: Source,
): Promise<ChosenValues> => {
  // What a file holds is judged with all the other values.
  const values = new Map<string, unknown>(
    options.values === undefined ? [] : Object.entries(await readMapping(options.values, source)),
  );
  const secrets = new Set<string>();
  for (const given of options.set ?? []) {
    const [name, text] = nameAnd(given, '--set', 'NAME=VALUE', parameters);
    const typed = typedValue(name, text, parameters);
    values.set(name, typed === undefined ? yamlValue(text) : typed);
  }
  for (const given of options['secret-file'] ?? []) {
    const [name, path] = nameAnd(given, '--secret-file', 'NAME=FILE', parameters);
    // Editors and echo end a text with a line end that is no part of it.
    const text = (await readText(path, source)).replace(/\r?\n$/, '');
    // A password of digits is no number, unless its parameter asks for one.
    const typed = typedValue(name, text, parameters);
    values.set(name, typed === undefined ? text : typed);
    secrets.add(name);
  }
  return { values: Object.fromEntries(values) as Record<string, ParameterValue | null>, secrets };
};

/** What was given is never repeated as a whole: somebody may have written a secret into it. */
const nameAnd = (given: string, option: string, form: string, { description }: Parameters): [string, string] => {
  const at = given.indexOf('=');
  if (at < 1) throw new UsageError(`${option} needs the form ${form}.`);
  const name = given.slice(0, at);
  const known = Object.keys(description.parameters ?? {});
  if (!known.includes(name)) {
    throw new UsageError(
      `${option}: ${printable(description.id)} has no parameter ${printable(name)}.`,
      printable(didYouMean(name, known) ?? `Its parameters are ${known.join(', ') || 'none'}.`),
    );
  }
  return [name, given.slice(at + 1)];
};

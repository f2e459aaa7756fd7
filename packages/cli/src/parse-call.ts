import { parseArgs } from 'node:util';
import type { Call, Command, OptionSpecs } from './command.js';
import { didYouMean } from './nearest.js';
import { printable } from './terminal.js';
import { UsageError } from './usage-error.js';

const COMMON = {
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies OptionSpecs;

/** What stands behind the name of a command: a call of it, or the wish for its help. */
export type ParsedCall = { readonly help: true } | ({ readonly help: false } & Call<OptionSpecs>);

/**
 * Reads what stands behind the name of a command.
 *
 * @throws UsageError when the command does not have an option, or not in this way
 */
export const parseCall = ({ name, options, formats }: Command, args: readonly string[]): ParsedCall => {
  const specs: OptionSpecs = { ...options, ...(formats.length > 1 ? COMMON : { help: COMMON.help }) };
  // It is told here what is wrong, so that the near name can be told as well.
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: specs,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { rawName, value, inlineValue } = token;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (!spec) throw unknownOption(rawName, name, Object.keys(specs));
    if (spec.type === 'boolean' && value !== undefined) throw new UsageError(`The option ${rawName} takes no value.`);
    if (spec.type === 'boolean') continue;
    if (value === undefined) throw new UsageError(`The option ${rawName} needs a value.`, seeHelp(name));
    if (!inlineValue && /^-./.test(value)) {
      // Behind an equals sign can stand a value that nobody shall see.
      const shown = printable(value.replace(/=.*$/s, '=…'));
      throw new UsageError(
        `The option ${rawName} needs a value, but ${shown} follows, which is an option.`,
        `Write ${rawName}=${shown} if it is meant to be the value.`,
      );
    }
  }
  if (values['help'] === true) return { help: true };
  return {
    help: false,
    operands: positionals,
    options: values as Call<OptionSpecs>['options'],
    format: oneOf(
      '--format',
      formats,
      typeof values['format'] === 'string' ? values['format'] : (formats[0] ?? 'pretty'),
    ),
  };
};

const unknownOption = (rawName: string, command: string, names: readonly string[]): UsageError =>
  new UsageError(
    `margo ${command} has no option ${printable(rawName)}.`,
    didYouMean(
      rawName,
      names.map((one) => `--${one}`),
    ) ?? seeHelp(command),
  );

const seeHelp = (command: string): string => `See margo ${command} --help.`;

/** A value of an option that must be one of some names. */
export const oneOf = <Name extends string>(option: string, names: readonly Name[], given: string): Name => {
  const found = names.find((name) => name === given);
  if (found !== undefined) return found;
  throw new UsageError(
    `${option} is ${printable(given)}, but must be one of ${names.join(', ')}.`,
    didYouMean(given, names),
  );
};

/** Refuses more operands than a command takes. */
export const refuseOperands = (command: string, operands: readonly string[], most: number): void => {
  const surplus = operands[most];
  if (surplus === undefined) return;
  throw new UsageError(`margo ${command} does not know what to do with ${printable(surplus)}.`, seeHelp(command));
};

/** An operand that a command cannot do without. */
export const neededOperand = (command: string, operands: readonly string[], at: number, what: string): string => {
  const operand = operands[at];
  if (operand !== undefined) return operand;
  throw new UsageError(`margo ${command} needs ${what}.`, seeHelp(command));
};

import type { Check, Report } from '../../reading/check.js';
import { checkValue } from '../../resolve/check-value.js';
import { compilePattern } from '../../resolve/text-pattern.js';
import type { ValueSchema } from '../../application-description/configuration-schema.js';
import type { ApplicationDescription } from '../../application-description/schema.js';

const TEXT = ['minLength', 'maxLength', 'regexMatch'] as const;
const NUMBER = ['minValue', 'maxValue'] as const;
const DECIMALS = ['minPrecision', 'maxPrecision'] as const;

/** CF-03 to CF-06: settings, parameters and schemas find each other. */
export const settingsCheck: Check<ApplicationDescription> = {
  needs: ['parameters', 'configuration'],
  check: ({ parameters = {}, configuration }, report) => {
    if (!configuration) return;
    const schemas = new Set<string>();
    configuration.schema.forEach(({ name }, s) => {
      if (schemas.has(name))
        report('CF-05', ['configuration', 'schema', s, 'name'], `Another schema is called ${name}.`);
      schemas.add(name);
    });
    const used = new Set<string>();
    const set = new Set<string>();
    configuration.sections.forEach(({ settings }, s) =>
      settings.forEach(({ parameter, schema }, n) => {
        const at = ['configuration', 'sections', s, 'settings', n] as const;
        if (!Object.hasOwn(parameters, parameter)) {
          report('CF-03', [...at, 'parameter'], `No parameter is called ${parameter}.`);
        }
        if (!schemas.has(schema)) report('CF-04', [...at, 'schema'], `No schema is called ${schema}.`);
        if (set.has(parameter)) report('CF-06', [...at, 'parameter'], `${parameter} is set in another place too.`);
        set.add(parameter);
        used.add(schema);
      }),
    );
    configuration.schema.forEach(({ name }, s) => {
      if (!used.has(name))
        report('CF-06', ['configuration', 'schema', s, 'name'], `No setting uses the schema ${name}.`);
    });
  },
};

/** CF-08 and CF-09: the limits of a schema fit its data type and each other. */
export const schemasCheck: Check<ApplicationDescription> = {
  needs: ['configuration'],
  check: ({ configuration }, report) =>
    configuration?.schema.forEach((schema, s) => reportLimits(schema, ['configuration', 'schema', s], report)),
};

const reportLimits = (schema: ValueSchema, at: readonly (string | number)[], report: Report): void => {
  const { dataType } = schema;
  const item = /^array\[(.+)\]$/.exec(dataType)?.[1] ?? dataType;
  const fits = [
    ...(item === 'string' ? TEXT : []),
    ...(item === 'integer' || item === 'double' ? NUMBER : []),
    ...(item === 'double' ? DECIMALS : []),
  ] as readonly string[];
  for (const limit of [...TEXT, ...NUMBER, ...DECIMALS]) {
    if (schema[limit] !== undefined && !fits.includes(limit)) {
      report('CF-08', [...at, limit], `${limit} has no meaning for ${dataType}.`);
    }
  }
  if (schema.multiselect !== undefined && schema.options === undefined) {
    report('CF-08', [...at, 'multiselect'], 'multiselect has no meaning without options.');
  }
  for (const [low, high] of [
    ['minLength', 'maxLength'],
    ['minValue', 'maxValue'],
    ['minPrecision', 'maxPrecision'],
  ] as const) {
    if ((schema[low] ?? -Infinity) > (schema[high] ?? Infinity)) {
      report('CF-09', [...at, low], `${low} is above ${high}: no value obeys both.`);
    }
  }
  if (schema.regexMatch !== undefined) reportPattern(schema.regexMatch, [...at, 'regexMatch'], report);
};

const reportPattern = (pattern: string, at: readonly (string | number)[], report: Report): void => {
  const compiled = compilePattern(pattern);
  if (compiled.ok) return;
  if (compiled.reason === 'invalid') report('CF-09', at, 'regexMatch is not a regular expression.');
  else {
    report('CF-09', at, 'regexMatch cannot be matched in bounded time, so no value will be accepted.', {
      severity: 'warning',
      hint: 'Do without look-around and back-references, and keep the pattern short.',
    });
  }
};

/** CF-11: a default that its own schema refuses could never be chosen. */
export const defaultsCheck: Check<ApplicationDescription> = {
  needs: ['parameters', 'configuration'],
  check: ({ parameters = {}, configuration }, report) => {
    const schemas = new Map(configuration?.schema.map((schema) => [schema.name, schema]));
    for (const { settings } of configuration?.sections ?? []) {
      for (const { parameter, schema: name } of settings) {
        const value = parameters[parameter]?.value;
        const schema = schemas.get(name);
        if (value === undefined || !schema) continue;
        for (const fault of checkValue(schema, value)) {
          report('CF-11', ['parameters', parameter, 'value'], `The default of ${parameter} ${fault}.`);
        }
      }
    }
  },
};

import type { ApplicationDescription } from '../../application-description/schema.js';
import { createValueJudge, decimalPlaces } from '../../configuration/value-judge.js';
import type { DocumentPath } from '../../issue.js';
import type { Check } from '../../reading/check.js';
import { quoted, shortened } from '../../reading/wording.js';
import type { TextDocument } from '../../yaml/text-document.js';

/** CF-03 to CF-06: settings, parameters and schemas find each other. */
export const settingsCheck: Check<ApplicationDescription> = {
  needs: ['parameters', 'configuration'],
  check: ({ parameters = {}, configuration }, report) => {
    if (!configuration) return;
    const schemas = new Set<string>();
    configuration.schema.forEach(({ name }, s) => {
      if (schemas.has(name))
        report('CF-05', ['configuration', 'schema', s, 'name'], `Another schema is called ${quoted(name)}.`);
      schemas.add(name);
    });
    const used = new Set<string>();
    const set = new Set<string>();
    configuration.sections.forEach(({ settings }, s) =>
      settings.forEach(({ parameter, schema }, n) => {
        const at = ['configuration', 'sections', s, 'settings', n] as const;
        if (!Object.hasOwn(parameters, parameter)) {
          report('CF-03', [...at, 'parameter'], `No parameter is called ${quoted(parameter)}.`);
        }
        if (!schemas.has(schema)) report('CF-04', [...at, 'schema'], `No schema is called ${quoted(schema)}.`);
        if (set.has(parameter)) {
          report('CF-06', [...at, 'parameter'], `${shortened(parameter)} is set in another place too.`);
        }
        set.add(parameter);
        used.add(schema);
      }),
    );
    configuration.schema.forEach(({ name }, s) => {
      if (used.has(name)) return;
      report('CF-06', ['configuration', 'schema', s, 'name'], `No setting uses the schema ${quoted(name)}.`);
    });
    for (const name of Object.keys(parameters)) {
      if (set.has(name)) continue;
      report('CF-06', ['parameters', name], `No setting is about ${shortened(name)}, so nobody can change it.`, {
        hint: 'Add a setting, unless the default is meant to stay.',
      });
    }
  },
};

/** CF-11: a default that its own schema refuses could never be chosen. */
export const defaultsCheck: Check<ApplicationDescription> = {
  needs: ['parameters', 'configuration'],
  check: ({ parameters = {}, configuration }, report, text) => {
    const judge = createValueJudge();
    const schemas = new Map(configuration?.schema.map((schema) => [schema.name, schema]));
    for (const { settings } of configuration?.sections ?? []) {
      for (const { parameter, schema: name } of settings) {
        const value = Object.hasOwn(parameters, parameter) ? parameters[parameter]?.value : undefined;
        const schema = schemas.get(name);
        if (value === undefined || !schema) continue;
        const at = ['parameters', parameter, 'value'];
        for (const { rule, said } of judge(schema, value)) {
          if (rule !== 'CF-15') report('CF-11', at, `The default of ${shortened(parameter)} ${said}.`);
          // A number has lost its trailing zeros, but the text that it was read from has not.
          else if (placesWritten(value, at, text) < (schema.minPrecision ?? 0)) {
            report('CF-11', at, `The default of ${shortened(parameter)} has too few decimal places.`);
          }
        }
      }
    }
  },
};

/** how many decimal places a number was written with; in a list, the one with the fewest. */
const placesWritten = (value: unknown, at: DocumentPath, text: TextDocument): number => {
  const written = (place: DocumentPath): number => decimalPlaces(text.sourceAt(place) ?? '');
  if (!Array.isArray(value)) return written(at);
  return value.reduce<number>((fewest, _, index) => Math.min(fewest, written([...at, index])), Infinity);
};

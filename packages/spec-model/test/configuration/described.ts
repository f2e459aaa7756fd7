import {
  parseApplicationDescription,
  type ApplicationDescription,
  type ParameterValue,
  type ValueSchema,
} from '@margo-sdk/spec-model';
import { changed, description, type Loose } from '../documents.js';

/** The description that tests share, after a change. */
export const described = (change: (d: Loose) => void = () => {}): ApplicationDescription =>
  parseApplicationDescription(changed(description(), change, 'yaml'));

/** One setting of a description: its schema, and the default and the mark of its parameter. */
export interface OneSetting {
  readonly schema: Omit<ValueSchema, 'name'>;
  readonly value?: ParameterValue | undefined;
  readonly immutable?: boolean;
}

/** A description of these settings, made without reading, so that it need not obey the rules. Each reaches `server`. */
export const applicationOf = (settings: Readonly<Record<string, OneSetting>>): ApplicationDescription => {
  const base = described();
  const names = Object.keys(settings);
  return {
    ...base,
    parameters: Object.fromEntries(
      names.map((name) => {
        const { value } = settings[name] ?? {};
        const targets = [{ pointer: name, components: ['server'] }];
        return [name, value === undefined ? { targets } : { value, targets }];
      }),
    ),
    configuration: {
      sections: [
        {
          name: 'All',
          settings: names.map((name) => ({
            parameter: name,
            name: `The ${name}`,
            schema: `${name}-schema`,
            ...(settings[name]?.immutable === undefined ? {} : { immutable: settings[name].immutable }),
          })),
        },
      ],
      schema: names.map((name) => ({ ...settings[name]?.schema, name: `${name}-schema` }) as ValueSchema),
    },
  };
};

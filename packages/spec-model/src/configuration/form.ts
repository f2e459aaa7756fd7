import type { ApplicationDescription } from '../application-description/schema.js';
import { MargoError } from '../errors.js';
import type { Issue } from '../issue.js';
import { createConstraints, type FieldContext, fieldOf, type FormField } from './form-field.js';
import { type CheckValuesOptions, judgeSettings } from './judge-settings.js';
import { immutableParameters } from './settings.js';
import type { Values } from './values.js';

/** Fields under one heading. */
export interface FormSection {
  readonly name: string;
  readonly fields: readonly FormField[];
}

/** The configuration of an application as a form: plain data, whatever draws it. */
export interface Form {
  readonly sections: readonly FormSection[];
  /** Issues that belong to no field, such as values for parameters that the application does not have. */
  readonly issues: readonly Issue[];
  /** Whether a deployment can be made with these values. */
  readonly valid: boolean;
}

/** What a form is filled with. */
export interface FormOptions extends CheckValuesOptions {
  /**
   * Most options that all fields may have together: thousands of fields can share one long list, and a form is plain
   * data that is sent somewhere. Default 100,000.
   */
  readonly maxOptions?: number;
  /** Chosen values by name of the parameter; `null` leaves a field empty. */
  readonly values?: Values;
  /** Names of parameters whose values are shown to nobody. */
  readonly secrets?: ReadonlySet<string>;
}

/**
 * Makes a form of the configuration of an application. With a profile it holds only what reaches it. Forms are not
 * changed: make a new one after each choice.
 *
 * @throws MargoError `ERR_PROFILE_UNKNOWN`; `ERR_FORM_LIMIT` when the fields have more than `maxOptions` options
 *
 * @example
 * ```ts
 * import { createForm, parseApplicationDescription } from '@margo-sdk/spec-model';
 *
 * const description = parseApplicationDescription(`
 * apiVersion: v1
 * id: com-example-hello
 * metadata: { name: Hello, version: 1.0.0, catalog: { organization: [{ name: Example }] } }
 * deploymentProfiles:
 *   - type: helm
 *     id: helm
 *     components:
 *       - name: hello
 *         properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 }
 * parameters:
 *   volume: { value: 3, targets: [{ pointer: volume, components: [hello] }] }
 * configuration:
 *   sections: [{ name: Sound, settings: [{ parameter: volume, name: Volume, schema: percent }] }]
 *   schema: [{ name: percent, dataType: integer, maxValue: 100 }]
 * `);
 * const { sections, valid } = createForm(description, { profile: 'helm', values: { volume: 300 } });
 * console.log(valid); // false
 * for (const { label, value, issues } of sections[0]?.fields ?? []) console.log(label, value, issues[0]?.message);
 * ```
 */
export const createForm = (description: ApplicationDescription, options: FormOptions = {}): Form => {
  const { values = {}, secrets = new Set<string>(), maxOptions = MAX_OPTIONS, ...rest } = options;
  const { settings, others } = judgeSettings(description, values, rest);
  const context: FieldContext = {
    secrets,
    immutable: immutableParameters(settings),
    constraintsOf: createConstraints(),
  };
  const sections = (description.configuration?.sections ?? []).map(({ name }) => ({ name, fields: [] as FormField[] }));
  let count = 0;
  // A value that was chosen and goes nowhere has no field, but it can be wrong.
  const issues = [...others];
  for (const one of settings) {
    if (one.reaches.length === 0) {
      issues.push(...one.issues);
      continue;
    }
    count += one.schema.options?.length ?? 0;
    if (!(count <= maxOptions)) throw tooManyOptions(description, maxOptions);
    sections[one.section]?.fields.push(fieldOf(one, context));
  }
  const all = [...others, ...settings.flatMap((one) => one.issues)];
  return {
    sections: sections.filter(({ fields }) => fields.length > 0),
    issues,
    valid: all.every(({ severity }) => severity !== 'error'),
  };
};

const MAX_OPTIONS = 100_000;

const tooManyOptions = ({ id }: ApplicationDescription, maxOptions: number): MargoError =>
  new MargoError('ERR_FORM_LIMIT', `The fields of ${id} have more than ${maxOptions} options together.`, {
    hint: 'Raise maxOptions, if this application is to be trusted.',
  });

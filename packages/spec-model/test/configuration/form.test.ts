import { describe, expect, it } from 'vitest';
import {
  createDeployment,
  createForm,
  parseDeploymentId,
  parseDeviceId,
  type ApplicationDescription,
  type Form,
  type FormOptions,
} from '@margo-sdk/spec-model';
import { applicationOf, described } from './described.js';

const fieldsOf = ({ sections }: Form) => sections.flatMap(({ fields }) => fields);
const deploymentOf = (description: ApplicationDescription, values: FormOptions['values'] = {}) =>
  createDeployment(description, {
    profile: 'app-helm',
    ids: { deploymentId: parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06'), name: 'app', namespace: 'app' },
    target: parseDeviceId('edge-1'),
    values,
  });

describe('the form of an application', () => {
  it('has all that a user interface needs to draw it, as plain data', () => {
    const description = described((d) => {
      d.configuration.sections[0].settings[0].description = 'How often.';
    });
    const form = createForm(description, { profile: 'app-helm', values: { site: 'south' } });
    expect(JSON.parse(JSON.stringify(form))).toEqual(form);
    expect(form).toEqual({
      valid: true,
      issues: [],
      sections: [
        {
          name: 'General',
          fields: [
            {
              parameter: 'poll',
              label: 'Poll',
              description: 'How often.',
              dataType: 'integer',
              multiple: false,
              required: true,
              immutable: false,
              locked: false,
              constraints: { minValue: 1, maxValue: 60 },
              default: 30,
              value: 30,
              secret: false,
              changed: false,
              reaches: ['database', 'server'],
              issues: [],
            },
            {
              parameter: 'site',
              label: 'Site',
              dataType: 'string',
              multiple: false,
              required: true,
              immutable: false,
              locked: false,
              constraints: { maxLength: 10 },
              default: 'north',
              value: 'south',
              secret: false,
              changed: true,
              reaches: ['server'],
              issues: [],
            },
          ],
        },
      ],
    });
  });

  it('gives every limit of a schema, and options in its data type (A-09)', () => {
    const description = applicationOf({
      text: { schema: { dataType: 'string', minLength: 1, maxLength: 9, regexMatch: '^a', allowEmpty: true } },
      ratio: { schema: { dataType: 'double', minValue: 0, maxValue: 1, minPrecision: 1, maxPrecision: 2 } },
      sizes: { schema: { dataType: 'integer', options: ['1', '2'], multiselect: true } },
      hosts: { schema: { dataType: 'array[string]' } },
    });
    const shown = fieldsOf(createForm(description));
    expect(
      shown.map(({ required, multiple, dataType, constraints }) => ({ required, multiple, dataType, constraints })),
    ).toEqual([
      {
        required: false,
        multiple: false,
        dataType: 'string',
        constraints: { minLength: 1, maxLength: 9, pattern: '^a' },
      },
      {
        required: true,
        multiple: false,
        dataType: 'double',
        constraints: { minValue: 0, maxValue: 1, minPrecision: 1, maxPrecision: 2 },
      },
      { required: true, multiple: true, dataType: 'integer', constraints: { options: [1, 2] } },
      { required: true, multiple: true, dataType: 'string', constraints: {} },
    ]);
  });

  it('shows only what reaches the profile', () => {
    const form = createForm(described(), { profile: 'app-compose' });
    expect(fieldsOf(form).map(({ parameter, reaches }) => [parameter, reaches])).toEqual([['poll', ['app-compose']]]);
    const description = described((d) => {
      d.configuration.sections.push({
        name: 'Helm only',
        settings: [d.configuration.sections[0].settings.pop()],
      });
    });
    expect(createForm(description, { profile: 'app-compose' }).sections.map(({ name }) => name)).toEqual(['General']);
    expect(createForm(description).sections.map(({ name }) => name)).toEqual(['General', 'Helm only']);
  });

  it('says beside each field why it is not accepted', () => {
    const form = createForm(described(), { values: { poll: 0, colour: 'red' } });
    expect(form.valid).toBe(false);
    expect(form.issues).toMatchObject([{ rule: 'AX-06' }]);
    expect(fieldsOf(form).map(({ issues }) => issues.map(({ message }) => message))).toEqual([
      ['The value of poll is below 1.'],
      [],
    ]);
  });

  it('is valid exactly when a deployment can be made of it', () => {
    for (const values of [{}, { poll: 0 }, { poll: 60 }, { site: null }, { site: '' }, { colour: 1 }, { poll: '3' }]) {
      const { valid } = createForm(described(), { profile: 'app-helm', values });
      let made = true;
      try {
        deploymentOf(described(), values);
      } catch {
        made = false;
      }
      expect(valid, JSON.stringify(values)).toBe(made);
    }
  });

  it('shows nothing where a field was left empty on purpose', () => {
    const [field] = fieldsOf(createForm(described(), { values: { poll: null } }));
    expect(field).not.toHaveProperty('value');
    expect(field).toMatchObject({ changed: true, issues: [{ rule: 'CF-14' }] });
  });

  it('locks what may not change, and compares with what is installed', () => {
    const description = applicationOf({
      disk: { schema: { dataType: 'integer' }, value: 10, immutable: true },
      label: { schema: { dataType: 'string' }, value: 'x' },
    });
    const previous = deploymentOf(description, { disk: 15, label: 'y' });
    expect(fieldsOf(createForm(description)).map(({ immutable, locked }) => [immutable, locked])).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(fieldsOf(createForm(description, { previous }))).toMatchObject([
      { locked: true, value: 15, changed: false },
      { locked: false, value: 'x', changed: true },
    ]);
    expect(fieldsOf(createForm(description, { previous, values: { disk: 20, label: 'y' } }))).toMatchObject([
      { value: 20, changed: true, issues: [{ rule: 'CF-13' }] },
      { value: 'y', changed: false },
    ]);
  });

  it('does not show secrets', () => {
    const form = createForm(described(), { values: { site: 'hunter2-and-more' }, secrets: new Set(['site']) });
    expect(fieldsOf(form)[1]).toMatchObject({ secret: true, value: '(secret)', issues: [{ rule: 'CF-12' }] });
    expect(JSON.stringify(form)).not.toContain('hunter2');
  });

  it('does not copy a list of options for each setting that shares it', () => {
    const description = described((d) => {
      d.configuration.schema[1] = {
        name: 'text',
        dataType: 'string',
        options: Array.from({ length: 5000 }, (_, n) => `${n}`),
      };
      d.parameters.site.value = '1';
      d.configuration.sections[0].settings = Array.from({ length: 2000 }, (_, n) => ({
        parameter: 'site',
        name: `n${n}`,
        schema: 'text',
      }));
    });
    expect(() => createForm(description)).toThrow(
      expect.objectContaining({ code: 'ERR_FORM_LIMIT', hint: expect.stringContaining('maxOptions') }),
    );
    const fields = fieldsOf(createForm(description, { maxOptions: 10_000_000 }));
    expect(fields).toHaveLength(2000);
    expect(new Set(fields.map(({ constraints }) => constraints)).size).toBe(1);
  });
});

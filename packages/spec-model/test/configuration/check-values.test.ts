import { describe, expect, it } from 'vitest';
import {
  checkValues,
  parseApplicationDeployment,
  stringifyJson,
  type ApplicationDescription,
  type Issue,
  type JsonValue,
  type ParameterValue,
  type Values,
} from '@margo-sdk/spec-model';
import { deployment } from '../documents.js';
import { applicationOf, described } from './described.js';

const lines = (issues: readonly Issue[]) => issues.map(({ rule, path }) => `${rule} ${path.join('.')}`);

/** An earlier form of the deployment, with these values. */
const before = (values: Readonly<Record<string, ParameterValue>>) => {
  const text = deployment();
  text.spec.parameters = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { value, targets: [{ pointer: name, components: ['server'] }] },
    ]),
  );
  return parseApplicationDeployment(JSON.stringify(text));
};

describe('the values of an application', () => {
  it('are told everything that is wrong at once', () => {
    const application = applicationOf({
      port: { schema: { dataType: 'integer', maxValue: 65535 } },
      name: { schema: { dataType: 'string', maxLength: 5 } },
      ratio: { schema: { dataType: 'double', minPrecision: 2 } },
      missing: { schema: { dataType: 'string' } },
      shape: { schema: { dataType: 'string' } },
    });
    const values = { port: 70000, name: 'far too long', ratio: 1.5, shape: { a: 1 }, colour: 'red' };
    const issues = checkValues(application, values as unknown as Values);
    expect(lines(issues).sort()).toEqual([
      'AX-06 values.colour',
      'CF-12 values.name',
      'CF-12 values.port',
      'CF-14 values.missing',
      'CF-15 values.ratio',
      'PM-04 values.shape',
    ]);
    expect(issues.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule)).toEqual(['CF-15']);
  });

  it('pass when they obey every limit, and defaults fill the rest', () => {
    expect(checkValues(described(), { poll: 10 })).toEqual([]);
    expect(checkValues(described(), {})).toEqual([]);
  });

  it('include defaults, which are judged alike', () => {
    const application = applicationOf({ port: { schema: { dataType: 'integer', maxValue: 9 }, value: 10 } });
    expect(lines(checkValues(application, {}))).toEqual(['CF-12 values.port']);
    expect(checkValues(application, { port: 9 })).toEqual([]);
  });

  it('that are null are empty, and no default takes their place (A-02)', () => {
    const application = applicationOf({
      free: { schema: { dataType: 'integer', allowEmpty: true }, value: 3 },
      needed: { schema: { dataType: 'integer' }, value: 3 },
    });
    expect(lines(checkValues(application, { free: null, needed: null }))).toEqual(['CF-14 values.needed']);
  });

  it('that the application does not have are refused, or only mentioned', () => {
    for (const name of ['colour', 'toString', '__proto__']) {
      const values = JSON.parse(`{ ${JSON.stringify(name)}: 1 }`) as Values;
      expect(checkValues(described(), values)).toMatchObject([{ rule: 'AX-06', severity: 'error' }]);
      expect(checkValues(described(), values, { rejectUnknown: false })).toMatchObject([
        { rule: 'AX-06', severity: 'warning' },
      ]);
    }
  });

  it('need not be there for what does not reach the profile, but are judged when they are', () => {
    const application = described((d) => {
      delete d.parameters.site.value;
    });
    expect(lines(checkValues(application, {}))).toEqual(['CF-14 values.site']);
    expect(checkValues(application, {}, { profile: 'app-compose' })).toEqual([]);
    const issues = checkValues(application, { site: 'far too long a name' }, { profile: 'app-compose' });
    expect(lines(issues)).toEqual(['CF-12 values.site']);
  });

  it('are not judged for a profile that is not there', () => {
    expect(() => checkValues(described(), {}, { profile: 'other' })).toThrow(
      expect.objectContaining({
        code: 'ERR_PROFILE_UNKNOWN',
        hint: 'Profiles are: app-helm, app-compose.',
      }),
    );
  });

  it('obey all settings of a parameter, and break the same limit once', () => {
    const application = described((d) => {
      d.configuration.schema.push({ name: 'even', dataType: 'integer', options: ['2', '4'] });
      d.configuration.sections[0].settings.push(
        { parameter: 'poll', name: 'Again', schema: 'even' },
        { parameter: 'poll', name: 'And again', schema: 'seconds' },
      );
    });
    expect(checkValues(application, { poll: 61 }).map(({ message }) => message)).toEqual([
      'The value of poll is above 60.',
      'The value of poll is not one of 2, 4.',
    ]);
  });
});

describe('the value of an immutable setting (CF-13)', () => {
  const application = applicationOf({
    disk: { schema: { dataType: 'integer' }, value: 10, immutable: true },
    label: { schema: { dataType: 'string' }, value: 'x' },
  });

  it('can be chosen at first, and not be changed later', () => {
    expect(checkValues(application, { disk: 20 })).toEqual([]);
    const issues = checkValues(application, { disk: 20, label: 'y' }, { previous: before({ disk: 15, label: 'x' }) });
    expect(lines(issues)).toEqual(['CF-13 values.disk']);
    expect(issues[0]?.hint).toContain('Keep the value');
  });

  it('stays when nobody chooses, whatever the default is', () => {
    expect(checkValues(application, {}, { previous: before({ disk: 15 }) })).toEqual([]);
  });

  it('is the same when another fleet manager wrote it as text (A-06)', () => {
    expect(checkValues(application, { disk: 15 }, { previous: before({ disk: '15' }) })).toEqual([]);
    expect(lines(checkValues(application, { disk: 1 }, { previous: before({ disk: ['1'] }) }))).toEqual([
      'CF-13 values.disk',
    ]);
  });

  it('can be given to a parameter that was not there before', () => {
    expect(checkValues(application, { disk: 20 }, { previous: before({ label: 'x' }) })).toEqual([]);
  });
});

describe('patterns of strangers', () => {
  const many = (count: number, regexMatch: (n: number) => string): ApplicationDescription =>
    applicationOf(
      Object.fromEntries(
        Array.from({ length: count }, (_, n) => [
          `p${n}`,
          { schema: { dataType: 'string', regexMatch: regexMatch(n) }, value: 'ab'.repeat(500) },
        ]),
      ),
    );
  const TOO_MUCH = /take too much work|cannot be checked/;

  it('share one budget, and what it does not reach for is refused and not passed', () => {
    const application = many(200, (n) => `(?:[ab]*c?){20}(?:x|${n}){0,9}d`);
    const refused = checkValues(application, {}).filter(({ message }) => TOO_MUCH.test(message));
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.length).toBeLessThan(180);
    expect(new Set(refused.map(({ rule, severity }) => `${rule} ${severity}`))).toEqual(new Set(['CF-12 error']));
  });

  it('have a budget that can be set, and that is nothing where it is no number', () => {
    const application = many(3, () => '^[ab]+$');
    expect(checkValues(application, {})).toEqual([]);
    for (const maxMatchSteps of [0, -1, Number.NaN]) {
      const issues = checkValues(application, {}, { maxMatchSteps });
      expect(issues).toHaveLength(3);
      for (const { message } of issues) expect(message).toMatch(TOO_MUCH);
    }
  });

  it('do not make one long value count once per setting', () => {
    const application = described((d) => {
      d.parameters.site.value = 'x'.repeat(300_000);
      d.configuration.sections[0].settings = Array.from({ length: 3000 }, (_, n) => ({
        parameter: 'site',
        name: `n${n}`,
        schema: 'text',
      }));
      d.configuration.schema = [{ name: 'text', dataType: 'string', maxLength: 10 }];
    });
    expect(checkValues(application, {}).map(({ message }) => message)).toEqual([
      'The value of site is longer than 10 characters.',
      'The value of site cannot be checked, because the values and patterns of this description take too much work.',
    ]);
  });
});

it('no issue repeats a value, whatever rule it breaks', () => {
  const SECRET = 'hunter2-4711';
  const application = applicationOf({
    short: { schema: { dataType: 'string', maxLength: 3 } },
    long: { schema: { dataType: 'string', minLength: 30 } },
    pattern: { schema: { dataType: 'string', regexMatch: '^x' } },
    option: { schema: { dataType: 'string', options: ['a'] } },
    integer: { schema: { dataType: 'integer' } },
    double: { schema: { dataType: 'double' } },
    boolean: { schema: { dataType: 'boolean' } },
    list: { schema: { dataType: 'array[integer]' } },
    many: { schema: { dataType: 'string', options: ['a'], multiselect: true } },
    fixed: { schema: { dataType: 'string' }, immutable: true },
    shape: { schema: { dataType: 'string' } },
    range: { schema: { dataType: 'integer', maxValue: 5 } },
    places: { schema: { dataType: 'double', maxPrecision: 1 } },
    zeros: { schema: { dataType: 'double', minPrecision: 9 } },
  });
  const values: Record<string, unknown> = Object.fromEntries(
    Object.keys(application.parameters ?? {}).map((name) => [name, SECRET]),
  );
  Object.assign(values, { list: [SECRET], many: [SECRET], shape: { [SECRET]: SECRET } });
  Object.assign(values, { range: 947113, places: 947113.25, zeros: 947113.25, unknown: SECRET });
  const issues = checkValues(application, values as Values, { previous: before({ fixed: 'other' }) });
  expect(new Set(issues.map(({ rule }) => rule))).toEqual(new Set(['AX-06', 'PM-04', 'CF-12', 'CF-13', 'CF-15']));
  expect(issues).toHaveLength(15);
  const said = stringifyJson(issues as unknown as JsonValue);
  expect(said).not.toContain('hunter2');
  expect(said).not.toContain('947113');
});

import { describe, expect, it } from 'vitest';
import {
  checkValue,
  parseApplicationDescription,
  parseDeploymentId,
  parseDeviceId,
  resolveDeployment,
  safeParseApplicationDeployment,
  stringifyApplicationDeployment,
  type ParameterValue,
  type ValueSchema,
} from '@margo-sdk/spec-model';
import { changed, description, type Loose } from '../documents.js';

const read = (change: (d: Loose) => void = () => {}) =>
  parseApplicationDescription(changed(description(), change, 'yaml'));
const choices = (more: Partial<Parameters<typeof resolveDeployment>[1]> = {}) => ({
  profileId: 'app-helm',
  deploymentId: parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06'),
  deviceId: parseDeviceId('edge-1'),
  name: 'app-on-edge',
  namespace: 'app',
  ...more,
});

describe('resolving a deployment', () => {
  it('gives a document that its own reader accepts without remark', () => {
    const text = stringifyApplicationDeployment(resolveDeployment(read(), choices()));
    expect(safeParseApplicationDeployment(text)).toMatchObject({ ok: true, issues: [] });
  });

  it('keeps only targets of the chosen profile, and drops parameters that reach nothing', () => {
    const { parameters } = resolveDeployment(read(), choices({ profileId: 'app-compose' })).spec;
    expect(parameters).toEqual({ poll: { value: 30, targets: [{ pointer: 'POLL', components: ['app-compose'] }] } });
  });

  it('puts chosen values over defaults', () => {
    const { parameters } = resolveDeployment(read(), choices({ values: { poll: 10 } })).spec;
    expect(parameters).toMatchObject({ poll: { value: 10 }, site: { value: 'north' } });
  });

  it('copies constraints and extensions of profile and component, and none of the root (DS-48, DS-54)', () => {
    const constraints = { capacityRequirements: { memory: '1Gi' } };
    const resolved = resolveDeployment(
      read((d) => {
        d['x-fleet-extensions'] = { a: 1 };
        d.deploymentProfiles[0]['x-device-extensions'] = { b: 2 };
        d.deploymentProfiles[0].components[1]['x-part-extensions'] = { c: 3 };
        d.deploymentProfiles[0].deviceConstraints = constraints;
      }),
      choices(),
    );
    expect(resolved).not.toHaveProperty('x-fleet-extensions');
    expect(resolved.spec.deploymentProfile).toMatchObject({
      deviceConstraints: constraints,
      'x-device-extensions': { b: 2 },
      components: [{}, { 'x-part-extensions': { c: 3 } }],
    });
    expect(resolved.spec.deploymentProfile).not.toHaveProperty('id');
  });

  it('refuses values that their schema refuses, all at once (CF-12)', () => {
    expect(() => resolveDeployment(read(), choices({ values: { poll: 0, site: 'far too long a name' } }))).toThrow(
      expect.objectContaining({
        code: 'ERR_DOCUMENT_INVALID',
        issues: [{}, {}].map(() => expect.objectContaining({ rule: 'CF-12' })),
      }),
    );
  });

  it('refuses a profile and a parameter that do not exist, also inherited names', () => {
    expect(() => resolveDeployment(read(), choices({ profileId: 'x' }))).toThrow(
      expect.objectContaining({ code: 'ERR_PROFILE_UNKNOWN' }),
    );
    expect(() => resolveDeployment(read(), choices({ values: { toString: 'x' } }))).toThrow(
      expect.objectContaining({ code: 'ERR_PARAMETER_UNKNOWN' }),
    );
  });
});

describe('checking a value against its schema', () => {
  const schema = (more: Partial<ValueSchema>): ValueSchema => ({ name: 's', dataType: 'string', ...more });
  const CASES: readonly (readonly [string, ValueSchema, ParameterValue | undefined, string | undefined])[] = [
    ['empty text where a value is required (A-01)', schema({}), '', 'must not be empty'],
    ['empty text where that is allowed', schema({ allowEmpty: true, minLength: 5 }), '', undefined],
    ['a missing number', schema({ dataType: 'integer' }), undefined, 'must not be empty'],
    ['length in characters, not units', schema({ maxLength: 1 }), '😀', undefined],
    ['too short', schema({ minLength: 2 }), 'a', 'is shorter than 2 characters'],
    ['pattern unanchored (A-03)', schema({ regexMatch: 'b' }), 'abc', undefined],
    ['pattern missed', schema({ regexMatch: '^b' }), 'abc', 'does not match the pattern of its schema'],
    ['a decimal for an integer', schema({ dataType: 'integer' }), 1.5, 'must be a whole number'],
    ['below', schema({ dataType: 'double', minValue: 0.5 }), 0.4, 'is below 0.5'],
    ['decimal places (A-10)', schema({ dataType: 'double', maxPrecision: 1 }), 1.25, 'has more than 1 decimal places'],
    ['text for a boolean', schema({ dataType: 'boolean' }), 'true', 'must be true or false'],
    ['option of another type (A-09)', schema({ dataType: 'integer', options: ['1', '2'] }), 2, undefined],
    ['no option', schema({ options: ['a', 'b'] }), 'c', 'is not one of a, b'],
    ['one for many', schema({ options: ['a'], multiselect: true }), 'a', 'must be a list'],
    ['many for one', schema({}), ['a'], 'must not be a list'],
    ['a list with a bad element', schema({ dataType: 'array[integer]', maxValue: 3 }), [1, 9], 'is above 3'],
  ];
  it.each(CASES)('%s', (_, limits, value, fault) => {
    expect(checkValue(limits, value)).toEqual(fault === undefined ? [] : [fault]);
  });
});

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  createDeployment,
  createForm,
  DocumentError,
  diffDeployments,
  maskValue,
  MargoError,
  parseDeploymentId,
  parseDeviceId,
  redactDeployment,
  render,
  resolveValues,
  type ResolvedValue,
  type ValueRequest,
  type ValueResolver,
} from '@margo-sdk/spec-model';
import { applicationOf, described, type OneSetting } from '../configuration/described.js';

/** A resolver that knows some values, and remembers what it was asked. */
const knows = (name: string, answers: Readonly<Record<string, ResolvedValue>>) => {
  const asked: ValueRequest[] = [];
  const resolver: ValueResolver = {
    name,
    resolve: async (request) => {
      asked.push(request);
      return Object.hasOwn(answers, request.parameter) ? answers[request.parameter] : undefined;
    },
  };
  return { resolver, asked, names: () => asked.map(({ parameter }) => parameter) };
};
const failing = (error: Error): ValueResolver => ({ name: 'vault', resolve: () => Promise.reject(error) });
const failureOf = async (promise: Promise<unknown>): Promise<MargoError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (MargoError.isInstance(error)) return error;
  throw new Error('It did not fail with an error of ours.', { cause: error });
};

describe('resolving values', () => {
  it('asks in order, and the first answer counts', async () => {
    const first = knows('inventory', { poll: { value: 5 } });
    const second = knows('vault', { poll: { value: 6 }, site: { value: 's3cret', secret: true } });
    const { values, secrets, origins } = await resolveValues(described(), [first.resolver, second.resolver]);
    expect(values).toEqual({ poll: 5, site: 's3cret' });
    expect([...secrets]).toEqual(['site']);
    expect(origins).toEqual({ poll: 'inventory', site: 'vault' });
    expect(second.names()).toEqual(['site']);
  });

  it('asks for nothing that was chosen, and leaves defaults to the description', async () => {
    const vault = knows('vault', {});
    const result = await resolveValues(described(), [vault.resolver], { values: { site: null }, secrets: ['site'] });
    expect(result).toEqual({
      values: { site: null },
      secrets: new Set(['site']),
      origins: { site: 'chosen', poll: 'default' },
    });
    expect(vault.names()).toEqual(['poll']);
  });

  it('tells resolvers what is wanted, for which device, and asks for nothing that does not reach the profile', async () => {
    const description = described((d) => {
      d.configuration.sections[0].settings[0].description = 'How often.';
      d.parameters.extra = { targets: [{ pointer: 'EXTRA', components: ['app-compose'] }] };
    });
    const vault = knows('vault', {});
    const { origins } = await resolveValues(description, [vault.resolver], {
      profile: 'app-compose',
      deviceId: parseDeviceId('edge-1'),
    });
    expect(vault.asked).toEqual([
      { parameter: 'poll', dataType: 'integer', description: 'How often.', deviceId: 'edge-1' },
      { parameter: 'extra', deviceId: 'edge-1' },
    ]);
    expect(origins).toEqual({ poll: 'default' });
  });

  it('says which resolver failed for which parameter, and keeps the reason out of logs', async () => {
    const reason = new Error('cannot open hunter2');
    const error = await failureOf(resolveValues(described(), [failing(reason)]));
    expect(error.code).toBe('ERR_VALUE_UNRESOLVED');
    expect(error.message).toBe('The resolver vault failed when it was asked for poll.');
    expect(error.cause).toBe(reason);
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it.each([[{ a: 1 }], [null], [Number.NaN], [[1, 'a']], [undefined]])('takes no %j for a value', async (value) => {
    const odd = knows('odd', { poll: { value } as unknown as ResolvedValue });
    const error = await failureOf(resolveValues(described(), [odd.resolver]));
    expect(error.code).toBe('ERR_VALUE_UNRESOLVED');
    expect(error.message).toContain('odd gave what is no value of a parameter');
  });

  it('stops when it is called off', async () => {
    const controller = new AbortController();
    const stubborn: ValueResolver = {
      name: 'stubborn',
      resolve: async () => {
        controller.abort(new Error('enough'));
        return undefined;
      },
    };
    const never = knows('never', {});
    await expect(resolveValues(described(), [stubborn, never.resolver], { signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    expect(never.asked).toEqual([]);

    const aborting: ValueResolver = {
      name: 'aborting',
      resolve: (_, signal) => Promise.reject(signal.reason as Error),
    };
    await expect(resolveValues(described(), [aborting], { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('loses no parameter, whatever its name', async () => {
    const text: OneSetting = { schema: { dataType: 'string' } };
    const description = applicationOf(Object.fromEntries([['constructor', text]]));
    const { values } = await resolveValues(description, [knows('vault', { constructor: { value: 'x' } }).resolver]);
    expect(Object.entries(values)).toEqual([['constructor', 'x']]);
  });
});

describe('a secret', () => {
  const SECRET = 'hunter2-4711';
  const ids = {
    deploymentId: parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06'),
    name: 'app',
    namespace: 'app',
  };
  const request = { profile: 'app-helm', ids, target: parseDeviceId('edge-1') };
  const RULES: Readonly<Record<string, OneSetting['schema']>> = {
    'too long': { dataType: 'string', maxLength: 3 },
    'too short': { dataType: 'string', minLength: 30 },
    'no match': { dataType: 'string', regexMatch: '^x' },
    'no option': { dataType: 'string', options: ['a'] },
    'no number': { dataType: 'integer' },
    'no list': { dataType: 'array[string]' },
    'no boolean': { dataType: 'boolean' },
  };

  it.each(Object.entries(RULES))('that is refused (%s) is in no error', async (_, schema) => {
    const description = applicationOf({ password: { schema } });
    const vault = knows('vault', { password: { value: SECRET, secret: true } });
    const { values, secrets } = await resolveValues(description, [vault.resolver]);
    let error: unknown;
    try {
      createDeployment(description, { ...request, values });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(DocumentError);
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain('hunter2');
    expect(JSON.stringify(createForm(description, { values, secrets }))).not.toContain('hunter2');
  });

  it('is in the deployment, and in nothing that is shown of it', async () => {
    const description = applicationOf({
      password: { schema: { dataType: 'string' } },
      keys: { schema: { dataType: 'array[string]' } },
      label: { schema: { dataType: 'string' }, value: 'x' },
    });
    const vault = knows('vault', {
      password: { value: SECRET, secret: true },
      keys: { value: [SECRET], secret: true },
    });
    const { values, secrets } = await resolveValues(description, [vault.resolver]);
    const deployment = createDeployment(description, { ...request, values });
    expect(render(deployment)[1]).toMatchObject({ values: { password: SECRET, keys: [SECRET] } });

    const shown = redactDeployment(deployment, secrets);
    expect(shown.spec.parameters).toMatchObject({ password: { value: '(secret)' }, label: { value: 'x' } });
    expect(JSON.stringify([shown, render(shown)])).not.toContain('hunter2');
    expect(deployment.spec.parameters?.['password']?.value).toBe(SECRET);
    expect(maskValue('label', 'x', secrets)).toBe('x');

    const before = createDeployment(description, { ...request, values: { ...values, password: 'other-hunter2' } });
    const diff = diffDeployments(before, deployment);
    expect(diff.components[1]).toMatchObject({ action: 'reconfigure', parameters: ['password'] });
    expect(JSON.stringify(diff)).not.toContain('hunter2');
  });
});

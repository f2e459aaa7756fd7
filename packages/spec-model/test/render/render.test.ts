import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseApplicationDeployment,
  parseHelmPointer,
  renderComposeEnvironment,
  renderHelmValues,
  type ParameterValue,
} from '@margo-sdk/spec-model';
import { changed, deployment } from '../documents.js';

const withParameters = (parameters: Readonly<Record<string, readonly [pointer: string, value: ParameterValue]>>) =>
  parseApplicationDeployment(
    changed(
      deployment(),
      (d) => {
        d.spec.parameters = Object.fromEntries(
          Object.entries(parameters).map(([name, [pointer, value]]) => [
            name,
            { value, targets: [{ pointer, components: ['server'] }] },
          ]),
        );
      },
      'yaml',
    ),
  );

describe('Helm values', () => {
  it('are nested and keep their types (A-06)', () => {
    const values = renderHelmValues(
      withParameters({
        a: ['idp.name', 'azure'],
        b: ['idp.port', 443],
        c: ['idp.tls', true],
        d: ['hosts[1].name', 'x'],
        e: ['annotations.example\\.com/zone', 'north'],
      }),
      'server',
    );
    expect(values).toEqual({
      idp: { name: 'azure', port: 443, tls: true },
      hosts: [null, { name: 'x' }],
      annotations: { 'example.com/zone': 'north' },
    });
  });

  it('reach only the components that a target names', () => {
    expect(renderHelmValues(withParameters({ a: ['x', 1] }), 'database')).toEqual({});
  });

  it('never touch the prototype of anything', () => {
    const values = renderHelmValues(withParameters({ a: ['__proto__.polluted', 'yes'] }), 'server');
    expect(Object.hasOwn(values, '__proto__')).toBe(true);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it('are refused where a few bytes of pointers would make megabytes of empty list elements', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`p${n}`, [`l${n}[1000]`, 1] as const]));
    expect(() => renderHelmValues(withParameters(many), 'server')).toThrow(/more than 1024 list elements/);
    expect(renderHelmValues(withParameters({ a: ['l[1000]', 1] }), 'server')['l']).toHaveLength(1001);
  });

  it('are refused where one parameter runs through the value of another', () => {
    expect(() => renderHelmValues(withParameters({ a: ['x', 1], b: ['x.y', 2] }), 'server')).toThrow(
      expect.objectContaining({ code: 'ERR_POINTER_INVALID' }),
    );
  });
});

describe('a pointer into Helm values', () => {
  it.each(['', '.', 'a.', '.a', 'a..b', 'a[', 'a[x]', '[0]', 'a[0]b', 'a[99999]', 'a.'.repeat(64) + 'a', 'a\\'])(
    'is not %j',
    (pointer) => {
      expect(parseHelmPointer(pointer)).toBeUndefined();
    },
  );

  it('gives back every key that was escaped into it', () => {
    const key = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), (keys) => {
        const pointer = keys.map((text) => text.replace(/[\\.[\]]/g, '\\$&')).join('.');
        expect(parseHelmPointer(pointer)).toEqual(keys);
      }),
    );
  });
});

describe('Compose environment', () => {
  it('holds text, with lists joined by commas (A-08)', () => {
    const environment = renderComposeEnvironment(
      withParameters({ a: ['POLL', 30], b: ['DEBUG', false], c: ['HOSTS', ['a', 'b']] }),
      'server',
    );
    expect(environment).toEqual({ POLL: '30', DEBUG: 'false', HOSTS: 'a,b' });
  });

  it('loses no variable, whatever its name', () => {
    const environment = renderComposeEnvironment(withParameters({ a: ['__proto__', 'x'] }), 'server');
    expect(Object.entries(environment)).toEqual([['__proto__', 'x']]);
  });

  it.each(['ENV.POLL', 'PORTS.80', '9LIVES', 'A=B', ''])('has no variable %j (A-05)', (name) => {
    if (name === '') return expect(() => withParameters({ a: [name, 1] })).toThrow();
    return expect(() => renderComposeEnvironment(withParameters({ a: [name, 1] }), 'server')).toThrow(
      expect.objectContaining({ code: 'ERR_POINTER_INVALID' }),
    );
  });
});

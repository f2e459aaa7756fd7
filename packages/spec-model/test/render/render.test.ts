import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseApplicationDeployment,
  parseHelmPointer,
  render,
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

  it.each([
    ['the same place', 'x.y', 'x.y'],
    ['the same place, written otherwise', 'x.y', 'x.\\y'],
    ['a place inside the value of another', 'x', 'x.y'],
    ['a place around that of another', 'x.y', 'x'],
    ['an element of the list that another sets', 'x', 'x[0]'],
    ['the same thing as a list and as a mapping', 'x[0]', 'x.y'],
    ['the same list element', 'x[1]', 'x[1]'],
  ])('are refused where two parameters write %s, in either order', (_, first, second) => {
    for (const [a, b] of [
      [first, second],
      [second, first],
    ] as const) {
      const deployment = withParameters({ a: [a, ['1']], b: [b, ['2']] });
      expect(() => renderHelmValues(deployment, 'server')).toThrow(
        expect.objectContaining({
          code: 'ERR_POINTER_CONFLICT',
          message: expect.stringMatching(/\ba\b.*\bb\b|\bb\b.*\ba\b/),
        }),
      );
    }
  });

  it('take a parameter that names the same place twice', () => {
    const deployment = withParameters({ a: ['x.y', 1] });
    deployment.spec.parameters?.['a']?.targets.push(
      { pointer: 'x.y', components: ['server', 'server'] },
      { pointer: 'x.\\y', components: ['server'] },
    );
    expect(renderHelmValues(deployment, 'server')).toEqual({ x: { y: 1 } });
    deployment.spec.parameters?.['a']?.targets.push({ pointer: 'x', components: ['server'] });
    expect(() => renderHelmValues(deployment, 'server')).toThrow(/Two pointers of a/);
  });

  it('depend on no order', () => {
    const values = (order: readonly string[]) =>
      renderHelmValues(
        withParameters(Object.fromEntries(order.map((name) => [name, [`l[${name.slice(1)}].v`, name]]))),
        'server',
      );
    expect(values(['p2', 'p0', 'p1'])).toEqual(values(['p0', 'p1', 'p2']));
    expect(values(['p2', 'p0', 'p1'])).toEqual({ l: [{ v: 'p0' }, { v: 'p1' }, { v: 'p2' }] });
  });

  it('can be changed without changing the deployment', () => {
    const deployment = withParameters({ a: ['hosts', ['x']] });
    (renderHelmValues(deployment, 'server')['hosts'] as string[]).push('y');
    expect(deployment.spec.parameters?.['a']?.value).toEqual(['x']);
  });

  it('are all text, if that is asked for (A-06)', () => {
    const deployment = withParameters({ a: ['port', 443], b: ['tls', true], c: ['sizes', [1, 2]], d: ['big', 1e21] });
    expect(renderHelmValues(deployment, 'server', { typing: 'text' })).toEqual({
      port: '443',
      tls: 'true',
      sizes: ['1', '2'],
      big: '1e+21',
    });
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

  it('is refused where two parameters write one variable, and is not where one does twice', () => {
    expect(() => renderComposeEnvironment(withParameters({ a: ['X', 1], b: ['X', 1] }), 'server')).toThrow(
      expect.objectContaining({ code: 'ERR_POINTER_CONFLICT' }),
    );
    const deployment = withParameters({ a: ['X', 1] });
    deployment.spec.parameters?.['a']?.targets.push({ pointer: 'X', components: ['server'] });
    expect(renderComposeEnvironment(deployment, 'server')).toEqual({ X: '1' });
  });

  it('says what to do about the prefix of older revisions (A-05)', () => {
    expect(() => renderComposeEnvironment(withParameters({ a: ['ENV.X', 1] }), 'server')).toThrow(
      expect.objectContaining({ hint: 'Leave out ENV., which older revisions wrote before the name.' }),
    );
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

describe('what the components of a deployment are given', () => {
  const rendered = (type: string, pointer: string) => {
    const text = deployment();
    text.spec.deploymentProfile.type = type;
    text.spec.parameters.poll.targets = [{ pointer, components: ['server'] }];
    return render(parseApplicationDeployment(JSON.stringify(text)));
  };

  it('is one entry each, in listed order, by the type of the profile', () => {
    expect(rendered('helm', 'a.b')).toEqual([
      { component: 'database', kind: 'helm', values: {} },
      { component: 'server', kind: 'helm', values: { a: { b: 30 } } },
    ]);
    expect(rendered('compose', 'POLL')).toEqual([
      { component: 'database', kind: 'compose', environment: {} },
      { component: 'server', kind: 'compose', environment: { POLL: '30' } },
    ]);
    expect(rendered('custom', '//what ever')).toEqual([
      { component: 'database', kind: 'custom', parameters: [] },
      { component: 'server', kind: 'custom', parameters: [{ name: 'poll', value: 30, pointers: ['//what ever'] }] },
    ]);
  });

  it('is what each component is given alone', () => {
    const deployment = withParameters({ a: ['x.y', 1], b: ['z', ['q']] });
    for (const one of render(deployment)) {
      expect(one).toMatchObject({ values: renderHelmValues(deployment, one.component) });
    }
  });

  it('never becomes gigabytes: one long value with thousands of targets is refused', () => {
    const deployment = withParameters({ long: ['x', 'v'.repeat(100_000)] });
    const targets = Array.from({ length: 1000 }, (_, n) => ({ pointer: `p${n}`, components: ['server', 'database'] }));
    deployment.spec.parameters?.['long']?.targets.push(...targets);
    for (const attempt of [() => render(deployment), () => renderHelmValues(deployment, 'server')]) {
      expect(attempt).toThrow(
        expect.objectContaining({ code: 'ERR_RENDER_LIMIT', message: expect.stringContaining('long') }),
      );
    }
  });
});

import {
  type ApplicationDescription,
  checkDocument,
  type CheckedDocument,
  convertDocument,
  createForm,
  DEFAULT_READ_LIMITS,
  documentKind,
  edit,
  type HelmValues,
  REVISIONS,
  renderHelmValues,
  type Revision,
} from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { deployment, description, type Loose } from '../documents.js';
import { oldDescription } from '../revisions/documents.js';
import { faultIn } from './broken-documents/judge.js';
import { CHARACTERS, JSON_SHAPES, LARGE, NESTED, POWERS, REPEATED, type Shape } from './shapes.js';

const TIMEOUT_MS = 120_000;
/** Longest message and hint together, in characters. */
const LONGEST = 600;

type Result = CheckedDocument['result'];

/** What is said has a rule and a place, and is not much longer than what it is about. */
const expectBounded = (result: Result, text: string, revision: Revision = 'rc3'): void => {
  expect(faultIn(result, revision, text)).toBeUndefined();
  const longest = result.issues.reduce(
    (most, { message, hint = '' }) => Math.max(most, message.length + hint.length),
    0,
  );
  expect(longest).toBeLessThan(LONGEST);
};

const refuses = (name: string, shapes: Readonly<Record<string, Shape>>): void => {
  describe(name, () => {
    it.each(Object.entries(shapes))('refuses %s', { timeout: TIMEOUT_MS }, (_, shape) => {
      const { source, rule, at, message, kind = 'ApplicationDescription' } = shape;
      const { result } = checkDocument(source, { kind, revision: 'rc3' });
      const [first] = result.issues;
      expect(result.ok).toBe(false);
      expect(first).toMatchObject({ rule, severity: 'error', message: expect.stringMatching(message) });
      expect(`${first?.line}:${first?.column}`).toBe(at);
      expectBounded(result, typeof source === 'string' ? source : new TextDecoder().decode(source));
    });
  });
};

refuses('nesting', NESTED);
refuses('much of the same', REPEATED);
refuses('powers of YAML', POWERS);
refuses('characters', CHARACTERS);
refuses('JSON', JSON_SHAPES);

describe('one large member', () => {
  it.each(Object.entries(LARGE))('gets through %s', { timeout: TIMEOUT_MS }, (_, [kind, text, rules]) => {
    expect(text.length).toBeLessThan(DEFAULT_READ_LIMITS.maxBytes);
    const { result } = checkDocument(text, { kind, revision: 'rc3' });
    expect([...new Set(result.issues.map(({ rule }) => rule))]).toEqual(expect.arrayContaining([...rules]));
    expectBounded(result, text);
  });

  it('says which integer it is, also where no number holds it', () => {
    const text = JSON.stringify(description()).replace('"v1"', '"v1","kind":18446744073709551616');
    const { result } = checkDocument(text, { kind: 'ApplicationDescription', revision: 'rc3' });
    expect(result.issues.map(({ message }) => message)).toEqual(['kind 18446744073709551616 is unknown.']);
  });

  it.each([
    ['pr1', (d: Loose) => (d.id = { a: 1 })],
    ['rc2-signed', (d: Loose) => (d.metadata.id = [1])],
  ] as const)('takes an id at the place of another revision than %s for any other member', (revision, change) => {
    const document = oldDescription(revision);
    change(document);
    const { result } = checkDocument(JSON.stringify(document), { kind: 'ApplicationDescription', revision });
    expect(result).toMatchObject({ ok: true, issues: [{ rule: 'AD-31', severity: 'warning' }] });
  });

  it('refuses a form of more options than it may have', () => {
    const many = description();
    many.configuration.schema[0].options = Array.from({ length: 60_000 }, (_, n) => n);
    many.configuration.sections[0].settings.push({ parameter: 'poll', name: 'Again', schema: 'seconds' });
    expect(() => createForm(many as ApplicationDescription)).toThrow(
      expect.objectContaining({ code: 'ERR_FORM_LIMIT' }),
    );
  });

  it('refuses to fill a list up to the billionth element', () => {
    const far = deployment();
    far.spec.parameters.poll.targets[0].pointer = 'a[1000000000]';
    expect(() => renderHelmValues(far, 'server')).toThrow(expect.objectContaining({ code: 'ERR_POINTER_INVALID' }));
  });
});

/** A copy of a document for each of its mappings, with one more member there. */
const withMemberEverywhere = (document: Loose, name: string): string[] => {
  const texts: string[] = [];
  const visit = (place: Loose): void => {
    if (typeof place !== 'object' || place === null) return;
    if (!Array.isArray(place)) {
      Object.defineProperty(place, name, { value: { polluted: true }, enumerable: true, configurable: true });
      texts.push(JSON.stringify(document));
      Reflect.deleteProperty(place, name);
    }
    for (const key of Object.keys(place)) visit(place[key]);
  };
  visit(document);
  return texts;
};

describe('names that objects inherit', () => {
  const makers = REVISIONS.map((revision): [Revision, () => Loose] => [
    revision,
    revision === 'rc3' ? description : () => oldDescription(revision),
  ]);

  it.each(makers)('refuses __proto__ at every level of a description of %s', (revision, make) => {
    const texts = withMemberEverywhere(make(), '__proto__');
    expect(texts.length).toBeGreaterThan(10);
    for (const text of texts) {
      const { result } = checkDocument(text, { kind: 'ApplicationDescription', revision });
      expect(result.issues).toEqual([
        expect.objectContaining({
          rule: 'AD-01',
          column: text.indexOf('"__proto__"') + 1,
          message: 'The key __proto__ is not allowed.',
        }),
      ]);
    }
  });

  it.each(['constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'])(
    'takes %s for a name like any other at every level',
    (name) => {
      for (const [revision, make] of makers) {
        for (const text of withMemberEverywhere(make(), name)) {
          const { result } = checkDocument(text, { kind: 'ApplicationDescription', revision });
          expectBounded(result, text, revision);
          expect(result.issues.some(({ path, message }) => path.includes(name) || message.includes(name))).toBe(true);
          convertDocument(text, { kind: 'ApplicationDescription', from: revision });
        }
      }
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    },
  );

  it('edits them as names like any other', () => {
    expect(edit('constructor: 1\n', [{ op: 'set', path: ['constructor'], value: 2 }])).toBe('constructor: 2\n');
    expect(() => edit('a: {}\n', [{ op: 'set', path: ['a', '__proto__', 'b'], value: 2 }])).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^ERR_/) }),
    );
    expect(Reflect.get({}, 'b')).toBeUndefined();
  });

  it('makes values of them as of others', () => {
    const odd = deployment();
    odd.spec.parameters.poll.targets[0].pointer = 'constructor.prototype.polluted';
    const values: HelmValues = renderHelmValues(odd, 'server');
    expect(JSON.stringify(values)).toBe('{"constructor":{"prototype":{"polluted":30}}}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('values of parameters', () => {
  const SECRET = 'Hunter2';
  /** Ways to write a value that are no good YAML, and that people come upon when a password has odd characters. */
  const WRITTEN = [
    `*${SECRET}`,
    `&${SECRET}`,
    `!${SECRET}`,
    `!!${SECRET}`,
    `!<${SECRET}>`,
    `|${SECRET}`,
    `>${SECRET}`,
    `@${SECRET}`,
    `%${SECRET}`,
    `"${SECRET}`,
    `'${SECRET}`,
    `"a" ${SECRET}`,
    `${SECRET}: ${SECRET}`,
    `[${SECRET}`,
    `{${SECRET}`,
    `]${SECRET}`,
    `}${SECRET}`,
    `, ${SECRET}`,
    `"\\q${SECRET}"`,
    `- ${SECRET}`,
    `? ${SECRET}`,
    `[{ a: ${SECRET} }]`,
    `{ a: ${SECRET} }`,
    `[[${SECRET}]]`,
    `!!int ${SECRET}`,
    `!!binary ${SECRET}`,
    `!!float "${SECRET}"`,
  ];

  it.each(WRITTEN)('are not repeated when one is written %s', (written) => {
    const text = `apiVersion: v1\nid: a\nparameters:\n  p:\n    value: ${written}\n    targets: [{ pointer: x, components: [y] }]\n`;
    for (const revision of REVISIONS) {
      const kind = documentKind('ApplicationDescription', revision);
      const { result } = checkDocument(text, { kind: kind.name, revision });
      const said = result.issues.map(({ message, hint = '' }) => message + hint).join('\n');
      expect(result.ok).toBe(false);
      expect(said).not.toContain(SECRET);
    }
  });
});

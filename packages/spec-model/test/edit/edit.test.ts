import { describe, expect, it } from 'vitest';
import { edit, type Edit } from '@margo-sdk/spec-model';

const TEXT = `# yaml-language-server: $schema=margo.schema.json

# What it is.
apiVersion: v1
id: com-example-hello   # never changes

metadata:
  name: 'Hello'  # shown to people
  # Also the tag of the package.
  version: "1.0"
  catalog:
    organization:
    - name: Example
    - { name: Other, site: https://example.com }   # the other one

parameters:
  greeting:
    value: Hi
    targets: [{ pointer: text, components: [hello] }]
# the end
`;

/** What one edit makes of the text, as lines that go and come. */
const lines = (edits: readonly Edit[], text = TEXT): { readonly gone: string[]; readonly came: string[] } => {
  const [before, after] = [text.split('\n'), edit(text, edits).split('\n')];
  const gone = before.filter((line) => !after.includes(line));
  return { gone, came: after.filter((line) => !before.includes(line)) };
};

describe('setting', () => {
  it('changes a value and leaves what stands around it', () => {
    expect(lines([{ op: 'set', path: ['metadata', 'name'], value: 'Hello you' }])).toEqual({
      gone: ["  name: 'Hello'  # shown to people"],
      came: ['  name: Hello you  # shown to people'],
    });
  });

  it.each([
    ['1.0', '"1.0"'],
    ['yes', '"yes"'],
    ['on', '"on"'],
    ['2024-01-01', '"2024-01-01"'],
    ['0x1f', '"0x1f"'],
    ['012', '"012"'],
    ['12:30', '"12:30"'],
    ['', '""'],
    ['~', '"~"'],
    ['<<', '"<<"'],
    ['# no comment', '"# no comment"'],
    ['oci://registry.example.com/a', 'oci://registry.example.com/a'],
    ['1.0.0', '1.0.0'],
    [1.5, '1.5'],
    [1e21, '1.0e+21'],
    [18446744073709551615n, '18446744073709551615'],
    [null, 'null'],
  ])('writes %s as every reader takes it (A-42)', (value, written) => {
    expect(edit('a: b', [{ op: 'set', path: ['a'], value }])).toBe(`a: ${written}`);
  });

  it('adds a member after the last one of its mapping, and what is missing on the way', () => {
    expect(
      edit('a:\n    b: 1 # one\n    # about nothing\n\nc: 2\n', [
        { op: 'set', path: ['a', 'd'], value: [1, { e: 'two\nlines' }] },
        { op: 'set', path: ['f', 'g', 0], value: true },
      ]),
    ).toBe(`a:
    b: 1 # one
    d:
        - 1
        - e: |-
              two
              lines
    # about nothing

c: 2
f:
    g:
        - true
`);
  });

  it('writes lists as far left as the others are', () => {
    expect(edit('a:\n- 1\n', [{ op: 'set', path: ['b'], value: [2] }])).toBe('a:\n- 1\nb:\n- 2\n');
  });

  it('keeps brackets, and the layout and validity of JSON', () => {
    expect(edit('a: [1, 2] # two\n', [{ op: 'set', path: ['a', 2], value: 'x, y' }])).toBe('a: [1, 2, "x, y"] # two\n');
    expect(edit('{"a":1}', [{ op: 'set', path: ['b'], value: ['c'] }])).toBe('{"a":1,"b":["c"]}');
    expect(edit('{\n  "a": 1\n}\n', [{ op: 'set', path: ['b'], value: { c: [true] } }])).toBe(
      '{\n  "a": 1,\n  "b": {\n    "c": [\n      true\n    ]\n  }\n}\n',
    );
  });

  it('gives an empty document its first member', () => {
    expect(edit('{}', [{ op: 'set', path: ['a'], value: 1 }])).toBe('{"a": 1}');
    expect(edit('a: {} # none yet\n', [{ op: 'set', path: ['a', 'b'], value: 1 }])).toBe('a: # none yet\n  b: 1\n');
    expect(edit('a: # none yet\n', [{ op: 'set', path: ['a', 'b'], value: 1 }])).toBe('a: # none yet\n  b: 1\n');
  });

  it('keeps the ends of lines of Windows', () => {
    expect(edit('a:\r\n  b: 1\r\n', [{ op: 'set', path: ['a', 'c'], value: { d: 'x\ny\n' } }])).toBe(
      'a:\r\n  b: 1\r\n  c:\r\n    d: |\r\n      x\r\n      y\r\n',
    );
  });
});

describe('removing', () => {
  it('takes the comment behind a member and the comment lines directly above it, and no more', () => {
    expect(lines([{ op: 'remove', path: ['metadata', 'version'] }])).toEqual({
      gone: ['  # Also the tag of the package.', '  version: "1.0"'],
      came: [],
    });
    expect(edit('# all\n# first\na: 1 # one\n\n# not about b\n\nb: 2\n', [{ op: 'remove', path: ['b'] }])).toBe(
      '# all\n# first\na: 1 # one\n\n# not about b\n\n',
    );
  });

  it('leaves what stands at the top of a document', () => {
    expect(edit('# all\na: 1 # one\nb: 2\n', [{ op: 'remove', path: ['a'] }])).toBe('# all\nb: 2\n');
  });

  it('leaves an empty mapping or list when it was the last entry', () => {
    expect(edit('a: # one\n  b: 1 # two\nc: 2\n', [{ op: 'remove', path: ['a', 'b'] }])).toBe('a: {} # one\nc: 2\n');
    expect(edit('a:\n- b\n', [{ op: 'remove', path: ['a', 0] }])).toBe('a: []\n');
    expect(edit('a: 1\n', [{ op: 'remove', path: ['a'] }])).toBe('{}\n');
  });

  it('moves the next member behind the dash', () => {
    expect(edit('- a: 1 # one\n  # two\n  b: 2\n- c\n', [{ op: 'remove', path: [0, 'a'] }])).toBe(
      '- # two\n  b: 2\n- c\n',
    );
    expect(edit('- a: 1\n  b: 2\n', [{ op: 'remove', path: [0, 'a'] }])).toBe('- b: 2\n');
  });

  it('takes the comma that is not needed any more', () => {
    expect(edit('{"a": 1, "b": 2, "c": 3}', [{ op: 'remove', path: ['c'] }])).toBe('{"a": 1, "b": 2}');
    expect(edit('{\n  "a": 1,\n  "b": 2\n}', [{ op: 'remove', path: ['b'] }])).toBe('{\n  "a": 1\n}');
    expect(edit('[ a, # one\n  b ]', [{ op: 'remove', path: [0] }])).toBe('[\n  b ]');
  });
});

describe('inserting and renaming', () => {
  it('puts an element where it shall be', () => {
    const text = '# all\n\n# one\n- 1\n# two\n- 2\n';
    expect(edit(text, [{ op: 'insert', path: [0], value: 0 }])).toBe('# all\n\n# one\n- 0\n- 1\n# two\n- 2\n');
    expect(edit(text, [{ op: 'insert', path: [1], value: 'x' }])).toBe('# all\n\n# one\n- 1\n- x\n# two\n- 2\n');
    expect(edit('- - 1\n', [{ op: 'insert', path: [0, 0], value: 0 }])).toBe('- - 0\n  - 1\n');
    expect(edit('[1, 2]', [{ op: 'insert', path: [0], value: 0 }])).toBe('[0, 1, 2]');
  });

  it('renames a member where it stands', () => {
    expect(lines([{ op: 'rename', path: ['metadata', 'catalog', 'organization', 1, 'site'], key: 'yes' }])).toEqual({
      gone: ['    - { name: Other, site: https://example.com }   # the other one'],
      came: ['    - { name: Other, "yes": https://example.com }   # the other one'],
    });
    expect(edit('{"a": 1}', [{ op: 'rename', path: ['a'], key: 'b' }])).toBe('{"b": 1}');
  });

  it('lets each edit see what those before it have done', () => {
    expect(
      edit('a: 1\nb: 2\n', [
        { op: 'rename', path: ['a'], key: 'c' },
        { op: 'set', path: ['a'], value: [] },
        { op: 'insert', path: ['a', 0], value: 'x' },
        { op: 'remove', path: ['c'] },
        { op: 'set', path: ['b'], value: { d: 1 } },
        { op: 'rename', path: ['b', 'd'], key: 'e' },
      ]),
    ).toBe('b:\n  e: 1\na:\n  - x\n');
  });
});

describe('an edit is refused', () => {
  const refusal = (text: string, ...edits: Edit[]): string => {
    try {
      return edit(text, edits);
    } catch (error) {
      return String((error as { code: string }).code);
    }
  };

  it.each<[string, Edit]>([
    ['a member that is not there', { op: 'remove', path: ['b'] }],
    ['a member of nothing', { op: 'rename', path: ['b', 'c'], key: 'd' }],
    ['a member of a single value', { op: 'set', path: ['a', 'x', 'y'], value: 1 }],
    ['an inherited name', { op: 'remove', path: ['toString'] }],
    ['an element far behind the end', { op: 'set', path: ['l', 7], value: 1 }],
    ['an element before the start', { op: 'insert', path: ['l', -1], value: 1 }],
    ['an element between two others', { op: 'insert', path: ['l', 0.5], value: 1 }],
    ['a name in a list', { op: 'set', path: ['l', 'x'], value: 1 }],
    ['an index in a mapping', { op: 'set', path: [0], value: 1 }],
    ['an insertion into a mapping', { op: 'insert', path: ['x'], value: 1 }],
    ['a name for an element', { op: 'rename', path: ['l', 0], key: 'x' }],
    ['a name that another member has', { op: 'rename', path: ['a'], key: 'l' }],
    ['removing the document', { op: 'remove', path: [] }],
    ['a change that there is none of', { op: 'replace', path: ['a'], value: 2 } as unknown as Edit],
  ])('for %s', (_, one) => {
    expect(refusal('a: 1\nl: [1]\n', one)).toBe('ERR_EDIT_PATH');
  });

  it('for a text that cannot be read, and says where', () => {
    expect(() => edit('a: 1\na: 2\n', [])).toThrow(
      expect.objectContaining({
        code: 'ERR_EDIT_TEXT',
        message: expect.stringContaining('(line 2): The key stands twice.'),
      }),
    );
    expect(refusal('# nothing\n')).toBe('ERR_EDIT_TEXT');
  });

  it.each<[string, unknown]>([
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['no number', NaN],
    ['nothing', undefined],
  ])('for a value that is %s', (_, value) => {
    expect(refusal('a: 1', { op: 'set', path: ['b'], value: value as number })).toBe('ERR_VALUE_UNWRITABLE');
  });

  it('for a value that contains itself', () => {
    const value: { self?: never } = {};
    Object.assign(value, { self: value });
    expect(refusal('a: 1', { op: 'set', path: ['b'], value })).toBe('ERR_VALUE_UNWRITABLE');
  });

  it('for a text that nobody could read any more', () => {
    expect(refusal('a: 1', { op: 'rename', path: ['a'], key: '__proto__' })).toBe('ERR_EDIT_FAILED');
    const deep = Array.from({ length: 70 }).reduce<unknown>((value) => [value], 1) as string[];
    expect(refusal('a: 1', { op: 'set', path: ['b'], value: deep })).toBe('ERR_EDIT_FAILED');
  });

  it('where an alias repeats what is changed; elsewhere aliases stay, or are written out', () => {
    const text = 'a: &x\n  b: 1\nc: *x\nd: 2\n';
    const withAliases = (one: Edit): string => edit(text, [one], { maxAliases: 1 });
    expect(withAliases({ op: 'set', path: ['d'], value: 3 })).toBe('a: &x\n  b: 1\nc: *x\nd: 3\n');
    expect(withAliases({ op: 'set', path: ['c', 'e'], value: 3 })).toBe('a: &x\n  b: 1\nc:\n  b: 1\n  e: 3\nd: 2\n');
    expect(() => withAliases({ op: 'set', path: ['a', 'b'], value: 2 })).toThrow(
      expect.objectContaining({ code: 'ERR_EDIT_FAILED' }),
    );
    expect(() => withAliases({ op: 'remove', path: ['a'] })).toThrow(
      expect.objectContaining({ code: 'ERR_EDIT_FAILED' }),
    );
  });
});

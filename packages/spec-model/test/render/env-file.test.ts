import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEnvFile } from '@margo-sdk/spec-model';

/**
 * Reads quoted variables by the rules of Compose: nothing has a meaning between single quotes save an escaped quote;
 * between double quotes there are escapes, and then a dollar begins an interpolation unless it was escaped.
 */
const readAsCompose = (text: string): Record<string, string> => {
  const environment: [string, string][] = [];
  let rest = text;
  while (rest !== '') {
    const [line, name = '', single, double = ''] =
      /^([A-Za-z_]\w*)=(?:'((?:\\.|[^'\\])*)'|"((?:\\[^]|[^"\\])*)")\n/.exec(rest) ?? [];
    if (line === undefined) throw new Error(`Not readable: ${rest.slice(0, 60)}`);
    if (single !== undefined) environment.push([name, single.replaceAll("\\'", "'")]);
    else {
      if (/(?<!\\)(?:\\\\)*\$/.test(double)) throw new Error(`Interpolates: ${double}`);
      const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r' };
      environment.push([name, double.replace(/\\([^])/g, (_, letter: string) => letters[letter] ?? letter)]);
    }
    rest = rest.slice(line.length);
  }
  return Object.fromEntries(environment);
};

describe('a file of environment variables', () => {
  // These lines were read by the parser of Compose itself.
  it.each([
    ['plain', "X='plain'\n"],
    ['', "X=''\n"],
    [' spaces\tand tabs ', "X=' spaces\tand tabs '\n"],
    ['$HOME ${HOME} $$', "X='$HOME ${HOME} $$'\n"],
    ['# no comment #', "X='# no comment #'\n"],
    ['say "hi"', 'X=\'say "hi"\'\n'],
    ["it's $5", 'X="it\'s \\$5"\n'],
    ['C:\\new\\', 'X="C:\\\\new\\\\"\n'],
    ['\'"\\$', 'X="\'\\"\\\\\\$"\n'],
    ['two\nlines\r\n', 'X="two\\nlines\\r\\n"\n'],
  ])('writes %j so that it is read back', (value, text) => {
    expect(formatEnvFile({ X: value })).toBe(text);
    expect(readAsCompose(text)).toEqual({ X: value });
  });

  it('has a line for each variable, in the given order', () => {
    expect(formatEnvFile({ B: '1', A: '2' })).toBe("B='1'\nA='2'\n");
    expect(formatEnvFile({})).toBe('');
  });

  it('is read back exactly, whatever the values are', () => {
    const piece = fc.constantFrom("'", '"', '\\', '$', '{', '}', '\n', '\r', ' ', '#', 'n', 'r', '😀', '\u2028');
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(piece, { maxLength: 9 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('A', 'B_1', '_c'),
          text.filter((one) => !one.includes('\0')),
        ),
        (values) => {
          const environment = { ...values };
          expect(readAsCompose(formatEnvFile(environment))).toEqual(environment);
        },
      ),
    );
  });

  it.each([
    ['a zero byte', { X: 'hunter2\0' }],
    ['half a character', { X: 'hunter2\ud800' }],
    ['a name that is none', { 'A B': 'hunter2' }],
    ['a name that would be a line of its own', { "A=1\nB='2'\nC": 'hunter2' }],
    ['an empty name', { '': 'hunter2' }],
  ])('is refused for %s, and the value is not told', (_, environment) => {
    let error: unknown;
    try {
      formatEnvFile(environment);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'ERR_ENV_VALUE' });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });
});

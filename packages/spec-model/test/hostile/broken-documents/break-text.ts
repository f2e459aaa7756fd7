import type { Random } from './random.js';

const MARKS = [
  '\t',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  ',',
  '#',
  ' #',
  '&a ',
  '*a',
  '!',
  '!!js/function ',
  '!!set ',
  '|',
  '>',
  '|-\n',
  '%',
  '@',
  '`',
  '---\n',
  '\n---\n',
  '...\n',
  '%YAML 1.1\n',
  '\r',
  '\r\n',
  '\0',
  '\x07',
  '\x7f',
  '\u0085',
  '\u2028',
  '\u202E',
  '\uFEFF',
  '\uD800',
  '😀',
  '? ',
  '- ',
  '<<: ',
  '\\',
  '\\u0000',
  '\\x',
  '//',
  '/* */',
  '0x',
  '1e999',
  '\n',
  '\n\n',
  '  ',
  '\n\t',
  '\n "',
  '""',
  '={}',
];

const linesOf = (text: string): string[] => text.split('\n');

/** One blow to a text: characters, lines, indentation and ends. */
export const breakText = (text: string, random: Random): string => {
  const at = random.below(text.length + 1);
  const lines = linesOf(text);
  const n = random.below(lines.length);
  const line = lines[n] ?? '';
  const instead = (...others: string[]): string => lines.toSpliced(n, 1, ...others).join('\n');
  switch (random.below(14)) {
    case 0:
      return `${text.slice(0, at)}${random.pick(MARKS)}${text.slice(at)}`;
    case 1:
      return `${text.slice(0, at)}${String.fromCharCode(random.below(0x250))}${text.slice(at + 1)}`;
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + random.below(3));
    case 3:
      return random.chance(0.5) ? text.slice(0, at) : text.slice(at);
    case 4:
      return instead(line, line);
    case 5:
      return instead();
    case 6:
      return instead(`${random.pick(['  ', ' ', '\t', '    '])}${line}`);
    case 7:
      return instead(line.replace(/^ {1,2}/, ''));
    case 8:
      return instead(
        line,
        `${' '.repeat(random.below(9))}${random.pick(['# note', '- ', 'x:', '? a', 'y: 1', '"z', '}', '-'])}`,
      );
    case 9:
      return random.chance(0.7)
        ? text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n']))
        : text.replaceAll('  ', '\t');
    case 10:
      return text.replace(/["']/g, (mark) => (random.chance(0.1) ? random.pick(['', '"', "'", '\\"']) : mark));
    case 11: {
      const [value, key] = [random.below(text.length), random.pick([/(: )(\S)/g, /(\{)(\S)/g, /(- )(\S)/g])];
      return `${text.slice(0, value)}${text
        .slice(value)
        .replace(key, (whole, before: string, first: string) =>
          random.chance(0.15) ? `${before}${random.pick(MARKS)}${first}` : whole,
        )}`;
    }
    case 12:
      return text + random.pick(['\n---\n', '\n...\n', '\n', '}', '\n{}', text, '\0', '\n# end', '\n%']);
    default:
      return `${random.pick(['\uFEFF', '---\n', '%YAML 1.2\n---\n', '\n', '# a\n', '\t', ' ', '\0', '[', '- '])}${text}`;
  }
};

const encoder = new TextEncoder();

/** The bytes of a text, with some that no longer are any text. */
export const breakBytes = (text: string, random: Random): Uint8Array => {
  const bytes = encoder.encode(text);
  for (let flips = 1 + random.below(2); flips > 0 && bytes.length > 0; flips -= 1) {
    const at = random.below(bytes.length);
    bytes[at] = random.chance(0.4) ? random.below(256) : (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  return bytes;
};

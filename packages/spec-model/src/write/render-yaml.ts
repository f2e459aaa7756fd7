import { literalBlock, type ScalarValue, type Surroundings, yamlScalarText } from './scalar-text.js';

/** What is written: a mapping is a `Map` where its order matters, since objects put names like `1` first. */
export type OrderedValue = ScalarValue | readonly OrderedValue[] | OrderedMapping;
type OrderedMapping = ReadonlyMap<string, OrderedValue> | { readonly [key: string]: OrderedValue | undefined };

/** How a YAML document is indented. */
export interface YamlStyle {
  /** Columns for each level. */
  readonly indent: number;
  /** Whether a list starts further right than the key it belongs to. */
  readonly indentLists: boolean;
  /** Whether strings of several lines stand as they are below their key. */
  readonly literals: boolean;
}

/** How documents are written where no text says otherwise. */
export const YAML_STYLE: YamlStyle = { indent: 2, indentLists: true, literals: true };

/** A value below a key or a dash: what follows on the same line, and the lines after it, from that key or dash on. */
export interface Rendered {
  readonly head: string;
  readonly body: readonly string[];
}

/** A longer key has to be marked as one (YAML 1.2, chapter 7.4.2). */
const LONGEST_IMPLICIT_KEY = 1000;

/** The members of a mapping that have a value. */
export const membersOf = (value: OrderedMapping): readonly [string, OrderedValue][] =>
  (value instanceof Map ? [...value] : Object.entries(value)).filter(
    (member): member is [string, OrderedValue] => member[1] !== undefined,
  );

/** The lines of a value that stands on its own. */
export const yamlLines = (value: OrderedValue, style: YamlStyle = YAML_STYLE): readonly string[] => {
  if (isList(value) && value.length > 0) {
    return value.flatMap((item) => {
      const { head, body } = renderItem(item, style);
      return [`- ${head}`, ...body];
    });
  }
  if (isMapping(value) && membersOf(value).length > 0) {
    return membersOf(value).flatMap(([name, member]) => memberLines(name, member, style));
  }
  return [yamlFlowText(value, 'block')];
};

/** The lines of one member of a mapping. */
export const memberLines = (name: string, value: OrderedValue, style: YamlStyle): readonly string[] => {
  const key = yamlScalarText(name, 'block');
  const { head, body } = renderMember(value, style);
  const start = key.length > LONGEST_IMPLICIT_KEY ? [`? ${key}`, ':'] : [`${key}:`];
  return [...start.slice(0, -1), `${start.at(-1)}${head === '' ? '' : ` ${head}`}`, ...body];
};

/** A value as it follows the colon of a key. */
export const renderMember = (value: OrderedValue, style: YamlStyle): Rendered => {
  if (typeof value === 'string') return renderString(value, style);
  if (!isFilled(value)) return { head: yamlFlowText(value, 'block'), body: [] };
  const indent = isList(value) && !style.indentLists ? 0 : style.indent;
  return { head: '', body: indented(yamlLines(value, style), indent) };
};

/** A value as it follows the dash of a list. */
export const renderItem = (value: OrderedValue, style: YamlStyle): Rendered => {
  if (typeof value === 'string') return renderString(value, style);
  const [head = '', ...body] = yamlLines(value, style);
  return { head, body: indented(body, 2) };
};

const renderString = (value: string, { indent, literals }: YamlStyle): Rendered => {
  const block = literals ? literalBlock(value) : undefined;
  return block
    ? { head: block.header, body: indented(block.lines, indent) }
    : { head: yamlScalarText(value, 'block'), body: [] };
};

/** A value on one line. */
export const yamlFlowText = (value: OrderedValue, surroundings: Surroundings): string => {
  if (typeof value !== 'object' || value === null) return yamlScalarText(value, surroundings);
  if (isList(value)) return `[${value.map((item) => yamlFlowText(item, 'flow')).join(', ')}]`;
  const members = membersOf(value).map(
    ([name, member]) => `${yamlScalarText(name, 'flow')}: ${yamlFlowText(member, 'flow')}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
};

/** Lines further right; an empty line stays empty. */
export const indented = (lines: readonly string[], columns: number): readonly string[] =>
  columns === 0 ? lines : lines.map((line) => (line === '' ? line : ' '.repeat(columns) + line));

// Array.isArray does not narrow readonly arrays.
const isList = (value: OrderedValue): value is readonly OrderedValue[] => Array.isArray(value);
const isMapping = (value: OrderedValue): value is OrderedMapping =>
  typeof value === 'object' && value !== null && !isList(value);
const isFilled = (value: OrderedValue): boolean =>
  isList(value) ? value.length > 0 : isMapping(value) && membersOf(value).length > 0;

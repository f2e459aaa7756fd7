import type { JsonStyle } from '../write/render-json.js';
import { YAML_STYLE, type YamlStyle } from '../write/render-yaml.js';
import type { SourceNode } from './source-tree.js';
import type { SourceText } from './source-text.js';

/** How a text is written, so that what is added looks like the rest. */
export interface Style {
  readonly yaml: YamlStyle;
  /** How JSON is laid out; undefined when the text is none. */
  readonly json: JsonStyle | undefined;
}

/** Finds out how a text is written. */
export const styleOf = (source: SourceText, root: SourceNode): Style => {
  const isJson = isJsonText(source.text);
  return { yaml: yamlStyleOf(source, root), json: isJson ? jsonStyleOf(source, root) : undefined };
};

/** Tells whether a text is JSON. */
export const isJsonText = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const jsonStyleOf = ({ text, isFirst, lineStart }: SourceText, { kind, entries }: SourceNode): JsonStyle => {
  const first = entries[0];
  if (first === undefined) return { space: ' ' };
  if (isFirst(first.start)) return { space: ' ', indent: text.slice(lineStart(first.start), first.start) };
  return { space: kind === 'flow-mapping' && text[first.valueAt] !== ' ' ? '' : ' ' };
};

/** The first mapping and the first list below a member show how everything is indented. */
const yamlStyleOf = ({ column, isFirst }: SourceText, root: SourceNode): YamlStyle => {
  let indent: number | undefined;
  let indentLists: boolean | undefined;
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind !== 'block-mapping' && node.kind !== 'block-list') continue;
    for (const { start, value } of node.entries) {
      const first = value.entries[0];
      if (node.kind === 'block-mapping' && first && isFirst(first.start)) {
        const step = column(first.start) - column(start);
        if (value.kind === 'block-list') indentLists ??= step > 0;
        if (value.kind.startsWith('block') && step > 0) indent ??= step;
      }
    }
    if (indent !== undefined && indentLists !== undefined) break;
    for (const { value } of node.entries.toReversed()) open.push(value);
  }
  return { indent: indent ?? YAML_STYLE.indent, indentLists: indentLists ?? YAML_STYLE.indentLists, literals: true };
};

import type { JsonValue } from '../json/stringify-json.js';
import { jsonLines } from '../write/render-json.js';
import { renderItem, renderMember, yamlFlowText } from '../write/render-yaml.js';
import { quotedText, yamlScalarText } from '../write/scalar-text.js';
import type { SourceEntry, SourceNode } from './source-tree.js';
import type { SourceText } from './source-text.js';
import type { Splice } from './splices.js';
import type { Style } from './style.js';

/** What printing a change needs to know about the text. */
export interface Page {
  readonly source: SourceText;
  readonly style: Style;
  readonly splices: Splice[];
}

/** The text of a name where it stands among others in brackets, or at the start of a line. */
export const keyText = (name: string, isFlow: boolean, { json }: Style): string =>
  json ? quotedText(name) : yamlScalarText(name, isFlow ? 'flow' : 'block');

/** Puts another value into an entry in brackets. */
export const replaceFlowValue = ({ source, style, splices }: Page, entry: SourceEntry, value: JsonValue): void => {
  const { start, end, kind } = entry.value;
  const text = flowLines(value, style, source.isFirst(entry.start)).join(
    source.newline + source.text.slice(source.lineStart(entry.start), source.skipBlanks(source.lineStart(entry.start))),
  );
  if (kind === 'empty') splices.push({ start, end: start, text: `${entry.hasIndicator ? '' : ':'} ${text}` });
  else splices.push({ start, end, text });
};

/** The lines of a value in brackets; JSON that has lines of its own is indented like the rest. */
export const flowLines = (value: JsonValue, { json }: Style, mayBreak: boolean): readonly string[] => {
  if (!json) return [yamlFlowText(value, 'flow')];
  return jsonLines(value, mayBreak ? json : { space: json.space });
};

/** Puts another value behind the key or dash of an entry that stands in lines. */
export const replaceBlockValue = (page: Page, entry: SourceEntry, value: JsonValue, isMember: boolean): void => {
  const { source, style, splices } = page;
  const { text, newline, nextLine, column, lineEnd } = source;
  const old = entry.value;
  const { valueAt } = entry;
  // Brackets that hold something stay brackets.
  const isFlow = old.kind.startsWith('flow') && old.entries.length > 0 && typeof value === 'object' && value !== null;
  const { head, body } = isFlow
    ? { head: yamlFlowText(value, 'block'), body: [] }
    : isMember
      ? renderMember(value, style.yaml)
      : renderItem(value, style.yaml);
  const prefix = ' '.repeat(column(entry.start));
  const lines = body.map((line) => (line === '' ? line : prefix + line));

  /** Puts the lines between two places that start lines. */
  const putLines = (start: number, end: number): void => {
    if (lines.length === 0 && start === end) return;
    const isUnended = start === text.length && text[start - 1] !== '\n';
    const joined = lines.join(newline);
    splices.push({ start, end, text: lines.length === 0 ? '' : isUnended ? newline + joined : joined + newline });
  };

  if (!entry.hasIndicator) {
    // `? key` without a colon.
    splices.push({ start: valueAt, end: valueAt, text: `${newline}${prefix}:${head === '' ? '' : ` ${head}`}` });
    putLines(nextLine(valueAt), nextLine(valueAt));
    return;
  }
  if (old.kind === 'empty') {
    if (head !== '') splices.push({ start: valueAt, end: valueAt, text: ` ${head}` });
    putLines(nextLine(valueAt), nextLine(valueAt));
    return;
  }
  // What is said about the last entry of a block goes with it.
  const end = old.kind.startsWith('block') ? lineEnd(old.end) : old.end;
  if (nextLine(old.start) !== nextLine(valueAt)) {
    if (isInline(old) && lines.length === 0) {
      splices.push({ start: old.start, end: old.end, text: head });
      return;
    }
    if (head !== '') splices.push({ start: valueAt, end: valueAt, text: ` ${head}` });
    putLines(nextLine(valueAt), nextLine(end));
    return;
  }
  // Lines that follow are as far right as if one blank stood behind the dash.
  const isMoved = lines.length > 0 && !isMember && old.kind !== 'literal';
  const start = head === '' || isMoved ? valueAt : old.start;
  if (old.kind === 'literal') {
    splices.push({ start, end: old.headerEnd, text: head });
    putLines(nextLine(old.headerEnd), nextLine(end));
    return;
  }
  splices.push({ start, end, text: isMoved ? ` ${head}` : head });
  putLines(nextLine(end), nextLine(end));
};

const isInline = ({ kind }: SourceNode): boolean => kind === 'scalar' || kind.startsWith('flow');

import { type JsonValue, stringifyJson } from '../json/stringify-json.js';
import { jsonLines } from '../write/render-json.js';
import { yamlLines } from '../write/render-yaml.js';
import { type Draft, type DraftEntry, type DraftList, type DraftMapping, valueOfDraft } from './draft.js';
import { printBlock } from './print-block.js';
import { keyText, type Page, replaceBlockValue, replaceFlowValue } from './print-entry.js';
import { printFlow } from './print-flow.js';
import type { SourceEntry, SourceNode } from './source-tree.js';
import type { SourceText } from './source-text.js';
import { applySplices } from './splices.js';
import type { Style } from './style.js';

/** Prints a draft of a text: what has not been changed stays as it stands there, byte for byte. */
export const printDraft = (source: SourceText, root: SourceNode, draft: Draft, style: Style): string => {
  const page: Page = { source, style, splices: [] };
  if (!printInPlace(page, draft, root, true)) replaceRoot(page, root, valueOfDraft(draft));
  return applySplices(source.text, page.splices);
};

/** Prints the changes within a value; false when nothing of it is left, so that another one has to take its place. */
const printInPlace = (page: Page, draft: Draft, at: SourceNode, isRoot: boolean): boolean => {
  if (draft.source !== at) return false;
  if (draft.kind === 'scalar') return true;
  // What an alias repeats stands elsewhere; here is only the alias.
  if (at.kind === 'scalar') return stringifyJson(valueOfDraft(draft)) === stringifyJson(at.value);
  const isEmptyAsBefore = draft.entries.every(({ isRemoved }) => isRemoved) && at.entries.length === 0;
  if (isEmptyAsBefore) return true;
  if (!draft.entries.some(({ source, isRemoved }) => source !== undefined && !isRemoved)) return false;
  printEntries(page, draft, at, isRoot);
  return true;
};

const printEntries = (page: Page, draft: DraftMapping | DraftList, at: SourceNode, isRoot: boolean): void => {
  const isFlow = at.kind === 'flow-mapping' || at.kind === 'flow-list';
  const printKept = (entry: DraftEntry, place: SourceEntry): void => {
    if (entry.name !== place.name) {
      const text = keyText(entry.name, isFlow, page.style);
      page.splices.push({ start: place.keyStart, end: place.keyEnd, text });
    }
    if (printInPlace(page, entry.value, place.value, false)) return;
    const value = valueOfDraft(entry.value);
    if (isFlow) replaceFlowValue(page, place, value);
    else replaceBlockValue(page, place, value, draft.kind === 'mapping');
  };
  if (isFlow) printFlow(page, draft, at, printKept);
  else printBlock(page, draft, at, isRoot, printKept);
};

const replaceRoot = ({ source, style, splices }: Page, { kind, start, end }: SourceNode, value: JsonValue): void => {
  const lines = style.json ? jsonLines(value, style.json) : yamlLines(value, style.yaml);
  const isBlock = kind === 'block-mapping' || kind === 'block-list';
  // Readers that do not expect the mark at the start of a text would take it for a part of the first line.
  const first = start === 1 && source.text.startsWith('\ufeff') ? 0 : start;
  splices.push({ start: first, end: isBlock ? source.lineEnd(end) : end, text: lines.join(source.newline) });
};

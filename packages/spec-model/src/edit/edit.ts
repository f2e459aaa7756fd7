import { MargoError } from '../errors.js';
import { type JsonValue, stringifyJson } from '../json/stringify-json.js';
import { composeYaml } from '../yaml/compose.js';
import type { ReadLimits } from '../yaml/limits.js';
import { readYaml } from '../yaml/read-yaml.js';
import { applyEdit, type Edit } from './apply-edit.js';
import { type Draft, draftOf, valueOfDraft } from './draft.js';
import { printDraft } from './print-draft.js';
import { sourceText } from './source-text.js';
import { sourceTreeOf } from './source-tree.js';
import { isJsonText, styleOf } from './style.js';

/**
 * Changes a document and leaves the rest of its text as it is, byte for byte: comments, blank lines, quotes, indentation
 * and line ends. What is added looks like what stands next to it, and JSON stays JSON. Strings that a reader of YAML 1.1
 * or 1.2 would take for something else are put in quotes.
 *
 * The new text is read again before it is given back, so it never says anything else than was asked for.
 *
 * @param text - a YAML or JSON document
 * @param edits - what to change, one after the other: each one sees what those before it have done
 * @returns the new text
 * @throws MargoError `ERR_EDIT_TEXT`: the text is not one readable document; `ERR_EDIT_PATH`: there is nothing at a path
 *   that can be changed so; `ERR_VALUE_UNWRITABLE`: no document can hold the value; `ERR_EDIT_FAILED`: the change cannot
 *   be made without changing more, for example since an alias repeats what is changed; `ERR_LIMIT_INVALID`
 *
 * @example
 * ```ts
 * import { edit } from '@margo-sdk/spec-model';
 *
 * const text = 'metadata:\n  name: Hello # shown in the catalog\n  version: "1.0"\n';
 * console.log(
 *   edit(text, [
 *     { op: 'set', path: ['metadata', 'version'], value: '2.0' },
 *     { op: 'set', path: ['metadata', 'description'], value: 'Says hello.' },
 *   ]),
 * );
 * ```
 */
export const edit = (text: string, edits: readonly Edit[], limits: ReadLimits = {}): string =>
  change(text, limits, (draft) => {
    const root = { draft };
    for (const one of edits) applyEdit(root, one);
    return root.draft;
  });

/**
 * Changes a text by a change to the draft of it.
 *
 * @throws MargoError `ERR_EDIT_TEXT`, `ERR_EDIT_FAILED`, `ERR_LIMIT_INVALID`, and what the change throws
 */
export const change = (text: string, limits: ReadLimits, changeDraft: (draft: Draft) => Draft): string => {
  const result = composeYaml(text, limits, { keepTokens: true });
  if (!result.ok) {
    const [first] = result.faults;
    const where = first ? ` (line ${first.line}): ${first.message}` : '.';
    throw new MargoError('ERR_EDIT_TEXT', `The text is not one readable document${where}`, {
      hint: first?.hint ?? 'Make it readable first; margo validate says what is wrong with it.',
    });
  }
  const root = sourceTreeOf(text, result.composed);
  const draft = changeDraft(draftOf(root));
  const source = sourceText(text);
  const style = styleOf(source, root);
  const value = stringifyJson(valueOfDraft(draft));
  const isJson = style.json !== undefined;

  const changed = printDraft(source, root, draft, style);
  if (changed === text || faultIn(changed, value, isJson, limits) === undefined) return changed;
  // A comment further right would become a part of a text of several lines above it.
  const quoted = printDraft(source, root, draft, { ...style, yaml: { ...style.yaml, literals: false } });
  const fault = faultIn(quoted, value, isJson, limits);
  if (fault === undefined) return quoted;
  throw new MargoError('ERR_EDIT_FAILED', `The change cannot be made in this text: ${fault}`, {
    hint: 'Write the document anew with stringifyDocument, or change the text by hand.',
  });
};

/** Text and value are made in two ways, so a fault in the one does not hide a fault in the other. */
const faultIn = (text: string, value: string, mustBeJson: boolean, limits: ReadLimits): string | undefined => {
  const read = readYaml(text, limits);
  if (!read.ok) return `it would not be readable any more. ${read.faults[0]?.message ?? ''}`.trim();
  if (stringifyJson(read.document.value as JsonValue) !== value) return 'it would say something else.';
  return mustBeJson && !isJsonText(text) ? 'it would not be JSON any more.' : undefined;
};

import {
  CURRENT_REVISION,
  type DocumentPath,
  type Edit,
  edit,
  formatTimeout,
  type Issue,
  MargoError,
  PATTERNS,
  pathText,
  readYaml,
  type Revision,
  type TextDocument,
} from '@margo-sdk/spec-model';
import type { CheckedFile } from '../input/checked-file.js';

/** A text without what could be put right without asking anybody, and the issues that were. */
export interface FixedText {
  readonly text: string;
  readonly fixed: readonly Issue[];
}

/** What stands at the place of an issue. */
interface Place {
  readonly path: DocumentPath;
  readonly value: unknown;
  readonly document: TextDocument;
  readonly checked: CheckedFile;
}

type Fix = (place: Place) => Edit | undefined;

const FIXES: Readonly<Record<string, Fix>> = {
  // The member is there, so the document was meant as one that has it.
  'AD-02': ({ path, value }) => (typeof value === 'string' ? { op: 'set', path, value: 'v1' } : undefined),
  'AD-05': ({ path, value }) => (value === 'ApplicationDescription' ? { op: 'remove', path } : undefined),
  // What it was written with is what was meant: 1.0 is not 1.
  'AD-08': ({ path, value, document }) => {
    const source = document.plainSourceAt(path);
    return source === undefined || !['number', 'bigint', 'boolean'].includes(typeof value)
      ? undefined
      : { op: 'set', path, value: source };
  },
  'AD-23': ({ path, value }) => {
    const seconds = typeof value === 'string' ? secondsOf(value) : 0;
    return seconds > 0 ? { op: 'set', path, value: formatTimeout(seconds) } : undefined;
  },
  'AD-24': ({ path, value }) =>
    value === 'true' || value === 'false' ? { op: 'set', path, value: value === 'true' } : undefined,
  'PM-06': ({ path, value, checked }) => {
    // A pointer that charts share is a path into their values too.
    const isShared = checked.issues.some(
      (other) => other.rule === 'PM-07' && pathText(other.path).startsWith(pathText(path.slice(0, -1))),
    );
    const name = typeof value === 'string' && value.startsWith('ENV.') ? value.slice('ENV.'.length) : '';
    return !isShared && PATTERNS.environmentVariable.test(name) ? { op: 'set', path, value: name } : undefined;
  },
};

/** What is put right in documents of every revision: conversion does not guess what a number was meant to be. */
const IN_EVERY_REVISION: readonly string[] = ['AD-08'];

const fixFor = (rule: string, revision: Revision): Fix | undefined =>
  Object.hasOwn(FIXES, rule) && (revision === CURRENT_REVISION || IN_EVERY_REVISION.includes(rule))
    ? FIXES[rule]
    : undefined;

/**
 * Puts right what can only be meant in one way: an apiVersion, a kind that is gone, quotes, times and variables. The
 * rest of the text stays as it is. In documents of older revisions only quotes are put right; the rest is converted.
 */
export const safeFixes = (checked: CheckedFile): FixedText => {
  const { text, revision, issues } = checked;
  const untouched: FixedText = { text, fixed: [] };
  if (!issues.some(({ rule }) => fixFor(rule, revision))) return untouched;
  const read = readYaml(text);
  if (!read.ok) return untouched;
  const edits = new Map<string, { readonly edit: Edit; readonly issue: Issue }>();
  for (const issue of issues) {
    const { rule, path } = issue;
    const made = fixFor(
      rule,
      revision,
    )?.({ path, value: valueAt(read.document.value, path), document: read.document, checked });
    if (made) edits.set(pathText(path), { edit: made, issue });
  }
  if (edits.size === 0) return untouched;
  const all = [...edits.values()];
  try {
    return {
      text: edit(
        text,
        all.map((one) => one.edit),
      ),
      fixed: all.map(({ issue }) => issue),
    };
  } catch (error) {
    // Some texts cannot be changed in one place only; they stay as they are, with their issues.
    if (MargoError.isInstance(error)) return untouched;
    throw error;
  }
};

const valueAt = (root: unknown, path: DocumentPath): unknown => {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value;
};

/** Times as people write them: 5m, 90s, 1h30m. Nine digits are more than any, and stay exact. */
const secondsOf = (text: string): number => {
  const [, ...parts] = /^(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/.exec(text) ?? [];
  const [hours = 0, minutes = 0, seconds = 0] = parts.map((part: string | undefined) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
};

import type * as z from 'zod';
import type { DocumentPath } from '../issue.js';
import type { TextDocument } from '../yaml/text-document.js';
import { shortened } from './wording.js';

type SchemaIssue = z.core.$ZodIssue;

/** What a schema issue means, in words. */
export interface Explanation {
  readonly message: string;
  readonly hint?: string;
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'a string',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
};

/** Values of parameters may be secret, so they are never repeated. */
const mayRepeat = (path: DocumentPath): boolean => !(path.includes('parameters') && path.at(-1) === 'value');

/** Puts a schema issue into words that say what was expected and what came. */
export const explain = (issue: SchemaIssue, path: DocumentPath, text: TextDocument): Explanation => {
  const name = path.length === 0 ? 'The document' : shortPathText(path);
  const source = mayRepeat(path) ? text.sourceAt(path) : undefined;
  const came = kindOf(issue.input, source);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return { message: `${name} is missing.` };
      return {
        message: `${name} must be ${KINDS[issue.expected] ?? issue.expected}, but it is ${came}.`,
        ...(issue.expected === 'string' && source !== undefined ? { hint: `Put it in quotes: "${source}".` } : {}),
      };
    case 'invalid_value':
      if (issue.input === undefined) return { message: `${name} is missing.` };
      return { message: `${name} must be ${orList(issue.values.map(String))}, but it is ${came}.` };
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return { message: `${name} must not be empty.` };
      return { message: `${name} must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}.` };
    case 'too_big':
      return { message: `${name} must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}.` };
    case 'invalid_format':
      return { message: `${name} has the wrong form: ${came}.` };
    default:
      return { message: issue.input === undefined ? `${name} is missing.` : `${name} is ${came}, which does not fit.` };
  }
};

/** Longest path in a message, in characters. */
const SHOWN_PATH = 300;

/** As much of a path as a message repeats: a long key stands in the path of everything below it. */
const shortPathText = (path: DocumentPath): string => {
  const text = pathText(path.map((part) => (typeof part === 'string' ? shortened(part) : part)));
  return text.length > SHOWN_PATH ? `…${text.slice(-SHOWN_PATH)}` : text;
};

/** `deploymentProfiles[0].components[1].name`, as a person would say it. */
export const pathText = (path: DocumentPath): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');

const kindOf = (value: unknown, source: string | undefined): string => {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const shown = source === undefined ? '' : ` ${source.slice(0, 80)}`;
  if (typeof value === 'string') return source === undefined ? 'a string' : JSON.stringify(value.slice(0, 80));
  if (typeof value === 'boolean') return `the boolean${shown}`;
  return `the number${shown}`;
};

const orList = (values: readonly string[]): string =>
  values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

import type { ComponentIdentifier } from './component.js';
import type { HttpMessage } from './http-message.js';
import {
  isInnerList,
  parseDictionary,
  parseItem,
  parseList,
  serialiseBareItem,
  serialiseDictionary,
  serialiseInnerList,
  serialiseItem,
  serialiseList,
  StructuredFieldError,
} from './structured-fields/index.js';

const asItem = (text: string): string => serialiseItem(parseItem(text));
const asList = (text: string): string => serialiseList(parseList(text));
const asDictionary = (text: string): string => serialiseDictionary(parseDictionary(text));

/** Structured fields whose canonical form can be signed (`sf`): that needs to know which type they are of. */
const CANONICAL: Readonly<Record<string, (text: string) => string>> = {
  'accept-signature': asDictionary,
  'cache-status': asList,
  'client-cert': asItem,
  'client-cert-chain': asList,
  'content-digest': asDictionary,
  priority: asDictionary,
  'proxy-status': asList,
  'repr-digest': asDictionary,
  signature: asDictionary,
  'signature-input': asDictionary,
  'want-content-digest': asDictionary,
  'want-repr-digest': asDictionary,
};

/**
 * The value of a field (RFC 9421 §2.1).
 *
 * @param source - the message that has it
 * @returns nothing when there is no such field, or it is not of the form that the component asks for
 */
export const fieldValue = (component: ComponentIdentifier, source: HttpMessage): string | undefined => {
  const { parameters } = component;
  const name = component.name.toLowerCase();
  const lines = parameters.has('tr') ? source.trailers?.(name) : source.fields(name);
  if (lines === undefined || lines.length === 0) return undefined;
  if (parameters.size === 0) return joined(lines);
  if (parameters.has('bs')) return lines.every(isBytes) ? lines.map(asBytes).join(', ') : undefined;
  const key = parameters.get('key')?.value;
  if (key === undefined && !parameters.has('sf')) return joined(lines);
  try {
    return typeof key === 'string' ? memberOf(joined(lines), key) : canonical(name, joined(lines));
  } catch (error) {
    if (error instanceof StructuredFieldError) return undefined;
    throw error;
  }
};

const joined = (lines: readonly string[]): string =>
  lines.length === 1 ? onOneLine(lines[0] ?? '') : lines.map(onOneLine).join(', ');

/** Spaces around a value, and folds within it, do not count. */
const onOneLine = (line: string): string => {
  const trimmed = line.trim();
  return trimmed.includes('\n') ? trimmed.replace(/[ \t]*\r?\n[ \t]+/g, ' ') : trimmed;
};

const canonical = (name: string, text: string): string | undefined =>
  Object.hasOwn(CANONICAL, name) ? CANONICAL[name]?.(text) : undefined;

const memberOf = (text: string, key: string): string | undefined => {
  const member = parseDictionary(text).get(key);
  if (member === undefined) return undefined;
  return isInnerList(member) ? serialiseInnerList(member) : serialiseItem(member);
};

/** Platform headers hold one character for each byte. */
const isBytes = (line: string): boolean => !/[^\0-\xff]/.test(line);

const asBytes = (line: string): string => {
  const value = Uint8Array.from(onOneLine(line), (character) => character.charCodeAt(0));
  return serialiseBareItem({ type: 'bytes', value });
};

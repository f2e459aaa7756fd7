import { Composer, type Document, LineCounter, Parser, visit } from 'yaml';
import { type Aliases, followAliases } from './aliases.js';
import { overLimitHint, type ReadLimits, resolveLimits } from './limits.js';
import { keyFaults } from './members.js';
import type { Position, ReadFault } from './text-document.js';
import { findExcess } from './token-guard.js';

/** A text as the tree that it is. */
export interface Composed {
  readonly root: NonNullable<Document.Parsed['contents']>;
  readonly aliases: Aliases;
  readonly at: (offset: number) => Position;
}

/** Outcome of composing a text. */
export type ComposeResult =
  { readonly ok: true; readonly composed: Composed } | { readonly ok: false; readonly faults: readonly ReadFault[] };

/**
 * Makes the tree of a text, unless the text is over a limit or is not one readable document.
 *
 * @param options.keepTokens - whether the nodes keep the tokens that they were made from
 * @throws MargoError `ERR_LIMIT_INVALID`
 */
export const composeYaml = (
  text: string,
  limits: ReadLimits,
  options: { readonly keepTokens?: boolean } = {},
): ComposeResult => {
  const known = resolveLimits(limits);
  const { maxBytes, maxDepth, maxNodes } = known;
  // UTF-8 needs at least one byte for each UTF-16 unit, so most long texts are refused without encoding them.
  if (text.length > maxBytes || new TextEncoder().encode(text).length > maxBytes) {
    const message = `The text is longer than ${maxBytes} bytes.`;
    return refuse({ line: 1, column: 1, message, hint: overLimitHint('maxBytes') });
  }

  const lines = lineStartsOf(text);
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };

  const tokens = [...new Parser().parse(text)];
  const excess = findExcess(tokens, known);
  if (excess !== undefined) {
    const { limit, offset } = excess;
    const said = limit === 'maxDepth' ? `is nested deeper than ${maxDepth} levels` : `has more than ${maxNodes} nodes`;
    return refuse({ ...at(offset), message: `The text ${said}.`, hint: overLimitHint(limit) });
  }

  const composer = new Composer({
    intAsBigInt: true,
    uniqueKeys: false,
    // Binary data, dates and sets are nothing that a document can hold, so their tags are as unknown as any other.
    resolveKnownTags: false,
    keepSourceTokens: options.keepTokens === true,
  });
  // Further documents are not composed: four bytes make one, and it is a hundred times as large.
  const first = tokens.findIndex(({ type }) => type === 'document');
  const second = tokens.findIndex(({ type }, index) => type === 'document' && index > first);
  const documents = [...composer.compose(second < 0 ? tokens : tokens.slice(0, second))];
  const faults: ReadFault[] = documents.flatMap((document) =>
    // A warning is an unknown tag: whoever wrote it meant something that we would drop.
    [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
      ...at(skipBlanks(text, pos[0])),
      message: code === 'TAG_RESOLVE_FAILED' ? 'The tag cannot be resolved.' : oneSentence(message),
      ...(HINTS[code] === undefined ? {} : { hint: HINTS[code] }),
    })),
  );
  const document = documents[0];
  const another = second < 0 ? undefined : tokens[second];
  if (another) faults.push({ ...at(another.offset), message: 'There is more than one document in the text.' });
  if (document === undefined || document.contents === null) {
    faults.push({ line: 1, column: 1, message: 'The text is empty.' });
    return { ok: false, faults };
  }
  const root = document.contents;
  const aliases = text.includes('*') ? followAliases(root, known) : { faults: [], targets: new Map() };
  for (const { alias, message, hint } of aliases.faults) {
    faults.push({ ...at(alias.range?.[0] ?? 0), message, hint });
  }
  visit(document, {
    Scalar: (_, { value, range }) => {
      if (typeof value === 'number' && !Number.isFinite(value)) faults.push({ ...at(range?.[0] ?? 0), ...NO_NUMBER });
    },
    Map: (_, map) => {
      for (const { key, message, hint } of keyFaults(map)) faults.push({ ...at(key?.range?.[0] ?? 0), message, hint });
    },
  });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, composed: { root, aliases, at } };
};

/** What to do about the faults that people make most, by the code that the library gives them. */
const HINTS: Readonly<Record<string, string>> = {
  BAD_INDENT: 'Check the indentation: members of one mapping start in the same column.',
  BLOCK_AS_IMPLICIT_KEY: 'Check the indentation of this line and the one before; put text with a colon in quotes.',
  TAB_AS_INDENT: 'Indent with spaces.',
  TAG_RESOLVE_FAILED: 'Remove the tag.',
};

/** JSON has no way to write it, so it could be neither converted nor written. */
const NO_NUMBER = {
  message: 'This is no number that a document can hold.',
  hint: 'Write a finite number, or put it in quotes if it is text.',
};

const refuse = (fault: ReadFault): ComposeResult => ({ ok: false, faults: [fault] });

/** The library points at the start of a line; a person looks for the first character on it. */
const skipBlanks = (text: string, offset: number): number => {
  let at = offset;
  while (text[at] === ' ') at += 1;
  return at;
};

/**
 * The library's messages may quote the source, also over several lines. What it quotes can be the value of a parameter,
 * and those are never repeated, so only what is said before it is kept.
 */
const oneSentence = (message: string): string => {
  const first = (message.split('\n', 1)[0] ?? message).replace(/(?<=\S):( .*)?$/, '');
  return first.endsWith('.') ? first : `${first}.`;
};

/** The library's parser counts no lines in what it takes for no YAML, and all positions behind that would be wrong. */
const lineStartsOf = (text: string): LineCounter => {
  const lines = new LineCounter();
  for (let start = 0; start !== -1; start = text.indexOf('\n', start) + 1 || -1) lines.addNewLine(start);
  return lines;
};

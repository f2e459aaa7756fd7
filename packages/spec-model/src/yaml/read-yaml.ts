import { Composer, isScalar, LineCounter, type Node, Parser, visit } from 'yaml';
import type { DocumentPath } from '../issue.js';
import { findTooDeep } from './depth-guard.js';
import { DEFAULT_READ_LIMITS, type ReadLimits } from './limits.js';
import { createMemberIndex, keyFaults, type Place } from './members.js';
import type { Position, ReadFault, ReadResult, TextDocument } from './text-document.js';

/** Reads YAML 1.2, and therefore JSON, with positions. Never throws for what the text holds. */
export const readYaml = (text: string, limits: ReadLimits = {}): ReadResult => {
  const { maxBytes, maxDepth } = { ...DEFAULT_READ_LIMITS, ...limits };
  // UTF-8 needs at least one byte for each UTF-16 unit, so most long texts are refused without encoding them.
  if (text.length > maxBytes || new TextEncoder().encode(text).length > maxBytes) {
    return refuse({ line: 1, column: 1, message: `The text is longer than ${maxBytes} bytes.` });
  }

  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };

  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = findTooDeep(tokens, maxDepth);
  if (tooDeep !== undefined) {
    return refuse({ ...at(tooDeep), message: `The text is nested deeper than ${maxDepth} levels.` });
  }

  const documents = [...new Composer({ intAsBigInt: true, uniqueKeys: false }).compose(tokens)];
  const faults: ReadFault[] = documents.flatMap((document) =>
    // A warning is an unknown tag: whoever wrote it meant something that we would drop.
    [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
      ...at(skipBlanks(text, pos[0])),
      message: oneSentence(message),
      ...(HINTS[code] === undefined ? {} : { hint: HINTS[code] }),
    })),
  );
  const document = documents[0];
  if (documents[1]) {
    faults.push({ ...at(documents[1].range[0]), message: 'There is more than one document in the text.' });
  }
  if (document === undefined || document.contents === null) {
    faults.push({ line: 1, column: 1, message: 'The text is empty.' });
    return { ok: false, faults };
  }
  visit(document, {
    Alias: (_, alias) => {
      const offset = alias.range?.[0] ?? 0;
      faults.push({
        ...at(offset),
        message: `The alias *${alias.source} is not allowed.`,
        hint: 'Write the value out.',
      });
    },
    Map: (_, map) => {
      for (const { key, message, hint } of keyFaults(map)) faults.push({ ...at(key?.range?.[0] ?? 0), message, hint });
    },
  });
  if (faults.length > 0) return { ok: false, faults };

  return {
    ok: true,
    document: {
      value: safeIntegersAsNumbers(document.toJS({ maxAliasCount: 0 })),
      ...placesIn(document.contents, at),
    },
  };
};

/** Answers where things stand in a document. */
const placesIn = (root: Node, at: (offset: number) => Position): Pick<TextDocument, 'locate' | 'sourceAt'> => {
  const below = createMemberIndex();
  /** The places on the way to a path, as far as it goes. */
  const follow = (path: DocumentPath): readonly Place[] => {
    const places: Place[] = [{ node: root, sign: root }];
    for (const part of path) {
      const next = below(places.at(-1)?.node ?? null, part);
      if (next === undefined) break;
      places.push(next);
    }
    return places;
  };
  return {
    locate: (path) => at(follow(path).findLast(({ sign }) => sign !== null)?.sign?.range?.[0] ?? 0),
    sourceAt: (path) => {
      const places = follow(path);
      const node = places.length > path.length ? places.at(-1)?.node : undefined;
      return isScalar(node) ? node.source : undefined;
    },
  };
};

/** What to do about the faults that people make most, by the code that the library gives them. */
const HINTS: Readonly<Record<string, string>> = {
  BAD_INDENT: 'Check the indentation: members of one mapping start in the same column.',
  BLOCK_AS_IMPLICIT_KEY: 'Check the indentation of this line and the one before; put text with a colon in quotes.',
  TAB_AS_INDENT: 'Indent with spaces.',
  TAG_RESOLVE_FAILED: 'Remove the tag.',
};

const refuse = (fault: ReadFault): ReadResult => ({ ok: false, faults: [fault] });

/** The library points at the start of a line; a person looks for the first character on it. */
const skipBlanks = (text: string, offset: number): number => {
  let at = offset;
  while (text[at] === ' ') at += 1;
  return at;
};

/** The library's messages may quote the source over several lines; the first says what is wrong. */
const oneSentence = (message: string): string => {
  const first = (message.split('\n', 1)[0] ?? message).replace(/:$/, '');
  return first.endsWith('.') ? first : `${first}.`;
};

/** Integers are read exactly (M-06); those that a number holds exactly become numbers again. */
const safeIntegersAsNumbers = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(safeIntegersAsNumbers);
  if (typeof value !== 'object' || value === null) return value;
  // fromEntries defines its members, so that a key `__proto__` stays a key.
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, safeIntegersAsNumbers(member)]));
};

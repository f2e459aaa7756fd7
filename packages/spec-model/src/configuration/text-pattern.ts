import { RE2JS } from 're2js';
import type { MatchBudget } from './match-budget.js';
import { patternSize } from './pattern-size.js';

/** Longest pattern that is compiled, in characters. */
const MAX_PATTERN_LENGTH = 512;

/**
 * Largest program that a pattern may compile to, in instructions: matching takes a step per instruction and character,
 * and a few nested counts make tens of thousands of them.
 */
const MAX_PROGRAM_SIZE = 4096;

/** Compiling an instruction takes about as long as this many steps of matching, in the worst patterns. */
const STEPS_TO_COMPILE = 200;

/** A pattern that can be asked, or why it cannot. */
export type TextPattern =
  | {
      readonly ok: true;
      /** Instructions: the steps that matching takes for each character. */
      readonly size: number;
      readonly matches: (text: string) => boolean;
    }
  /** `invalid`: no regular expression at all. `unsupported`: one that cannot be matched in bounded time. */
  | { readonly ok: false; readonly reason: 'invalid' | 'unsupported' };

/**
 * Compiles the pattern of a schema: not anchored, and matched in time that grows with the text and no faster.
 * Patterns are somebody else's; the platform's own engine can be made to try for years on thirty characters. What makes
 * that possible, look-around and back-references, is not supported.
 */
export const compilePattern = (pattern: string, budget?: MatchBudget): TextPattern => {
  if (!isRegularExpression(pattern)) return { ok: false, reason: 'invalid' };
  if (pattern.length > MAX_PATTERN_LENGTH) return { ok: false, reason: 'unsupported' };
  const size = patternSize(pattern);
  if (size === undefined || size > MAX_PROGRAM_SIZE) return { ok: false, reason: 'unsupported' };
  if (budget?.spend(size * STEPS_TO_COMPILE) === false) return { ok: false, reason: 'unsupported' };
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    const program = compiled.programSize();
    if (program > MAX_PROGRAM_SIZE) return { ok: false, reason: 'unsupported' };
    return { ok: true, size: program, matches: (text) => compiled.matcher(text).find() };
  } catch {
    return { ok: false, reason: 'unsupported' };
  }
};

const isRegularExpression = (pattern: string): boolean => {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
};

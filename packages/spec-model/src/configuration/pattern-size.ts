/** An escape, a class, a count, or any other character. */
const TOKEN = /\\(?:[pP]\{[^}]*\}|[^])|\[(?:\\[^]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|[^]/g;

/** Escapes and classes that ECMAScript reads otherwise than the engine that matches, so that neither is asked. */
const FOREIGN = /^\\(?:[AQEaz]|[pP](?!\{))|^\[[^]*(?:\[:|\\(?:[QEa]|[pP](?!\{)))/;

/** A class of Unicode is a table of ranges; reading it costs as much as this many characters. */
const UNICODE_CLASS = 40;

/**
 * Estimates how many instructions a pattern compiles to, without compiling it: 500 characters can be half a million
 * instructions, and a description holds thousands of patterns.
 *
 * @returns undefined when the pattern means one thing here and another there
 */
export const patternSize = (pattern: string): number | undefined => {
  const outer: number[] = [];
  let total = 0;
  let last = 0;
  for (const [token] of pattern.matchAll(TOKEN)) {
    if (FOREIGN.test(token)) return undefined;
    if (token === '(') {
      outer.push(total);
      total = 0;
      last = 0;
    } else if (token === ')') {
      last = total + 2;
      total = (outer.pop() ?? 0) + last;
    } else if (token.length > 2 && token.startsWith('{')) {
      const times = Math.max(1, ...token.slice(1, -1).split(',').map(Number));
      total += last * (times - 1);
      last *= times;
    } else {
      last = /\\[pP]/.test(token) ? UNICODE_CLASS * (token.split(/\\[pP]/).length - 1) : 1;
      total += last;
    }
  }
  return total;
};

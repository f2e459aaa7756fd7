import type { CST } from 'yaml';

interface Visit {
  readonly token: CST.Token;
  readonly depth: number;
}

const isCollection = (token: CST.Token): token is CST.BlockMap | CST.BlockSequence | CST.FlowCollection =>
  token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection';

/**
 * Finds the first place that is nested deeper than allowed, before the tree is composed.
 *
 * Composing recurses: two kilobytes of brackets, dashes or question marks end the whole process, and no `catch`
 * sees it. Parsing to tokens and this walk do not recurse.
 *
 * @returns the offset of the token that is too deep, or undefined
 */
export const findTooDeep = (tokens: readonly CST.Token[], maxDepth: number): number | undefined => {
  const open: Visit[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { token, depth } = visit;
    if (token.type === 'document') {
      if (token.value) open.push({ token: token.value, depth });
    } else if (isCollection(token)) {
      if (depth >= maxDepth) return token.offset;
      for (const item of token.items) {
        if (item.key) open.push({ token: item.key, depth: depth + 1 });
        if (item.value) open.push({ token: item.value, depth: depth + 1 });
      }
    }
  }
  return undefined;
};

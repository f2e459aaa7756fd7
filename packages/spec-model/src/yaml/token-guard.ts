import type { CST } from 'yaml';
import type { ReadLimits } from './limits.js';

interface Visit {
  readonly token: CST.Token;
  readonly depth: number;
}

/** A limit that a text is over, and the offset where it gets there. */
export interface Excess {
  readonly limit: 'maxDepth' | 'maxNodes';
  readonly offset: number;
}

const isCollection = (token: CST.Token): token is CST.BlockMap | CST.BlockSequence | CST.FlowCollection =>
  token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection';

/** A pair is a node, and so is what it leaves out: `? a` has a key, and null for its value. */
const nodesOf = ({ key, sep, value }: CST.CollectionItem): number =>
  key || sep ? 1 + (key ? 0 : 1) + (value ? 0 : 1) : value ? 0 : 1;

/**
 * Finds the first place where a text is over a limit, before the tree is composed.
 *
 * Composing recurses: two kilobytes of brackets, dashes or question marks end the whole process, and no `catch`
 * sees it. Parsing to tokens and this walk do not recurse.
 */
export const findExcess = (
  tokens: readonly CST.Token[],
  { maxDepth, maxNodes }: Required<ReadLimits>,
): Excess | undefined => {
  let nodes = 0;
  const open: Visit[] = tokens.map((token) => ({ token, depth: 0 })).reverse();
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { token, depth } = visit;
    if (token.type === 'document') {
      if (token.value) open.push({ token: token.value, depth });
      // Each document is composed, however empty it is.
      else nodes += 1;
    } else if (isCollection(token)) {
      if (depth >= maxDepth) return { limit: 'maxDepth', offset: token.offset };
      nodes += 1;
      for (const item of token.items.toReversed()) {
        if (item.value) open.push({ token: item.value, depth: depth + 1 });
        if (item.key) open.push({ token: item.key, depth: depth + 1 });
        nodes += nodesOf(item);
      }
    } else if (token.type !== 'comment' && token.type !== 'newline' && token.type !== 'space') nodes += 1;
    if (nodes > maxNodes && 'offset' in token) return { limit: 'maxNodes', offset: token.offset };
  }
  return undefined;
};

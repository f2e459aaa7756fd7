import { type Alias, isAlias, isCollection, isPair, type Node } from 'yaml';
import { overLimitHint, type ReadLimits } from './limits.js';

/** Why an alias is not followed. */
export interface AliasFault {
  readonly alias: Alias;
  readonly message: string;
  readonly hint: string;
}

/** What the aliases of a document stand for, as far as they may be followed. */
export interface Aliases {
  readonly faults: readonly AliasFault[];
  /** The node that an alias repeats. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

/** How much a node is once every alias in it is written out. */
interface Extent {
  readonly nodes: number;
  readonly depth: number;
}

interface Anchor {
  readonly node: Node;
  /** Known once the whole node has been gone through. */
  extent?: Extent;
}

const NOTHING: Extent = { nodes: 1, depth: 0 };

/**
 * Looks what each alias of a document repeats, and refuses what would grow beyond the limits: a few lines of aliases
 * to aliases are billions of nodes once they are written out.
 */
export const followAliases = (root: Node, { maxAliases, maxDepth, maxNodes }: Required<ReadLimits>): Aliases => {
  const faults: AliasFault[] = [];
  const targets = new Map<Alias, Node>();
  // An anchor that is set again means the newer node from there on.
  const anchors = new Map<string, Anchor>();
  let written = 0;
  let seen = 0;
  let last: Alias | undefined;

  const follow = (alias: Alias, level: number): Extent => {
    const refuse = (said: string, hint: string): Extent => {
      // Its name is not repeated: a value that begins with a star, as a password can, is one.
      faults.push({ alias, message: `The alias ${said}.`, hint });
      return NOTHING;
    };
    seen += 1;
    if (maxAliases === 0) return refuse('is not allowed', 'Write the value out, or put it in quotes if it is text.');
    // Said once: nobody needs to read it for each of the others.
    if (seen > maxAliases + 1) return NOTHING;
    if (seen > maxAliases) return refuse(`is one more than the ${maxAliases} allowed`, overLimitHint('maxAliases'));
    const anchor = anchors.get(alias.source);
    if (anchor === undefined) return refuse('repeats nothing', 'Put the anchor before it.');
    const { node, extent } = anchor;
    if (extent === undefined) return refuse('stands inside of what it repeats', 'Write the value out.');
    if (level + extent.depth > maxDepth) {
      return refuse(`makes the text nested deeper than ${maxDepth} levels`, overLimitHint('maxDepth'));
    }
    targets.set(alias, node);
    if (written <= maxNodes) last = alias;
    written += extent.nodes;
    return extent;
  };

  const measure = (node: Node | null, level: number): Extent => {
    if (isAlias(node)) return follow(node, level);
    written += 1;
    if (node === null) return NOTHING;
    const anchor: Anchor = { node };
    if (node.anchor !== undefined) anchors.set(node.anchor, anchor);
    let nodes = 1;
    let depth = 0;
    if (isCollection(node)) {
      for (const item of node.items) {
        const parts = isPair(item) ? [item.key, item.value] : [item];
        if (isPair(item)) {
          nodes += 1;
          written += 1;
        }
        for (const part of parts) {
          const extent = measure(part as Node | null, level + 1);
          nodes += extent.nodes;
          depth = Math.max(depth, extent.depth);
        }
      }
      depth += 1;
    }
    anchor.extent = { nodes, depth };
    return anchor.extent;
  };

  measure(root, 0);
  if (written > maxNodes && last !== undefined) {
    const message = `The alias makes the text longer than ${maxNodes} nodes.`;
    faults.push({ alias: last, message, hint: overLimitHint('maxNodes') });
  }
  return { faults, targets };
};

import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Aliases } from './aliases.js';
import { nameOf } from './members.js';

/**
 * The value of a node, with what aliases repeat written out. The depth of the tree and of what it repeats has been
 * checked before.
 */
export const valueOf = (node: Node | null, aliases: Aliases): unknown => {
  const value = (child: unknown): unknown => valueOf(child as Node | null, aliases);
  if (isScalar(node)) return exactly(node.value);
  if (isAlias(node)) return value(aliases.targets.get(node) ?? null);
  if (isSeq(node)) return node.items.map(value);
  if (!isMap(node)) return null;
  // fromEntries defines its members, so that no name changes what the object is.
  return Object.fromEntries(node.items.map((pair) => [nameOf(pair) ?? '', value(pair.value)]));
};

/** Integers are read exactly (M-06); those that a number holds exactly become numbers again. */
const exactly = (value: unknown): unknown => {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

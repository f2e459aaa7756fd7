import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';

/** A place in the tree: the node there, and the node that a person is pointed at: its key, if it has one. */
export interface Place {
  readonly node: Node | null;
  readonly sign: Node | null;
}

/** The name of a member; undefined where its key is a list, a mapping or an alias. */
export const nameOf = ({ key }: Pair): string | undefined => (isScalar(key) ? String(key.value) : undefined);

/**
 * Finds members by name. The library compares a name with every key before it, so that a mapping of many keys takes
 * time by their square; here each mapping is gone through once.
 */
export const createMemberIndex = () => {
  const known = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  const index = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const made = known.get(map) ?? new Map(map.items.map((pair) => [nameOf(pair) ?? '', pair]));
    known.set(map, made);
    return made;
  };

  /** The place one step below a node; undefined when there is none. */
  return (node: Node | null, part: string | number): Place | undefined => {
    if (isMap(node)) {
      const pair = index(node).get(String(part));
      return pair && { node: pair.value as Node | null, sign: pair.key as Node };
    }
    if (!isSeq(node) || typeof part !== 'number' || part >= node.items.length) return undefined;
    const item = node.items[part] as Node | null;
    return { node: item, sign: item };
  };
};

/** Something wrong with a key of a mapping. */
export interface KeyFault {
  readonly key: Node | null;
  readonly message: string;
  readonly hint: string;
}

/** Keys that are no names or no good ones, and those that say what a key before them has said. */
export const keyFaults = (map: YAMLMap): KeyFault[] => {
  const names = new Set<string>();
  return map.items.flatMap((pair): KeyFault[] => {
    const key = pair.key as Node | null;
    const name = nameOf(pair);
    if (name === undefined) return [{ key, message: 'A key must be a single name.', hint: 'Put the key in quotes.' }];
    // Whoever copies members one by one loses this one, or worse.
    if (name === '__proto__')
      return [{ key, message: 'The key __proto__ is not allowed.', hint: 'Choose another name.' }];
    if (names.has(name)) return [{ key, message: 'The key stands twice.', hint: 'Remove one of the two.' }];
    names.add(name);
    return [];
  });
};

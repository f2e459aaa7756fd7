import { type CST, isMap, isSeq, type Node } from 'yaml';
import type { JsonValue } from '../json/stringify-json.js';
import type { Composed } from '../yaml/compose.js';
import { nameOf } from '../yaml/members.js';
import { valueOf } from '../yaml/node-value.js';

/** What stands in a text: a collection as block or in brackets, or something without parts that can be changed. */
export type SourceKind = 'block-mapping' | 'block-list' | 'flow-mapping' | 'flow-list' | 'scalar' | 'literal' | 'empty';

/** Where a value stands in a text; all places are offsets. */
export interface SourceNode {
  readonly kind: SourceKind;
  /** First character, an anchor or tag included. */
  readonly start: number;
  /** After the last character. Comments and the end of the line that follow are no part of it. */
  readonly end: number;
  /** After the first line of a literal block: its indicator. */
  readonly headerEnd: number;
  /** The value of what has no parts here; a mapping that an alias repeats has none of its own. */
  readonly value: JsonValue;
  readonly entries: readonly SourceEntry[];
}

/** Where a member of a mapping or an element of a list stands. */
export interface SourceEntry {
  /** The name of a member; empty for an element. */
  readonly name: string;
  /** The key, the dash, or the element itself in brackets. */
  readonly start: number;
  readonly end: number;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** After the colon or dash; after the key where there is no colon. */
  readonly valueAt: number;
  /** Whether a value can be put there: `? key` and `{ key }` have no colon. */
  readonly hasIndicator: boolean;
  /** Where the comma after it stands, in brackets. */
  readonly comma: number | undefined;
  readonly value: SourceNode;
}

type Tokens = readonly CST.SourceToken[];
type CollectionToken = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;

const KINDS = { 'block-map': 'block-mapping', 'block-seq': 'block-list' } as const;

/** Finds out where everything stands in a text that was composed with its tokens. */
export const sourceTreeOf = (text: string, { root, aliases }: Composed): SourceNode => {
  /** @param props - the tokens before the node that may belong to it */
  const nodeOf = (node: Node | null, token: CST.Token | null | undefined, props: Tokens, at: number): SourceNode => {
    const own = props.filter(({ type }) => type === 'anchor' || type === 'tag');
    const start = own[0]?.offset ?? (token && 'offset' in token ? token.offset : at);
    if (token && isCollectionToken(token) && (isMap(node) || isSeq(node))) {
      const entries = node.items.map((_, index) => entryOf(node, token, index));
      const last = entries.at(-1)?.end ?? token.offset;
      if (token.type !== 'flow-collection') {
        return { kind: KINDS[token.type], start, end: last, headerEnd: start, value: null, entries };
      }
      const kind = isMap(node) ? 'flow-mapping' : 'flow-list';
      return { kind, start, end: node.range?.[1] ?? last, headerEnd: start, value: null, entries };
    }
    const leaf = { start, entries: [], value: valueOf(node, aliases) as JsonValue };
    if (!token || !('offset' in token)) {
      const end = own.length === 0 ? at : endOf(own.at(-1));
      return { ...leaf, kind: own.length === 0 ? 'empty' : 'scalar', end, headerEnd: end };
    }
    if (token.type === 'block-scalar') {
      const headerEnd = endOf(token.props.find((prop): prop is CST.SourceToken => prop.type === 'block-scalar-header'));
      const end = Math.max(headerEnd, withoutLineEnd(text, node?.range?.[1] ?? headerEnd));
      return { ...leaf, kind: token.source === '' ? 'scalar' : 'literal', end, headerEnd };
    }
    const end = node?.range?.[1] ?? token.offset;
    return { ...leaf, kind: 'scalar', end, headerEnd: end };
  };

  const entryOf = (collection: Node, token: CollectionToken, index: number): SourceEntry => {
    const { start: before = [], key, sep, value } = token.items[index] ?? {};
    const next = token.items[index + 1]?.start.find(({ type }) => type === 'comma');
    const comma = token.type === 'flow-collection' ? next?.offset : undefined;
    const first = before.find(({ type }) => !BETWEEN.has(type))?.offset ?? offsetOf(key) ?? offsetOf(value) ?? 0;

    if (isMap(collection)) {
      const pair = collection.items[index];
      const name = pair ? (nameOf(pair) ?? '') : '';
      const colon = sep?.find(({ type }) => type === 'map-value-ind');
      const keyNode = (pair?.key ?? null) as Node | null;
      const keyStart = offsetOf(key) ?? first;
      const keyEnd = key ? (keyNode?.range?.[1] ?? keyStart) : keyStart;
      const valueAt = colon ? endOf(colon) : keyEnd;
      const source = nodeOf((pair?.value ?? null) as Node | null, value, sep ?? [], valueAt);
      const end = Math.max(source.end, valueAt);
      return { name, start: first, end, keyStart, keyEnd, valueAt, hasIndicator: !!colon, comma, value: source };
    }
    const node = (isSeq(collection) ? (collection.items[index] ?? null) : null) as Node | null;
    const dash = before.find(({ type }) => type === 'seq-item-ind');
    const valueAt = dash ? endOf(dash) : first;
    // A pair in brackets, as in `[a: 1]`, is a mapping without brackets of its own, and taken as one piece.
    const source: SourceNode =
      key || sep
        ? { ...nodeOf(node, undefined, [], first), kind: 'scalar', end: node?.range?.[1] ?? first }
        : nodeOf(node, value, before, valueAt);
    const end = Math.max(source.end, valueAt);
    return {
      name: '',
      start: first,
      end,
      keyStart: first,
      keyEnd: first,
      valueAt,
      hasIndicator: true,
      comma,
      value: source,
    };
  };

  return nodeOf(root, root.srcToken, [], root.range[0]);
};

/** What stands between two entries and belongs to none of them. */
const BETWEEN: ReadonlySet<string> = new Set(['space', 'newline', 'comment', 'comma']);

const isCollectionToken = (token: CST.Token): token is CollectionToken =>
  token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection';

const endOf = (token: CST.SourceToken | undefined): number => (token ? token.offset + token.source.length : 0);

const offsetOf = (token: CST.Token | null | undefined): number | undefined =>
  token && 'offset' in token ? token.offset : undefined;

const withoutLineEnd = (text: string, end: number): number => {
  const before = text[end - 1] === '\n' ? end - 1 : end;
  return before < end && text[before - 1] === '\r' ? before - 1 : before;
};

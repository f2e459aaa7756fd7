import { isAlias, isScalar, type Node, type Scalar } from 'yaml';
import type { DocumentPath } from '../issue.js';
import { type Composed, composeYaml } from './compose.js';
import type { ReadLimits } from './limits.js';
import { createMemberIndex, type Place } from './members.js';
import { valueOf } from './node-value.js';
import type { ReadResult, TextDocument } from './text-document.js';

/**
 * Reads YAML 1.2, and therefore JSON, with positions. Never throws for what the text holds.
 *
 * @throws MargoError `ERR_LIMIT_INVALID`
 *
 * @example
 * ```ts
 * import { readYaml } from '@margo-sdk/spec-model';
 *
 * const read = readYaml('volume: 3\ngreeting: Hi\n');
 * if (read.ok) console.log(read.document.value, read.document.locate(['greeting'])); // line 2, column 1
 * ```
 */
export const readYaml = (text: string, limits: ReadLimits = {}): ReadResult => {
  const result = composeYaml(text, limits);
  if (!result.ok) return result;
  const { root, aliases } = result.composed;
  return { ok: true, document: { value: valueOf(root, aliases), ...placesIn(result.composed) } };
};

/** Answers where things stand in a document. */
const placesIn = ({ root, aliases, at }: Composed): Omit<TextDocument, 'value'> => {
  const below = createMemberIndex();
  const written = (node: Node | null): Node | null =>
    isAlias(node) ? written(aliases.targets.get(node) ?? null) : node;
  /** The places on the way to a path, as far as it goes. */
  const follow = (path: DocumentPath): readonly Place[] => {
    const places: Place[] = [{ node: root, sign: root }];
    for (const part of path) {
      const next = below(written(places.at(-1)?.node ?? null), part);
      if (next === undefined) break;
      places.push(next);
    }
    return places;
  };
  const scalarAt = (path: DocumentPath): Scalar | undefined => {
    const places = follow(path);
    const node = places.length > path.length ? written(places.at(-1)?.node ?? null) : null;
    return isScalar(node) ? node : undefined;
  };
  return {
    locate: (path) => at(follow(path).findLast(({ sign }) => sign !== null)?.sign?.range?.[0] ?? 0),
    sourceAt: (path) => scalarAt(path)?.source,
    plainSourceAt: (path) => {
      const scalar = scalarAt(path);
      return scalar?.type === 'PLAIN' ? scalar.source : undefined;
    },
  };
};

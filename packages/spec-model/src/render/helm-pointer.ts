import { DEFAULT_READ_LIMITS } from '../yaml/limits.js';

/** One step into Helm values: a key, or the index of a list element. */
export type HelmPointer = readonly (string | number)[];

/** Longest list index that is taken; a larger one would only build an enormous list. */
const MAX_INDEX = 1024;
/** Most steps of one pointer: as deep as a document may be nested. */
const MAX_STEPS = DEFAULT_READ_LIMITS.maxDepth;

/**
 * Splits a pointer as `helm install --set` does: dots part the keys, `\.` is a dot inside a key, `[n]` a list element
 * . Commas and braces have no meaning here.
 *
 * @returns the steps, or undefined when the pointer is not a path, or one of more than 64 steps or an index over 1024
 *
 * @example
 * ```ts
 * import { parseHelmPointer } from '@margo-sdk/spec-model';
 *
 * console.log(parseHelmPointer('ingress.hosts[0].name')); // ['ingress', 'hosts', 0, 'name']
 * ```
 */
export const parseHelmPointer = (pointer: string): HelmPointer | undefined => {
  const steps: (string | number)[] = [];
  let rest = `${pointer}.`;
  while (rest !== '') {
    const [segment, key, indexes] = SEGMENT.exec(rest) ?? [];
    if (segment === undefined || key === undefined || indexes === undefined) return undefined;
    steps.push(key.replace(/\\(.)/gs, '$1'));
    for (const [, digits] of indexes.matchAll(/\[(\d+)\]/g)) {
      if (Number(digits) > MAX_INDEX) return undefined;
      steps.push(Number(digits));
    }
    if (steps.length > MAX_STEPS) return undefined;
    rest = rest.slice(segment.length);
  }
  return steps;
};

/** A key of plain or escaped characters, then list indexes, then the dot that ends it. */
const SEGMENT = /^((?:\\.|[^.[\\])+)((?:\[\d+\])*)\./s;

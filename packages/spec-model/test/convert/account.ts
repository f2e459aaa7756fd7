import type { ConversionStep, DocumentPath } from '@margo-sdk/spec-model';

interface Leaf {
  readonly path: DocumentPath;
  readonly value: unknown;
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const entriesOf = (value: object): (readonly [string | number, unknown])[] =>
  Array.isArray(value) ? [...value.entries()] : Object.entries(value);

/** Every single value of a document, with its path. */
export const leavesOf = (value: unknown, path: DocumentPath = []): Leaf[] =>
  isContainer(value)
    ? entriesOf(value).flatMap(([part, below]) => leavesOf(below, [...path, part]))
    : [{ path, value }];

const at = (value: unknown, path: DocumentPath): unknown =>
  path.reduce<unknown>((below, part) => (isContainer(below) ? below[part] : undefined), value);
const starts = (path: DocumentPath, start: DocumentPath): boolean => start.every((part, n) => path[n] === part);

/**
 * Follows every value of a document through the steps of its conversion, and names those of which it is not told what
 * became of them.
 */
export const unaccountedFor = (input: unknown, output: unknown, steps: readonly ConversionStep[]): string[] =>
  leavesOf(input)
    .filter((leaf) => !isAccountedFor(leaf, output, steps))
    .map(({ path }) => path.join('.'));

const isAccountedFor = (leaf: Leaf, output: unknown, steps: readonly ConversionStep[]): boolean => {
  let path = leaf.path;
  let changed = false;
  for (const step of steps) {
    if (step.kind === 'lost') {
      if (starts(path, step.path)) return true;
      path = afterRemoval(path, step);
    } else if (step.kind === 'changed' && step.from && starts(path, step.from)) {
      // Only what the other revision says by saying nothing may go without being lost.
      if (!step.to) return ['apiVersion', 'kind'].includes(path.join('.'));
      path = [...step.to, ...path.slice(step.from.length)];
      changed = true;
    }
  }
  return changed || Object.is(at(output, path), leaf.value);
};

/** Entries of a list move up when one before them is lost; D-22 takes entries out of lists, and D-19 takes processors. */
const afterRemoval = (
  path: DocumentPath,
  { delta, path: lost }: { delta: string; path: DocumentPath },
): DocumentPath => {
  const depth = lost.length - 1;
  const [gone, own] = [lost[depth], path[depth]];
  if (!['D-19', 'D-22'].includes(delta) || typeof gone !== 'number' || typeof own !== 'number' || own < gone)
    return path;
  return starts(path, lost.slice(0, -1)) ? path.with(depth, own - 1) : path;
};

/** A document without what stands at some paths, and without the mappings and lists that are empty then. */
export const without = (value: unknown, paths: readonly DocumentPath[], path: DocumentPath = []): unknown => {
  if (!isContainer(value)) return value;
  const kept = entriesOf(value).flatMap(([part, below]) => {
    const here = [...path, part];
    if (paths.some((gone) => gone.length === here.length && starts(here, gone))) return [];
    const left = without(below, paths, here);
    return isContainer(left) && Object.keys(left).length === 0 ? [] : [[part, left] as const];
  });
  return Array.isArray(value) ? kept.map(([, below]) => below) : Object.fromEntries(kept);
};

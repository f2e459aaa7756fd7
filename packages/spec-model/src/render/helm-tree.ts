import type { ParameterValue } from '../application-description/parameters-schema.js';
import { MargoError } from '../errors.js';
import { quoted } from '../reading/wording.js';
import { defineMember } from './define-member.js';
import { type HelmPointer, parseHelmPointer } from './helm-pointer.js';
import type { HelmValue, HelmValues } from './helm-values.js';
import { pointerConflict } from './pointer-conflict.js';

/** Most list elements that one rendering leaves empty. */
const MAX_GAPS = 1024;

interface Leaf {
  readonly kind: 'value';
  readonly parameter: string;
  readonly value: ParameterValue;
}

interface Branch {
  readonly kind: 'mapping' | 'list';
  /** The parameter that came here first. */
  readonly parameter: string;
  readonly members: Map<string | number, Leaf | Branch>;
  /** Elements of a list, empty ones included. */
  length: number;
}

const branchFor = (step: string | number, parameter: string): Branch => ({
  kind: typeof step === 'number' ? 'list' : 'mapping',
  parameter,
  members: new Map(),
  length: 0,
});

/**
 * Collects what parameters write, each place once, so that the outcome depends on no order, and makes values of it.
 * `write` throws `ERR_POINTER_INVALID` and `ERR_POINTER_CONFLICT`.
 */
export const createHelmTree = () => {
  const root = branchFor('', '');
  let gaps = 0;

  const add = (place: Branch, step: string | number, member: Leaf | Branch): void => {
    place.members.set(step, member);
    if (typeof step !== 'number') return;
    // Helm fills the gap before a list element with null; a few bytes of pointers must not make megabytes of it.
    const length = Math.max(place.length, step + 1);
    gaps += length - place.length - 1;
    place.length = length;
  };

  const write = (pointer: string, leaf: Leaf): void => {
    const steps = stepsOf(pointer, leaf.parameter);
    let place = root;
    for (const [index, step] of steps.entries()) {
      if ((typeof step === 'number') !== (place.kind === 'list')) {
        throw pointerConflict(pointer, leaf.parameter, place.parameter);
      }
      const there = place.members.get(step);
      const next = steps[index + 1];
      if (next === undefined) {
        if (!there) add(place, step, leaf);
        else if (there !== leaf) throw pointerConflict(pointer, leaf.parameter, there.parameter);
      } else if (!there) {
        const made = branchFor(next, leaf.parameter);
        add(place, step, made);
        place = made;
      } else if (there.kind === 'value') throw pointerConflict(pointer, leaf.parameter, there.parameter);
      else place = there;
    }
  };

  const values = (): HelmValues => {
    if (gaps > MAX_GAPS) {
      throw new MargoError('ERR_POINTER_INVALID', `The pointers leave more than ${MAX_GAPS} list elements empty.`, {
        hint: 'Number the elements of a list from [0] without gaps.',
      });
    }
    return mappingOf(root);
  };

  return { write, values };
};

const stepsOf = (pointer: string, parameter: string): HelmPointer => {
  const steps = parseHelmPointer(pointer);
  if (steps) return steps;
  throw new MargoError(
    'ERR_POINTER_INVALID',
    `The pointer ${quoted(pointer)} of ${parameter} is not a path into Helm values.`,
    { hint: 'Join keys with dots, write \\. for a dot inside a key and [n] for a list element.' },
  );
};

const mappingOf = ({ members }: Branch): HelmValues => {
  const mapping: HelmValues = {};
  for (const [key, member] of members) defineMember(mapping, key, valueOf(member));
  return mapping;
};

const listOf = ({ members, length }: Branch): HelmValue[] =>
  Array.from({ length }, (_, index) => {
    const member = members.get(index);
    return member ? valueOf(member) : null;
  });

const valueOf = (node: Leaf | Branch): HelmValue => {
  if (node.kind === 'value') return structuredClone(node.value);
  return node.kind === 'list' ? listOf(node) : mappingOf(node);
};

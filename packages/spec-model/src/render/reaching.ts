import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import { MargoError } from '../errors.js';

/** A parameter as one component receives it. */
export interface ReachingParameter {
  readonly name: string;
  readonly value: ParameterValue;
  /** Each pointer once, in listed order. */
  readonly pointers: readonly string[];
}

/**
 * Most characters that the values of one deployment may come to once they are rendered: one long value with thousands
 * of targets makes gigabytes out of a small document.
 */
export const MAX_RENDERED_SIZE = 16_777_216;

const sizeOf = (value: ParameterValue): number => {
  if (!Array.isArray(value)) return String(value).length;
  return (value as readonly unknown[]).reduce<number>((size, one) => size + 1 + String(one).length, 0);
};

/**
 * What reaches each component of a deployment, by name, in one pass over it. Components that nothing reaches are left
 * out.
 *
 * @throws MargoError `ERR_RENDER_LIMIT`
 */
export const parametersByComponent = ({
  spec,
}: ApplicationDeployment): ReadonlyMap<string, readonly ReachingParameter[]> => {
  const found = new Map<string, ReachingParameter[]>();
  let size = 0;
  for (const [name, { value, targets }] of Object.entries(spec.parameters ?? {})) {
    const each = sizeOf(value);
    const pointers = new Map<string, Set<string>>();
    for (const { pointer, components } of targets) {
      for (const component of components) {
        const known = pointers.get(component) ?? new Set();
        if (known.has(pointer)) continue;
        size += each;
        if (size > MAX_RENDERED_SIZE) throw tooLarge(name);
        pointers.set(component, known.add(pointer));
      }
    }
    for (const [component, set] of pointers) {
      const parameter = { name, value, pointers: [...set] };
      const known = found.get(component);
      if (known) known.push(parameter);
      else found.set(component, [parameter]);
    }
  }
  return found;
};

const tooLarge = (parameter: string): MargoError =>
  new MargoError(
    'ERR_RENDER_LIMIT',
    `The values of this deployment come to more than ${MAX_RENDERED_SIZE} characters once they are rendered; ${parameter} is one too many.`,
    { hint: 'Give the value fewer targets, or shorten it.' },
  );

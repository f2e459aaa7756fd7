import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import { MargoError } from '../errors.js';
import { defineMember } from './define-member.js';
import { parseHelmPointer } from './helm-pointer.js';

/** Values for one Helm chart, nested as in `values.yaml`. */
export type HelmValues = { [key: string]: HelmValue };
/** One value for a Helm chart. */
export type HelmValue = ParameterValue | null | HelmValues | HelmValue[];

/**
 * The values that a deployment gives to one Helm component (A-06: typed values, not `--set` text).
 *
 * @throws MargoError `ERR_POINTER_INVALID` when a pointer is not a path or runs through a value that is no mapping, or
 *   when the pointers leave more than 1024 list elements empty
 */
export const renderHelmValues = (deployment: ApplicationDeployment, component: string): HelmValues => {
  const root: HelmValues = {};
  let gaps = 0;

  const write = (pointer: string, value: ParameterValue, parameter: string): void => {
    const steps = parseHelmPointer(pointer);
    const last = steps?.at(-1);
    if (!steps || last === undefined) throw refuse(parameter, pointer, 'is not a path into Helm values');
    let place: HelmValues | HelmValue[] = root;
    const set = (step: string | number, member: HelmValue): void => {
      if (Array.isArray(place) && typeof step === 'number') {
        // Helm fills the gap before a list element with null; a few bytes of pointers must not make megabytes of it.
        gaps += Math.max(0, step - place.length);
        if (gaps > MAX_GAPS) throw refuse(parameter, pointer, `leaves more than ${MAX_GAPS} list elements empty`);
        while (place.length < step) place.push(null);
        place[step] = member;
      } else defineMember(place, step, member);
    };
    steps.slice(0, -1).forEach((step, index) => {
      const next = get(place, step) ?? (typeof steps[index + 1] === 'number' ? [] : {});
      if (typeof next !== 'object')
        throw refuse(parameter, pointer, 'runs through a value that another parameter sets');
      set(step, next);
      place = next;
    });
    set(last, value);
  };

  for (const [name, { value, targets }] of Object.entries(deployment.spec.parameters ?? {})) {
    for (const { pointer, components } of targets) {
      if (components.includes(component)) write(pointer, value, name);
    }
  }
  return root;
};

/** Most list elements that one rendering leaves empty. */
const MAX_GAPS = 1024;

const get = (place: HelmValues | HelmValue[], step: string | number): HelmValue | undefined => {
  if (Array.isArray(place)) return typeof step === 'number' ? place[step] : undefined;
  return Object.hasOwn(place, step) ? place[step] : undefined;
};

const refuse = (parameter: string, pointer: string, said: string): MargoError =>
  new MargoError(
    'ERR_POINTER_INVALID',
    `The pointer ${JSON.stringify(pointer.slice(0, 100))} of ${parameter} ${said}.`,
    {
      hint: 'Join keys with dots, write \\. for a dot inside a key and [n] for a list element.',
    },
  );

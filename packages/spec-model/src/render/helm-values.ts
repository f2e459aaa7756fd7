import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import { MargoError } from '../errors.js';
import { parseHelmPointer } from './helm-pointer.js';

/** Values for one Helm chart, nested as in `values.yaml`. */
export type HelmValues = { [key: string]: HelmValue };
/** One value for a Helm chart. */
export type HelmValue = ParameterValue | null | HelmValues | HelmValue[];

/**
 * The values that a deployment gives to one Helm component (A-06: typed values, not `--set` text).
 *
 * @throws MargoError `ERR_POINTER_INVALID` when a pointer is not a path, or runs through a value that is no mapping
 */
export const renderHelmValues = (deployment: ApplicationDeployment, component: string): HelmValues => {
  const root: HelmValues = {};
  for (const [name, { value, targets }] of Object.entries(deployment.spec.parameters ?? {})) {
    for (const { pointer, components } of targets) {
      if (components.includes(component)) write(root, pointer, value, name);
    }
  }
  return root;
};

const write = (root: HelmValues, pointer: string, value: ParameterValue, parameter: string): void => {
  const steps = parseHelmPointer(pointer);
  const last = steps?.at(-1);
  if (!steps || last === undefined) throw refuse(parameter, pointer, 'is not a path into Helm values');
  let place: HelmValues | HelmValue[] = root;
  steps.slice(0, -1).forEach((step, index) => {
    const next = get(place, step) ?? (typeof steps[index + 1] === 'number' ? [] : {});
    if (typeof next !== 'object') throw refuse(parameter, pointer, 'runs through a value that another parameter sets');
    set(place, step, next);
    place = next;
  });
  set(place, last, value);
};

const get = (place: HelmValues | HelmValue[], step: string | number): HelmValue | undefined => {
  if (Array.isArray(place)) return typeof step === 'number' ? place[step] : undefined;
  return Object.hasOwn(place, step) ? place[step] : undefined;
};

const set = (place: HelmValues | HelmValue[], step: string | number, value: HelmValue): void => {
  if (Array.isArray(place) && typeof step === 'number') {
    // Helm fills the gap before a list element with null.
    while (place.length < step) place.push(null);
    place[step] = value;
  } else {
    // Defined, not assigned: a pointer may say `__proto__`.
    Object.defineProperty(place, step, { value, enumerable: true, configurable: true, writable: true });
  }
};

const refuse = (parameter: string, pointer: string, said: string): MargoError =>
  new MargoError('ERR_POINTER_INVALID', `The pointer ${JSON.stringify(pointer)} of ${parameter} ${said}.`, {
    hint: 'Join keys with dots, write \\. for a dot inside a key and [n] for a list element.',
  });

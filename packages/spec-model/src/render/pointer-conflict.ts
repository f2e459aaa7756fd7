import { MargoError } from '../errors.js';

/** Two parameters want the same place, or one wants a place inside the value of the other. */
export const pointerConflict = (pointer: string, parameter: string, other: string): MargoError =>
  new MargoError(
    'ERR_POINTER_CONFLICT',
    parameter === other
      ? `Two pointers of ${parameter} write through each other; one of them is ${JSON.stringify(pointer.slice(0, 100))}.`
      : `${parameter} and ${other} write the same place, or through each other, at ${JSON.stringify(pointer.slice(0, 100))}.`,
    { hint: 'Give each parameter a place of its own.' },
  );

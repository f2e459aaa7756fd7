import { MargoError } from '../errors.js';
import { quoted } from '../reading/wording.js';

/** Two parameters want the same place, or one wants a place inside the value of the other. */
export const pointerConflict = (pointer: string, parameter: string, other: string): MargoError =>
  new MargoError(
    'ERR_POINTER_CONFLICT',
    parameter === other
      ? `Two pointers of ${parameter} write through each other; one of them is ${quoted(pointer)}.`
      : `${parameter} and ${other} write the same place, or through each other, at ${quoted(pointer)}.`,
    { hint: 'Give each parameter a place of its own.' },
  );

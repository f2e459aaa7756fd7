import { MargoError } from '../errors.js';
import type { Branded } from './brand.js';

/** How much of a refused text its error repeats, in characters. */
const SHOWN_CHARACTERS = 100;

/** Makes the function that takes a text as what it claims to be, or throws. */
export const checked =
  <Name extends string>(code: string, what: string, accepts: (text: string) => boolean, hint: string) =>
  (text: string): Branded<Name> => {
    if (!accepts(text)) throw notA(code, what, text, hint);
    return text as Branded<Name>;
  };

/** Says that a text is not what it was taken for. */
export const notA = (code: string, what: string, text: string, hint: string): MargoError =>
  new MargoError(code, `Not a valid ${what}: ${JSON.stringify(text.slice(0, SHOWN_CHARACTERS))}`, { hint });

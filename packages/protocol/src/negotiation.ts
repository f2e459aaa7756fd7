/** A member of an `Accept` header: how well it fits the media type asked about, and how much it is wanted. */
interface Fit {
  /** 3: the type itself, 2: `type/*`, 1: any type. */
  readonly specificity: number;
  /** 0 (not acceptable) to 1. */
  readonly quality: number;
}

/**
 * Tells whether a client takes a media type. RFC 9110 §12.5.1: the most specific range decides, `q=0` refuses.
 * No header means anything goes (DS-05); where this is false a server answers `406` (DS-04). Parameters other than
 * `q` do not narrow a range, because none of Margo's media types has any (M-30).
 *
 * @param accept - the header as it came, `null` when there is none
 * @param mediaType - without parameters, for example `MEDIA_TYPES.manifest`
 *
 * @example
 * ```ts
 * import { accepts } from '@margo-sdk/protocol';
 *
 * console.log(accepts('text/html, application/*;q=0.5', 'application/yaml')); // true
 * console.log(accepts('application/*, application/yaml;q=0', 'application/yaml')); // false
 * ```
 */
export const accepts = (accept: string | null, mediaType: string): boolean => {
  if (accept === null || accept.trim() === '') return true;
  const best = splitOutsideQuotes(accept, ',')
    .map((range) => fit(range, mediaType))
    .reduce((a, b) =>
      b.specificity > a.specificity || (b.specificity === a.specificity && b.quality > a.quality) ? b : a,
    );
  return best.specificity > 0 && best.quality > 0;
};

/**
 * Takes the media type out of a `Content-Type` header: lower case, without parameters. RFC 9110 §8.3.1.
 *
 * @returns an empty string when there is no header
 *
 * @example
 * ```ts
 * import { mediaTypeOf } from '@margo-sdk/protocol';
 *
 * console.log(mediaTypeOf('Application/JSON; charset=utf-8')); // application/json
 * ```
 */
export const mediaTypeOf = (contentType: string | null): string =>
  (contentType?.split(';', 1)[0] ?? '').trim().toLowerCase();

const fit = (range: string, mediaType: string): Fit => {
  const [name = '', ...parameters] = splitOutsideQuotes(range, ';').map((part) => part.trim().toLowerCase());
  const wanted = mediaType.toLowerCase();
  const candidates = ['*/*', `${wanted.split('/', 1)[0] ?? ''}/*`, wanted];
  return { specificity: candidates.indexOf(name) + 1, quality: qualityOf(parameters) };
};

const qualityOf = (parameters: readonly string[]): number => {
  const weight = parameters.find((parameter) => /^q\s*=/.test(parameter));
  if (weight === undefined) return 1;
  const quality = weight.slice(weight.indexOf('=') + 1).trim();
  return /^(0(\.\d*)?|1(\.0*)?)$/.test(quality) ? Number(quality) : 0;
};

/** One pass over the text: header values come from anyone, so the cost stays linear. */
const splitOutsideQuotes = (text: string, separator: string): string[] => {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
};

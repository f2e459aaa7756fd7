import { coveredBy, parseComponents, type ComponentIdentifier } from './component.js';

/** A list that was read. */
export interface KnownComponents {
  /** As it was then. */
  readonly texts: readonly string[];
  readonly components: readonly ComponentIdentifier[];
  /** How `Signature-Input` begins that covers them. */
  readonly covered: string;
}

/** There are few lists, and they are used for every message. */
const KNOWN = new WeakMap<readonly string[], KnownComponents>();

/**
 * As `parseComponents`, which is asked only once for each list.
 *
 * @throws SignatureError `ERR_SIGNATURE_COMPONENT_INVALID`
 */
export const knownComponents = (texts: readonly string[]): KnownComponents => {
  const known = KNOWN.get(texts);
  if (known !== undefined && isSame(known.texts, texts)) return known;
  const components = parseComponents(texts);
  const read = { texts: [...texts], components, covered: coveredBy(components) };
  KNOWN.set(texts, read);
  return read;
};

/** Whoever owns a list may have changed it. */
const isSame = (one: readonly string[], other: readonly string[]): boolean => {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
};

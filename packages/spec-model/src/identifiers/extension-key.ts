import type { Branded } from './brand.js';
import { checked } from './checked.js';
import { PATTERNS } from './patterns.js';

/** Name of a vendor extension: `x-<name>-extensions`. */
export type ExtensionKey = `x-${string}-extensions` & Branded<'ExtensionKey'>;

/** The extensions of an object, by name. */
export const extensionsOf = (object: object): Record<`x-${string}-extensions`, Record<string, unknown>> =>
  Object.fromEntries(Object.entries(object).filter(([key]) => PATTERNS.extensionKey.test(key)));

/**
 * Takes a string as the name of an extension. Throws `ERR_EXTENSION_KEY_INVALID`.
 *
 * @example
 * ```ts
 * import { parseExtensionKey } from '@margo-sdk/spec-model';
 *
 * const extension = { [parseExtensionKey('x-acme-extensions')]: { tier: 1 } };
 * ```
 */
export const parseExtensionKey = checked<'ExtensionKey'>(
  'ERR_EXTENSION_KEY_INVALID',
  'name of an extension',
  (text) => PATTERNS.extensionKey.test(text),
  'Write x-<name>-extensions; the name starts with a lower-case letter and goes on with letters, digits and dashes.',
) as (text: string) => ExtensionKey;

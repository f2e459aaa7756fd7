import type { JsonValue } from '../json/stringify-json.js';
import { plainValue } from '../write/plain-value.js';
import type { ReadLimits } from '../yaml/limits.js';
import { change } from './edit.js';
import { reconcile } from './reconcile.js';

/**
 * Brings a document to another value with as few changes to its text as possible: see {@link edit} for what stays. A
 * member that is gone while another one with the same value has come to the same mapping keeps its place and comments
 * under the new name. Elements of lists are told apart by their values, then by their names or ids, then by their order.
 * A new member follows the one that it follows in the value. The order of members is no part of the value.
 *
 * @param text - a YAML or JSON document
 * @param value - what it shall say
 * @returns the new text; the same one when it says so already
 * @throws MargoError `ERR_EDIT_TEXT`, `ERR_EDIT_FAILED`, `ERR_VALUE_UNWRITABLE`, `ERR_LIMIT_INVALID`: see {@link edit}
 *
 * @example
 * ```ts
 * import { rewrite } from '@margo-sdk/spec-model';
 *
 * const text = 'properties:\n  # where the chart is\n  packageLocation: oci://registry.example.com/hello\n';
 * console.log(rewrite(text, { properties: { repository: 'oci://registry.example.com/hello' } }));
 * ```
 */
export const rewrite = (text: string, value: JsonValue, limits: ReadLimits = {}): string => {
  const plain = plainValue(value);
  return change(text, limits, (draft) => reconcile(draft, plain));
};

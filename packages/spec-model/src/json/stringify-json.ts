/** What JSON can hold, with integers of any size. */
export type JsonValue =
  null | boolean | number | bigint | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/**
 * Writes JSON the same way every time: members sorted as RFC 8785 sorts them, no spaces, integers in full (DS-36).
 * Members that are undefined are left out.
 *
 * @example
 * ```ts
 * import { stringifyJson } from '@margo-sdk/spec-model';
 *
 * console.log(stringifyJson({ b: 18446744073709551615n, a: [1, true] })); // {"a":[1,true],"b":18446744073709551615}
 * ```
 */
export const stringifyJson = (value: JsonValue): string => {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(stringifyJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [`${JSON.stringify(key)}:${stringifyJson(member)}`];
    });
  return `{${members.join(',')}}`;
};

// Array.isArray does not narrow readonly arrays.
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

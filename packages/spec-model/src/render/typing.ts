import type { ParameterValue } from '../application-description/parameters-schema.js';

/**
 * Whether values keep the type that the deployment gives them, or all become text. `text` is for charts that
 * were written for `helm install --set-string`.
 */
export type Typing = 'typed' | 'text';

/** How values are rendered. */
export interface RenderOptions {
  /** Default `typed`. Environments of Compose are text in any case. */
  readonly typing?: Typing;
}

/** A value with the type that is asked for. */
export const typedAs = (typing: Typing, value: ParameterValue): ParameterValue => {
  if (typing === 'typed') return value;
  return Array.isArray(value) ? value.map(String) : String(value);
};

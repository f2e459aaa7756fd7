import type { ComponentIdentifier } from './component.js';
import { isRequestMessage, type HttpMessage } from './http-message.js';
import { splitTargetUri, type TargetUri } from './target-uri.js';

type OfTarget = (target: TargetUri) => string;

/** Derived components that are part of the address (RFC 9421 §2.2). */
const PARTS_OF_TARGET: Readonly<Record<string, OfTarget>> = {
  '@authority': ({ authority }) => authority,
  '@scheme': ({ scheme }) => scheme,
  '@request-target': ({ path, query }) => path + query,
  '@path': ({ path }) => path,
  '@query': ({ query }) => (query === '' ? '?' : query),
};

/**
 * The value of a component that is no field (RFC 9421 §2.2).
 *
 * @param source - the message that has it
 * @returns nothing when there is no such component in such a message
 */
export const derivedValue = (component: ComponentIdentifier, source: HttpMessage): string | undefined => {
  const { name } = component;
  if (!isRequestMessage(source)) return name === '@status' ? String(source.status) : undefined;
  if (name === '@method') return source.method;
  if (name === '@target-uri') return source.targetUri;
  const target = splitTargetUri(source.targetUri);
  if (target === undefined) return undefined;
  if (name === '@query-param') return queryParameter(component, target.query);
  return Object.hasOwn(PARTS_OF_TARGET, name) ? PARTS_OF_TARGET[name]?.(target) : undefined;
};

/** One parameter of the query (RFC 9421 §2.2.8). One that comes twice cannot be told apart, and is no component. */
const queryParameter = ({ parameters }: ComponentIdentifier, query: string): string | undefined => {
  const name = decodeFormPart(parameters.get('name')?.value);
  if (name === undefined) return undefined;
  const [value, ...others] = new URLSearchParams(query).getAll(name);
  return value === undefined || others.length > 0 ? undefined : encodeFormPart(value);
};

/** Undoes {@link encodeFormPart}; nothing for what it does not write. */
const decodeFormPart = (text: unknown): string | undefined => {
  if (typeof text !== 'string') return undefined;
  try {
    const decoded = decodeURIComponent(text);
    return encodeFormPart(decoded) === text ? decoded : undefined;
  } catch {
    return undefined;
  }
};

/** Escapes what the encoding of forms escapes, a space as %20 (RFC 9421 §2.2.8). */
const encodeFormPart = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

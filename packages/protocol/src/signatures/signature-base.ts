import type { ComponentIdentifier } from './component.js';
import { derivedValue } from './derived-component.js';
import { fieldValue } from './field-component.js';
import { isRequestMessage, type HttpMessage } from './http-message.js';
import { SignatureError } from './signature-error.js';

/** What a value may consist of; a line break in one would pass for a component that was not covered. */
const ONE_LINE = /^[\t\x20-\x7e]*$/;

/**
 * Writes what is signed (RFC 9421 §2.5).
 *
 * @param message - the one that the components are part of
 * @param parameters - covered components and what is said about the signature, as in `Signature-Input`
 * @throws SignatureError `ERR_SIGNATURE_COMPONENT_INVALID`: the message has no such component
 */
export const signatureBase = (
  message: HttpMessage,
  components: readonly ComponentIdentifier[],
  parameters: string,
): string => {
  let base = '';
  for (const component of components) base += `${component.text}: ${componentValue(component, message)}\n`;
  return `${base}"@signature-params": ${parameters}`;
};

const componentValue = (component: ComponentIdentifier, message: HttpMessage): string => {
  const source = component.parameters.has('req') ? requestOf(message) : message;
  const derives = component.name.startsWith('@');
  const value = source && (derives ? derivedValue(component, source) : fieldValue(component, source));
  if (value === undefined)
    throw invalid(`Expected a message that has the component ${shown(component)}, got one without it.`);
  if (!ONE_LINE.test(value))
    throw invalid(`Expected one line of ASCII as the component ${shown(component)}, got something else.`);
  return value;
};

/** A request is not bound to another one. */
const requestOf = (message: HttpMessage): HttpMessage | undefined =>
  isRequestMessage(message) ? undefined : message.request;

/** Whoever sends a message says how long its components are called. */
const shown = ({ text }: ComponentIdentifier): string => text.slice(0, 120);

const invalid = (message: string): SignatureError =>
  new SignatureError('ERR_SIGNATURE_COMPONENT_INVALID', message, {
    hint: 'Cover what both sides see alike: the method, the address and the digest of the body.',
  });

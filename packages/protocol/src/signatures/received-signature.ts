import { isSignatureAlgorithm, type SignatureAlgorithm } from './algorithms.js';
import { componentsOf, coveredBy, type ComponentIdentifier } from './component.js';
import type { HttpMessage } from './http-message.js';
import { SignatureError } from './signature-error.js';
import {
  isInnerList,
  parseDictionary,
  serialiseInnerList,
  StructuredFieldError,
  type Dictionary,
  type Parameters,
} from './structured-fields/index.js';

/** A signature as it came, with nothing judged but its form. */
export interface ReceivedSignature {
  readonly components: readonly ComponentIdentifier[];
  /** The value of `@signature-params`. */
  readonly parameters: string;
  readonly signature: Uint8Array;
  /** Seconds since 1970. */
  readonly created: number | undefined;
  /** Seconds since 1970. */
  readonly expires: number | undefined;
  readonly keyId: string | undefined;
  readonly nonce: string | undefined;
  readonly tag: string | undefined;
  readonly algorithm: SignatureAlgorithm | undefined;
}

/** More than every header of a request together has with most servers: 16 KiB. */
const MAX_LENGTH = 16_384;

/**
 * Reads the one signature that counts (RFC 9421 §4).
 *
 * @throws SignatureError `ERR_SIGNATURE_MISSING`, `ERR_SIGNATURE_MALFORMED`, `ERR_SIGNATURE_LABEL_DUPLICATE`,
 * `ERR_SIGNATURE_LABEL_UNKNOWN`, `ERR_SIGNATURE_COMPONENT_INVALID`, `ERR_SIGNATURE_ALGORITHM_REFUSED`
 */
export const readSignature = (message: HttpMessage, label: string): ReceivedSignature => {
  const input = memberOf(message, 'Signature-Input', label);
  const value = memberOf(message, 'Signature', label);
  if (!isInnerList(input)) throw malformed('Expected covered components in parentheses in Signature-Input.');
  if (isInnerList(value) || value.value.type !== 'bytes') throw malformed('Expected the bytes of a signature.');
  const { parameters } = input;
  const components = componentsOf(input.items);
  return {
    components,
    parameters: coveredBy(components) + serialiseInnerList({ items: [], parameters }).slice('()'.length),
    signature: value.value.value,
    created: parameter(parameters, 'created', 'integer'),
    expires: parameter(parameters, 'expires', 'integer'),
    keyId: parameter(parameters, 'keyid', 'string'),
    nonce: parameter(parameters, 'nonce', 'string'),
    tag: parameter(parameters, 'tag', 'string'),
    algorithm: algorithmOf(parameter(parameters, 'alg', 'string')),
  };
};

/** Duplicates are looked for among all labels: which of two counts must not depend on who reads. */
const memberOf = (message: HttpMessage, name: 'Signature-Input' | 'Signature', label: string) => {
  const lines = message.fields(name.toLowerCase());
  if (lines.length === 0)
    throw new SignatureError('ERR_SIGNATURE_MISSING', `Expected the header ${name}, got a message without it.`, {
      hint: 'Sign every request (LG-09).',
    });
  const member = dictionaryOf(name, lines.join(', ')).get(label);
  if (member === undefined)
    throw new SignatureError('ERR_SIGNATURE_LABEL_UNKNOWN', `Expected ${label} in the header ${name}, got others.`, {
      hint: `Call the signature ${label} in both headers.`,
    });
  return member;
};

const dictionaryOf = (name: string, text: string): Dictionary => {
  try {
    return parseDictionary(text, { duplicates: 'refuse', maxLength: MAX_LENGTH });
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    if (cause.code === 'ERR_STRUCTURED_FIELD_DUPLICATE')
      throw new SignatureError(
        'ERR_SIGNATURE_LABEL_DUPLICATE',
        `Expected every label once in the header ${name}, got one twice.`,
        { cause, hint: 'Send one signature for each label.' },
      );
    throw malformed(`Expected a dictionary in the header ${name}: ${cause.message}`, cause);
  }
};

const parameter = <Type extends 'integer' | 'string'>(
  parameters: Parameters,
  name: string,
  type: Type,
): (Type extends 'integer' ? number : string) | undefined => {
  const item = parameters.get(name);
  if (item === undefined) return undefined;
  if (item.type !== type) throw malformed(`Expected ${name} of the signature as ${type}, got ${item.type}.`);
  return item.value as Type extends 'integer' ? number : string;
};

const algorithmOf = (name: string | undefined): SignatureAlgorithm | undefined => {
  if (name === undefined || isSignatureAlgorithm(name)) return name;
  throw new SignatureError('ERR_SIGNATURE_ALGORITHM_REFUSED', 'Expected an alg that is known, got another one.', {
    hint: 'Leave alg out: the key says which algorithm is used.',
  });
};

const malformed = (message: string, cause?: unknown): SignatureError =>
  new SignatureError('ERR_SIGNATURE_MALFORMED', message, {
    cause,
    hint: 'RFC 9421 section 4 has the form of both headers.',
  });

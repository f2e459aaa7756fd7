import { SignatureError } from './signature-error.js';
import {
  parseItem,
  serialiseItem,
  StructuredFieldError,
  type BareItem,
  type Item,
  type Parameters,
} from './structured-fields/index.js';

/** Which part of a message is covered: a name, and what is said about it (RFC 9421 §2). */
export interface ComponentIdentifier {
  /** A field, or a derived component with an `@` in front. */
  readonly name: string;
  readonly parameters: Parameters;
  /** As it is written in the signature base. */
  readonly text: string;
  /** Two identifiers that mean the same have the same one: parameters in any order, field names in any case. */
  readonly identity: string;
}

/** The most components that one signature may cover; no reasonable one comes near. */
export const MAX_COMPONENTS = 32;

/** A field, or with an `@` a derived component; names are short, so that messages that show them are. */
const NAME = /^(@[a-z-]{1,32}|[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100})$/;
const NO_PARAMETERS: Parameters = new Map();
/** What most signatures cover, so that it need not be made for each of them. */
const USUAL: ReadonlyMap<string, ComponentIdentifier> = new Map(
  ['@method', '@target-uri', '@authority', '@path', '@query', 'content-digest', 'content-type', 'content-length'].map(
    (name) => [name, { name, parameters: NO_PARAMETERS, text: `"${name}"`, identity: `"${name}"` }],
  ),
);
/** What may be said about a component, and of which type it is. */
const PARAMETER_TYPES: Readonly<Record<string, BareItem['type']>> = {
  sf: 'boolean',
  bs: 'boolean',
  req: 'boolean',
  tr: 'boolean',
  key: 'string',
  name: 'string',
};

/**
 * Reads how components are named in policies: `@method`, `content-digest`, or with parameters as in a signature base,
 * `"content-digest";req`.
 *
 * @throws SignatureError `ERR_SIGNATURE_COMPONENT_INVALID`
 */
export const parseComponent = (text: string): ComponentIdentifier => {
  if (!text.startsWith('"')) return componentOf({ value: { type: 'string', value: text }, parameters: NO_PARAMETERS });
  try {
    return componentOf(parseItem(text));
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    throw invalid(`Expected the identifier of a component: ${cause.message}`);
  }
};

/**
 * Takes a member of a list of covered components.
 *
 * Field names are lower case in RFC 9421 §2.1. The text of the older profiles writes one in capitals, so capitals are
 * read (M-57): the signature base has the name as it was sent, and the same field cannot be covered twice.
 *
 * @throws SignatureError `ERR_SIGNATURE_COMPONENT_INVALID`
 */
export const componentOf = (item: Item): ComponentIdentifier => {
  if (item.value.type !== 'string') throw invalid('Expected the name of a component in quotes, got something else.');
  const name = item.value.value;
  const usual = item.parameters.size === 0 ? USUAL.get(name) : undefined;
  if (usual !== undefined) return usual;
  if (!NAME.test(name)) throw invalid('Expected the name of a field or of a derived component, got other text.');
  if (item.parameters.size === 0) {
    const text = `"${name}"`;
    return { name, parameters: NO_PARAMETERS, text, identity: identityOf(name, text) };
  }
  for (const [key, value] of item.parameters) checkParameter(name, key, value);
  const { parameters } = item;
  if (parameters.has('bs') && (parameters.has('sf') || parameters.has('key')))
    throw invalid(`Expected "${name}" either as bytes (bs) or as a structured field (sf, key), got both.`);
  const sorted = new Map([...parameters].sort(([one], [other]) => (one < other ? -1 : 1)));
  const identity = identityOf(name, serialiseItem({ value: item.value, parameters: sorted }));
  return { name, parameters, text: serialiseItem(item), identity };
};

/**
 * Takes what a signature covers.
 *
 * @throws SignatureError `ERR_SIGNATURE_COMPONENT_INVALID`: also when a component comes twice
 */
export const componentsOf = (items: readonly Item[]): readonly ComponentIdentifier[] => requireOnce(items, componentOf);

/** As {@link componentsOf}, from texts as {@link parseComponent} reads them. */
export const parseComponents = (texts: readonly string[]): readonly ComponentIdentifier[] =>
  requireOnce(texts, parseComponent);

/** How `Signature-Input` begins that covers components. */
export const coveredBy = (components: readonly ComponentIdentifier[]): string =>
  `(${components.map(({ text }) => text).join(' ')})`;

const requireOnce = <From>(
  from: readonly From[],
  read: (one: From) => ComponentIdentifier,
): readonly ComponentIdentifier[] => {
  if (from.length > MAX_COMPONENTS)
    throw invalid(`Expected at most ${MAX_COMPONENTS} covered components, got ${from.length}.`);
  const components: ComponentIdentifier[] = [];
  for (const one of from) {
    const component = read(one);
    if (covers(components, component)) throw invalid('Expected every covered component once, got one twice.');
    components.push(component);
  }
  return components;
};

/** Tells whether a component is among others. There are few: a loop is quicker than a set. */
export const covers = (components: readonly ComponentIdentifier[], { identity }: ComponentIdentifier): boolean => {
  for (const component of components) if (component.identity === identity) return true;
  return false;
};

const checkParameter = (name: string, key: string, value: BareItem): void => {
  if (!Object.hasOwn(PARAMETER_TYPES, key))
    throw invalid(`Expected parameters of "${name}" that are known, got another.`);
  if (value.type !== PARAMETER_TYPES[key] || value.value === false)
    throw invalid(`Expected ${key} of "${name}" as RFC 9421 has it, got another type or value.`);
  if (key === 'req') return;
  const belongs = key === 'name' ? name === '@query-param' : !name.startsWith('@');
  if (!belongs) throw invalid(`Expected no ${key} on "${name}", got one.`);
};

/** Derived components stay as they are: `@Method` is none, in whatever case. */
const identityOf = (name: string, text: string): string => {
  if (name.startsWith('@')) return text;
  const lower = name.toLowerCase();
  return lower === name ? text : `"${lower}${text.slice(name.length + 1)}`;
};

const invalid = (message: string): SignatureError =>
  new SignatureError('ERR_SIGNATURE_COMPONENT_INVALID', message, {
    hint: 'RFC 9421 section 2 says which components there are, and what may be said about them.',
  });

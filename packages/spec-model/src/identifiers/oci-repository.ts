import type { Branded } from './brand.js';
import { checked } from './checked.js';

/** Where the registry keeps all revisions of a component, for example `oci://registry.example.com/charts/hello`. */
export type OciRepository = Branded<'OciRepository'>;

const SCHEME = 'oci://';
/** A registry, with or without a port. */
const REGISTRY = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(?::\d+)?$/;
/** One part of the name of a repository, as the distribution specification has it. */
const NAME_PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** What keeps a text from being an OCI repository: its scheme, what follows the name, or the form of the rest. */
export type RepositoryFault = 'scheme' | 'digest' | 'tag' | 'form';

/** Why a text is no OCI repository; undefined when it is one (AD-20). */
export const repositoryFault = (text: string): RepositoryFault | undefined => {
  if (!text.startsWith(SCHEME)) return 'scheme';
  const [registry = '', ...name] = text.slice(SCHEME.length).split('/');
  const last = name.at(-1) ?? '';
  if (last.includes('@')) return 'digest';
  if (last.includes(':')) return 'tag';
  const isWellFormed = REGISTRY.test(registry) && name.length > 0 && name.every((part) => NAME_PART.test(part));
  return isWellFormed ? undefined : 'form';
};

/**
 * Takes a string as an OCI repository (AD-20): `oci://`, a registry and a name, without tag and digest. Throws
 * `ERR_OCI_REPOSITORY_INVALID`.
 *
 * @example
 * ```ts
 * import { parseOciRepository } from '@margo-sdk/spec-model';
 *
 * const repository = parseOciRepository('oci://registry.example.com:5000/charts/hello');
 * ```
 */
export const parseOciRepository = checked<'OciRepository'>(
  'ERR_OCI_REPOSITORY_INVALID',
  'OCI repository',
  (text) => repositoryFault(text) === undefined,
  'Write oci://, a registry and a name in lower case; the tag goes into revision.',
);

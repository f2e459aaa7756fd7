import type { Branded } from './brand.js';
import { checked } from './checked.js';

/** Where the registry keeps all revisions of a component, for example `oci://registry.example.com/charts/hello`. */
export type OciRepository = Branded<'OciRepository'>;

/** A registry, and the parts of a name as the OCI distribution specification has them; no tag and no digest. */
const REPOSITORY = /^oci:\/\/[^/\s@?#]+(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)+$/;

/**
 * Takes a string as an OCI repository. It is stricter than a reader, who takes whatever starts with `oci://` (AD-20).
 * Throws `ERR_OCI_REPOSITORY_INVALID`.
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
  (text) => REPOSITORY.test(text),
  'Write oci://, a registry and a name in lower case; the tag goes into revision.',
);

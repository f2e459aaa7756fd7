import type { ParseResult } from '../issue.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import type { ReadLimits } from '../yaml/limits.js';
import { integerLiteralCheck } from '../rules/state-manifest/integer-literal.js';
import { referencesCheck } from '../rules/state-manifest/references.js';
import { type StateManifest, stateManifestSchema } from './schema.js';

/** How a state manifest is read. */
export const STATE_MANIFEST: DocumentKind<StateManifest> = {
  name: 'StateManifest',
  revision: 'rc3',
  format: 'json',
  schema: stateManifestSchema,
  shapeRule: 'MX-00',
  readRule: 'MX-00',
  checks: [integerLiteralCheck('manifestVersion'), referencesCheck],
};

/**
 * Reads a state manifest (1.0.0-rc.3) and gives it, or everything that is wrong with it. The version is a bigint and
 * exact up to 2^64-1 (M-06).
 *
 * @example
 * ```ts
 * import { parseStateManifest } from '@margo-sdk/spec-model';
 *
 * const manifest = parseStateManifest('{"manifestVersion":18446744073709551615,"bundle":null,"deployments":[]}');
 * console.log(manifest.manifestVersion); // 18446744073709551615n
 * ```
 */
export const safeParseStateManifest = (source: DocumentSource, limits?: ReadLimits): ParseResult<StateManifest> =>
  safeReadDocument(STATE_MANIFEST, source, limits);

/** Reads a state manifest (1.0.0-rc.3). Throws a {@link DocumentError} with all issues. */
export const parseStateManifest = (source: DocumentSource, limits?: ReadLimits): StateManifest =>
  readDocument(STATE_MANIFEST, source, limits);

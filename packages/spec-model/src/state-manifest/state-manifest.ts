import type { ParseResult } from '../issue.js';
import type { Check } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import type { ReadLimits } from '../yaml/limits.js';
import { integerLiteralCheck } from './integer-literal.js';
import { type StateManifest, stateManifestSchema } from './schema.js';

/** MX-02 to MX-04. */
const referencesCheck: Check<StateManifest> = {
  needs: ['bundle', 'deployments'],
  check: ({ bundle, deployments }, report) => {
    if ((bundle === null) !== (deployments.length === 0)) {
      const said =
        bundle === null ? 'bundle is null although there are deployments' : 'bundle is given for no deployments';
      report('MX-02', ['bundle'], `${said[0]?.toUpperCase()}${said.slice(1)}.`);
    }
    if (bundle && !bundle.url.endsWith(bundle.digest)) {
      report('MX-03', ['bundle', 'url'], 'The url does not end with the digest of the bundle.');
    }
    const ids = new Set<string>();
    deployments.forEach(({ deploymentId, digest, url }, d) => {
      // A UUID has no case (RFC 9562 §4).
      const id = deploymentId.toLowerCase();
      if (ids.has(id)) report('MX-04', ['deployments', d, 'deploymentId'], `${deploymentId} stands twice.`);
      ids.add(id);
      if (!url.endsWith(digest)) report('MX-03', ['deployments', d, 'url'], 'The url does not end with the digest.');
    });
  },
};

/** How a state manifest is read. */
export const STATE_MANIFEST: DocumentKind<StateManifest> = {
  name: 'StateManifest',
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

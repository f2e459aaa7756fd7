import type { ParseResult } from '../issue.js';
import type { Report } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, safeReadDocument } from '../reading/read-document.js';
import { anchorsCheck } from '../rules/trust/anchors.js';
import type { ReadLimits } from '../yaml/limits.js';
import { type SpiffeBundle, spiffeBundleSchema } from './anchors.js';

/** Both are advice beside the anchors (TB-15): without them a bundle can still be trusted, so it is not refused. */
const leaveOutOddNumbers = (value: Readonly<Record<string, unknown>>, report: Report): Record<string, unknown> => {
  const kept = { ...value };
  for (const name of ['spiffe_sequence', 'spiffe_refresh_hint'] as const) {
    if (spiffeBundleSchema.shape[name].safeParse(value[name]).success) continue;
    const least = name === 'spiffe_sequence' ? 0 : 1;
    const range = `an integer from ${least} to ${Number.MAX_SAFE_INTEGER}`;
    report('TB-10', [name], `${name} is not ${range}; the bundle is read without it.`, { severity: 'warning' });
    delete kept[name];
  }
  return kept;
};

/** How a SPIFFE bundle is read. */
export const SPIFFE_BUNDLE: DocumentKind<SpiffeBundle> = {
  name: 'SpiffeBundle',
  revision: 'rc3',
  format: 'json',
  schema: spiffeBundleSchema,
  shapeRule: 'TB-10',
  readRule: 'TB-10',
  tolerate: leaveOutOddNumbers,
  checks: [anchorsCheck],
};

/**
 * Reads a SPIFFE bundle and gives it, or everything that is wrong with it. One without anchors is refused (TB-11); an
 * entry that should have been one and is not earns a warning, for the others may still be good.
 */
export const safeParseSpiffeBundle = (source: DocumentSource, limits?: ReadLimits): ParseResult<SpiffeBundle> =>
  safeReadDocument(SPIFFE_BUNDLE, source, limits);

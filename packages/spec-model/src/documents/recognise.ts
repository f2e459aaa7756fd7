import { isMapping } from '../reading/mapping.js';
import { CURRENT_REVISION, REVISIONS } from '../revisions/revision.js';
import { FAMILIES, familyOf } from './catalogue.js';
import type { DocumentName } from './document-name.js';
import type { RecognisedRevision } from './family.js';

/** What a document was taken for. */
export interface RecognisedDocument extends RecognisedRevision {
  readonly kind: DocumentName;
}

/**
 * Tells the kind and the revision of a document from its members. What looks like no other kind is taken for an
 * application description, the only kind that people write by hand.
 *
 * @param value - what the document says, as read from YAML or JSON
 * @param kind - its kind, where that is known already
 *
 * @example
 * ```ts
 * import { recogniseDocument } from '@margo-sdk/spec-model';
 *
 * const { kind, revision } = recogniseDocument({ manifestVersion: 1, bundle: null, deployments: [] });
 * console.log(kind, revision); // StateManifest rc3
 * ```
 */
export const recogniseDocument = (value: unknown, kind?: DocumentName): RecognisedDocument => {
  // A collection is no document, but its first entry tells what was meant.
  const sample: unknown = Array.isArray(value) ? value[0] : value;
  const known = kind === undefined ? undefined : familyOf(kind);
  const family = known ?? (isMapping(sample) ? FAMILIES.find(({ fits }) => fits(sample)) : undefined);
  if (isMapping(sample) && family) return { kind: family.name, ...family.recognise(sample) };
  return {
    kind: kind ?? 'ApplicationDescription',
    // A kind that is gone is read in the last revision that has it.
    revision: REVISIONS.findLast((revision) => known?.kinds[revision] !== undefined) ?? CURRENT_REVISION,
    because: 'The document has no member that tells its kind.',
  };
};

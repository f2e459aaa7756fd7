import { APPLICATION_DEPLOYMENTS } from '../application-deployment/family.js';
import { APPLICATION_DESCRIPTIONS } from '../application-description/family.js';
import { DEPLOYMENT_STATUS_MANIFESTS } from '../deployment-status/family.js';
import { DEVICE_CAPABILITIES_MANIFESTS } from '../device-capabilities/family.js';
import { PROBLEM_DETAILS } from '../problem-detail/family.js';
import type { DocumentKind } from '../reading/document-kind.js';
import type { Revision } from '../revisions/revision.js';
import { CA_CERTIFICATES, ONBOARDING_REQUESTS, ONBOARDING_RESPONSES } from '../onboarding/families.js';
import { STATE_MANIFESTS } from '../state-manifest/family.js';
import { DISCOVERY_DOCUMENTS } from '../trust/discovery-document-family.js';
import { SPIFFE_BUNDLES } from '../trust/spiffe-bundle-family.js';
import type { DocumentName } from './document-name.js';
import type { DocumentOf, DocumentTypes } from './document-types.js';
import type { DocumentFamily } from './family.js';

/** Every kind of document through all revisions; where the members of two kinds overlap, the first one counts. */
export const FAMILIES: readonly DocumentFamily[] = [
  APPLICATION_DESCRIPTIONS,
  APPLICATION_DEPLOYMENTS,
  STATE_MANIFESTS,
  DEPLOYMENT_STATUS_MANIFESTS,
  DEVICE_CAPABILITIES_MANIFESTS,
  DISCOVERY_DOCUMENTS,
  SPIFFE_BUNDLES,
  ONBOARDING_REQUESTS,
  ONBOARDING_RESPONSES,
  CA_CERTIFICATES,
  PROBLEM_DETAILS,
];

/** The family of a kind of document. */
export const familyOf = (name: DocumentName): DocumentFamily =>
  FAMILIES.find((family) => family.name === name) ?? APPLICATION_DESCRIPTIONS;

/** Looks up how a document is read; the type of the document is known where both names are. */
export interface DocumentKindLookup {
  <R extends Revision, N extends keyof DocumentTypes[R]>(name: N, revision: R): DocumentKind<DocumentOf<R, N>>;
  (name: DocumentName, revision: Revision): DocumentKind<unknown> | undefined;
}

/**
 * How one kind of document is read in one revision; undefined where the revision does not have it.
 *
 * @example
 * ```ts
 * import { documentKind, safeReadDocument } from '@margo-sdk/spec-model';
 *
 * const result = safeReadDocument(documentKind('ApplicationDescription', 'pr1'), 'metadata: { id: my-app }');
 * if (result.ok) console.log(result.value.metadata.id); // typed as PR1 has it
 * console.log(documentKind('StateManifest', 'predraft-2024-10')); // undefined
 * ```
 */
export const documentKind = ((name: DocumentName, revision: Revision) =>
  familyOf(name).kinds[revision]) as DocumentKindLookup;

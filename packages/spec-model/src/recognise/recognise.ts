import { APPLICATION_DEPLOYMENT } from '../application-deployment/application-deployment.js';
import { APPLICATION_DESCRIPTION } from '../application-description/application-description.js';
import { DEPLOYMENT_STATUS_MANIFEST } from '../deployment-status/deployment-status.js';
import { DEVICE_CAPABILITIES_MANIFEST } from '../device-capabilities/device-capabilities.js';
import type { ParseResult } from '../issue.js';
import { PROBLEM_DETAIL } from '../problem-detail/problem-detail.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { checkSource, type DocumentSource, readSource, type ReadSource } from '../reading/read-document.js';
import { STATE_MANIFEST } from '../state-manifest/state-manifest.js';
import { DISCOVERY_DOCUMENT } from '../trust/discovery-document.js';
import { SPIFFE_BUNDLE } from '../trust/spiffe-bundle.js';
import type { ReadLimits } from '../yaml/limits.js';

/** Kinds of documents, each with a member at its root that no other kind has. */
const SIGNS: readonly (readonly [member: string, kind: DocumentKind<unknown>])[] = [
  ['deploymentProfiles', APPLICATION_DESCRIPTION],
  ['spec', APPLICATION_DEPLOYMENT],
  ['manifestVersion', STATE_MANIFEST],
  ['components', DEPLOYMENT_STATUS_MANIFEST],
  ['properties', DEVICE_CAPABILITIES_MANIFEST],
  ['trustBundleUri', DISCOVERY_DOCUMENT],
  ['keys', SPIFFE_BUNDLE],
  ['title', PROBLEM_DETAIL],
] as readonly (readonly [string, DocumentKind<unknown>])[];

/** Names of the kinds of documents that {@link checkDocument} knows. */
export const DOCUMENT_KINDS: readonly string[] = SIGNS.map(([, { name }]) => name);

/** What came of checking a document whose kind was not known before. */
export interface CheckedDocument {
  /** The kind of the document, by its name in the specification. */
  readonly kind: string;
  readonly result: ParseResult<unknown>;
}

/**
 * Recognises the kind of a document by its members and checks it. What looks like no other kind is taken for an
 * application description, the only kind that people write by hand.
 *
 * @example
 * ```ts
 * import { checkDocument } from '@margo-sdk/spec-model';
 *
 * const { kind, result } = checkDocument('{"manifestVersion": 1, "bundle": null, "deployments": []}');
 * console.log(kind, result.ok); // StateManifest true
 * ```
 */
export const checkDocument = (source: DocumentSource, limits?: ReadLimits): CheckedDocument => {
  const read = readSource(source, limits);
  const kind = recognise(read);
  return { kind: kind.name, result: checkSource(kind, read) };
};

const recognise = ({ read }: ReadSource): DocumentKind<unknown> => {
  const value = read.ok ? read.document.value : undefined;
  // A collection is no document, but its first entry tells what was meant.
  const sample: unknown = Array.isArray(value) ? value[0] : value;
  const has = (member: string): boolean =>
    typeof sample === 'object' && sample !== null && Object.hasOwn(sample, member);
  return SIGNS.find(([member]) => has(member))?.[1] ?? (APPLICATION_DESCRIPTION as DocumentKind<unknown>);
};

import type { FleetManagerFaultName } from '@margo-sdk/testkit';

/** Names of faults that begin so and are refused with the same code. */
const BY_GROUP = {
  'manifest/': 'ERR_MANIFEST_INVALID',
  'deployment/': 'ERR_DEPLOYMENT_INVALID',
  'bundle/': 'ERR_BUNDLE_INVALID',
  'traffic/': 'ERR_PROBLEM',
  'connection/': 'ERR_NETWORK',
  'answer/': 'ERR_PROBLEM',
} as const;

/** What our device says of a fault, where it is not what it says of the others of its group. */
const BY_NAME: Partial<Record<FleetManagerFaultName, string>> = {
  'manifest/version-equal': 'ERR_MANIFEST_VERSION_NOT_HIGHER',
  'manifest/version-lower': 'ERR_MANIFEST_VERSION_NOT_HIGHER',
  'manifest/wrong-etag': 'ERR_MANIFEST_ETAG_MISMATCH',
  'manifest/huge': 'ERR_BODY_TOO_LARGE',
  'deployment/other-id': 'ERR_DEPLOYMENT_ID_MISMATCH',
  'deployment/wrong-digest': 'ERR_DIGEST_MISMATCH',
  'deployment/other-line-ends': 'ERR_DIGEST_MISMATCH',
  'deployment/truncated': 'ERR_DIGEST_MISMATCH',
  'deployment/without-content': 'ERR_DIGEST_MISMATCH',
  'deployment/huge': 'ERR_BODY_TOO_LARGE',
  'bundle/wrong-digest': 'ERR_DIGEST_MISMATCH',
  'bundle/truncated': 'ERR_DIGEST_MISMATCH',
  'bundle/without-content': 'ERR_DIGEST_MISMATCH',
  'answer/page-instead': 'ERR_UNEXPECTED_MEDIA_TYPE',
  'answer/redirect': 'ERR_REDIRECT_REFUSED',
  'answer/not-modified-unasked': 'ERR_UNEXPECTED_STATUS',
  'answer/no-content': 'ERR_UNEXPECTED_STATUS',
  'answer/empty': 'ERR_UNEXPECTED_MEDIA_TYPE',
  'answer/partial': 'ERR_UNEXPECTED_STATUS',
  'answer/other-media-type': 'ERR_UNEXPECTED_MEDIA_TYPE',
  'answer/no-media-type': 'ERR_UNEXPECTED_MEDIA_TYPE',
  'answer/encoding-bomb': 'ERR_BODY_TOO_LARGE',
  'answer/header-flood': 'ERR_NETWORK',
  'connection/endless-body': 'ERR_BODY_TOO_LARGE',
  'connection/never-answers': 'ERR_TIMEOUT',
  'connection/slow-drip': 'ERR_TIMEOUT',
};

/** What spoils bytes is found out by whoever reads them. */
const SPOILT_BYTES: readonly string[] = ['answer/compressed-in-secret', 'connection/length-too-short'];

/** The code of the error that our device tells its embedder. */
export const codeOf = (name: string, inManifest: boolean): string => {
  if (SPOILT_BYTES.includes(name)) return inManifest ? 'ERR_MANIFEST_INVALID' : 'ERR_DIGEST_MISMATCH';
  const group = Object.entries(BY_GROUP).find(([start]) => name.startsWith(start));
  return BY_NAME[name as FleetManagerFaultName] ?? group?.[1] ?? 'no code';
};

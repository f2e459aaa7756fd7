import { mediaTypeOf, type OnboardingFacts } from '@margo-sdk/protocol';
import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import { fault } from '../clients/certificate-text.js';

/** The most bytes that a request to be let in may have: a certificate, encoded twice, and little else. */
export const MAX_ONBOARDING_BYTES = 64 * 1024;

/**
 * Takes the certificate out of the body of a request to be let in.
 *
 * @param bytes - the body
 * @param mediaType - value of `Content-Type`
 * @param facts - how the profile calls things
 * @throws ClientRefusedError `ERR_CLIENT_CERTIFICATE_INVALID`
 */
export const certificateIn = (
  bytes: Uint8Array,
  mediaType: string | null,
  { certificateMember }: OnboardingFacts,
): string => {
  if (mediaTypeOf(mediaType) !== MEDIA_TYPES.json) throw fault(`the body is not ${MEDIA_TYPES.json}`);
  const members = readObject(bytes);
  const { kind = 'OnboardingRequest', [certificateMember]: certificate } = members;
  if (kind !== 'OnboardingRequest') throw fault('the body is another document than an OnboardingRequest');
  if (!Object.hasOwn(members, certificateMember) || typeof certificate !== 'string' || certificate === '')
    throw fault(`the body has no text in the member ${certificateMember}`);
  return certificate;
};

const readObject = (bytes: Uint8Array): Readonly<Record<string, unknown>> => {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw fault('the body is no JSON', cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fault('the body is no JSON object');
  return value as Readonly<Record<string, unknown>>;
};

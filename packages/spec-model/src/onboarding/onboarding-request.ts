import * as z from 'zod';
import type { Report } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import type { Mapping } from '../reading/mapping.js';
import { members } from '../schema/members.js';
import { certificateSchema } from './certificate-schema.js';
import { lazily } from '../schema/lazily.js';

/** Schema of what a device asks to be let in with. */
export const onboardingRequestSchema = lazily(() =>
  members(
    {
      apiVersion: z.string().min(1).meta({ description: 'Version of the interface, onboarding.margo.org/v1alpha1.' }),
      kind: z.literal('OnboardingRequest').meta({ description: 'Says what the document is.' }),
      certificate: certificateSchema().meta({ description: 'Certificate of the device, X.509 in base64.' }),
    },
    {
      description: 'What a device asks to be let in with.',
      section: 'device onboarding',
      rule: 'OR-00',
      unknown: { rule: 'OR-00' },
    },
  ),
);

/** What a device asks to be let in with: preview release 1, and 1.0.0-rc.2 with message signatures. */
export type OnboardingRequest = z.infer<ReturnType<typeof onboardingRequestSchema>>;

/** How an onboarding request is read in 1.0.0-rc.2 with message signatures. */
export const ONBOARDING_REQUEST: DocumentKind<OnboardingRequest> = {
  name: 'OnboardingRequest',
  revision: 'rc2-signed',
  format: 'json',
  get schema() {
    return onboardingRequestSchema();
  },
  shapeRule: 'OR-00',
  readRule: 'OR-00',
  checks: [],
};

/** The first files of the interface had nothing but the certificate, under another name. */
const tolerateFirstForm = (value: Mapping, report: Report): Record<string, unknown> => {
  if (!Object.hasOwn(value, 'public_certificate') || Object.hasOwn(value, 'certificate')) return value;
  const { public_certificate: certificate, ...rest } = value;
  report('OR-00', ['public_certificate'], 'public_certificate is what the first files say, and read as certificate.', {
    severity: 'warning',
    hint: 'Write apiVersion, kind and certificate.',
  });
  return { apiVersion: 'onboarding.margo.org/v1alpha1', kind: 'OnboardingRequest', ...rest, certificate };
};

/** How an onboarding request is read in preview release 1. */
export const PR1_ONBOARDING_REQUEST: DocumentKind<OnboardingRequest> = {
  ...ONBOARDING_REQUEST,
  revision: 'pr1',
  tolerate: tolerateFirstForm,
};

import * as z from 'zod';
import type { Report } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import type { Mapping } from '../reading/mapping.js';
import { members } from '../schema/members.js';
import { lazily } from '../schema/lazily.js';

/** Schema of what a device that was let in gets to know. */
export const onboardingResponseSchema = lazily(() =>
  members(
    {
      clientId: z
        .string()
        .regex(/^[^\s/?#]+$/)
        .meta({
          description: 'Name of the client in the paths of the interface.',
          hint: 'Use characters that can stand between two slashes of a path.',
        }),
    },
    {
      description: 'What a device that was let in gets to know.',
      section: 'device onboarding',
      rule: 'OR-00',
      unknown: { rule: 'OR-00' },
    },
  ),
);

/** What a device that was let in gets to know: preview release 1, and 1.0.0-rc.2 with message signatures. */
export type OnboardingResponse = z.infer<ReturnType<typeof onboardingResponseSchema>>;

/** How an onboarding response is read in 1.0.0-rc.2 with message signatures. */
export const ONBOARDING_RESPONSE: DocumentKind<OnboardingResponse> = {
  name: 'OnboardingResponse',
  revision: 'rc2-signed',
  format: 'json',
  get schema() {
    return onboardingResponseSchema();
  },
  shapeRule: 'OR-00',
  readRule: 'OR-00',
  checks: [],
};

const tolerateFirstForm = (value: Mapping, report: Report): Record<string, unknown> => {
  if (!Object.hasOwn(value, 'client_id') || Object.hasOwn(value, 'clientId')) return value;
  const { client_id: clientId, ...rest } = value;
  report('OR-00', ['client_id'], 'client_id is what the first files of the interface say, and read as clientId.', {
    severity: 'warning',
    hint: 'Write clientId.',
  });
  return { ...rest, clientId };
};

/** How an onboarding response is read in preview release 1. */
export const PR1_ONBOARDING_RESPONSE: DocumentKind<OnboardingResponse> = {
  ...ONBOARDING_RESPONSE,
  revision: 'pr1',
  tolerate: tolerateFirstForm,
};

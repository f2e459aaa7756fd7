import * as z from 'zod';
import type { DocumentKind } from '../reading/document-kind.js';
import { componentsOfOldCheck, formOfOldCheck } from '../rules/application-description/old-revisions.js';
import { members } from '../schema/members.js';
import { unchangedDescriptionRules } from './as-of-today.js';
import { configurationSchema } from './configuration-schema.js';
import { applicationIdSchema, metadataMembers } from './metadata-schema.js';
import { oldComponentSchema } from './old-component-schema.js';
import { apiVersionSchema } from './old-head.js';
import { parametersSchema } from './parameters-schema.js';
import { lazily } from '../schema/lazily.js';

const unknown = { rule: 'AD-31' } as const;

const deploymentProfileSchema = lazily(() =>
  members(
    {
      type: z.enum(['helm.v3', 'docker-compose', 'compose']).meta({
        description: 'How the components are deployed; docker-compose became compose in March 2025.',
        rule: 'AD-15',
      }),
      components: z
        .array(oldComponentSchema({ shape: 'AD-00', unknown: 'AD-31' }))
        .optional()
        .meta({ description: 'Components in the order in which they are installed.', rule: 'AD-00' }),
    },
    { description: 'One way to deploy the application.', rule: 'AD-00', unknown },
  ),
);

/** Schema of an application description in the pre-drafts of October 2024 to autumn 2025. */
export const predraftDescriptionSchema = lazily(() =>
  members(
    {
      apiVersion: apiVersionSchema(),
      kind: z.enum(['application', 'ApplicationDescription']).meta({
        description: 'Says what the document is; application became ApplicationDescription in February 2025.',
        rule: 'AD-04',
        hint: 'Write kind: application.',
      }),
      metadata: members(
        { id: applicationIdSchema, ...metadataMembers },
        { description: 'About the application.', rule: 'AD-00', unknown },
      ),
      deploymentProfiles: z
        .array(deploymentProfileSchema())
        .min(1)
        .meta({ description: 'Ways to deploy the application.', rule: 'AD-13' }),
      parameters: parametersSchema.optional(),
      configuration: configurationSchema.optional(),
    },
    {
      description: 'What an application is and how it is deployed.',
      section: 'application description',
      rule: 'AD-00',
      unknown,
    },
  ),
);

/** What an application is and how it is deployed: `margo.yaml`, pre-drafts of October 2024 to autumn 2025. */
export type PredraftDescription = z.infer<ReturnType<typeof predraftDescriptionSchema>>;

/** How an application description of the pre-drafts is read. */
export const PREDRAFT_DESCRIPTION: DocumentKind<PredraftDescription> = {
  name: 'ApplicationDescription',
  revision: 'predraft-2024-10',
  format: 'yaml',
  get schema() {
    return predraftDescriptionSchema();
  },
  shapeRule: 'AD-00',
  readRule: 'AD-01',
  checks: [formOfOldCheck, componentsOfOldCheck, ...unchangedDescriptionRules('predraft-2024-10', 'in metadata')],
};

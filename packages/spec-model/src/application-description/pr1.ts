import * as z from 'zod';
import type { DocumentKind } from '../reading/document-kind.js';
import {
  componentsOfOldCheck,
  formOfOldCheck,
  requiredResourcesCheck,
} from '../rules/application-description/old-revisions.js';
import { members } from '../schema/members.js';
import { unchangedDescriptionRules } from './as-of-today.js';
import { configurationSchema } from './configuration-schema.js';
import { applicationIdSchema, metadataMembers } from './metadata-schema.js';
import { oldComponentSchema } from './old-component-schema.js';
import { headMembers } from './old-head.js';
import { parametersSchema } from './parameters-schema.js';
import { ARCHITECTURES_OF_PR1, requiredResourcesSchema } from './required-resources-schema.js';
import { lazily } from '../schema/lazily.js';

const unknown = { rule: 'AD-31' } as const;

const deploymentProfileSchema = lazily(() =>
  members(
    {
      type: z.enum(['helm.v3', 'helm', 'compose']).meta({
        description: 'How the components are deployed; helm.v3 became helm in spring 2026.',
        rule: 'AD-15',
      }),
      id: z.string().min(1).meta({ description: 'Name of the profile within the description.', rule: 'AD-14' }),
      description: z.string().optional().meta({ description: 'What the profile is for.' }),
      components: z
        .array(oldComponentSchema({ shape: 'AD-00', unknown: 'AD-31' }))
        .min(1)
        .meta({ description: 'Components in the order in which they are installed.', rule: 'AD-16' }),
      requiredResources: requiredResourcesSchema(ARCHITECTURES_OF_PR1).optional(),
    },
    { description: 'One way to deploy the application.', rule: 'AD-00', unknown },
  ),
);

/** Schema of an application description in PR1, the preview release of December 2025. */
export const pr1DescriptionSchema = lazily(() =>
  members(
    {
      ...headMembers(),
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

/** What an application is and how it is deployed: `margo.yaml`, PR1. */
export type Pr1Description = z.infer<ReturnType<typeof pr1DescriptionSchema>>;

/** How an application description of PR1 is read. */
export const PR1_DESCRIPTION: DocumentKind<Pr1Description> = {
  name: 'ApplicationDescription',
  revision: 'pr1',
  format: 'yaml',
  get schema() {
    return pr1DescriptionSchema();
  },
  shapeRule: 'AD-00',
  readRule: 'AD-01',
  checks: [
    formOfOldCheck,
    componentsOfOldCheck,
    requiredResourcesCheck,
    ...unchangedDescriptionRules('pr1', 'in metadata'),
  ],
};

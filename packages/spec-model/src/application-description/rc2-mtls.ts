import * as z from 'zod';
import type { DocumentKind } from '../reading/document-kind.js';
import {
  ociComponentsCheck,
  formOfOldCheck,
  requiredResourcesCheck,
} from '../rules/application-description/old-revisions.js';
import { type Extensions, members } from '../schema/members.js';
import { unchangedDescriptionRules } from './as-of-today.js';
import { configurationSchema } from './configuration-schema.js';
import { applicationIdSchema, metadataMembers } from './metadata-schema.js';
import { type OldComponent, oldComponentSchema } from './old-component-schema.js';
import { parametersSchema } from './parameters-schema.js';
import { ARCHITECTURES_OF_RC2, requiredResourcesSchema } from './required-resources-schema.js';
import { lazily } from '../schema/lazily.js';

const unknown = { rule: 'AD-31' } as const;

const deploymentProfileSchema = lazily(() =>
  members(
    {
      type: z.enum(['helm', 'compose']).meta({
        description: 'How the components are deployed.',
        rule: 'AD-15',
        hint: 'helm.v3 is now helm, and docker-compose is now compose.',
      }),
      id: z.string().min(1).meta({ description: 'Name of the profile within the description.', rule: 'AD-14' }),
      description: z.string().optional().meta({ description: 'What the profile is for.' }),
      components: z
        .array(oldComponentSchema({ shape: 'AD-00', unknown: 'AD-31', extensions: true, oci: true }))
        .min(1)
        .meta({ description: 'Components in the order in which they are installed.', rule: 'AD-16' }),
      requiredResources: requiredResourcesSchema(ARCHITECTURES_OF_RC2).optional(),
    },
    { description: 'One way to deploy the application.', rule: 'AD-00', unknown, extensions: true },
  ),
);

/** Schema of an application description in July and August 2026, between 1.0.0-rc.2 and 1.0.0-rc.3. */
export const rc2MtlsDescriptionSchema = lazily(() =>
  members(
    {
      apiVersion: z.string().min(1).meta({
        description: 'Version of the document form.',
        rule: 'AD-03',
        hint: 'Write apiVersion: margo.org/v1-alpha1.',
      }),
      kind: z.literal('ApplicationDescription').meta({
        description: 'Says what the document is.',
        rule: 'AD-04',
        hint: 'Write kind: ApplicationDescription.',
      }),
      id: applicationIdSchema,
      metadata: members(metadataMembers, { description: 'About the application.', rule: 'AD-00', unknown }),
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
      extensions: true,
    },
  ),
);

type Inferred = z.infer<ReturnType<typeof rc2MtlsDescriptionSchema>>;
type Profile = Omit<Inferred['deploymentProfiles'][number], 'components'> & {
  components: (OldComponent & Extensions)[];
} & Extensions;

/** What an application is and how it is deployed: `margo.yaml`, July and August 2026, between 1.0.0-rc.2 and 1.0.0-rc.3. */
export type Rc2MtlsDescription = Omit<Inferred, 'deploymentProfiles'> & { deploymentProfiles: Profile[] } & Extensions;

/** How an application description of July and August 2026, between 1.0.0-rc.2 and 1.0.0-rc.3 is read. */
export const RC2_MTLS_DESCRIPTION: DocumentKind<Rc2MtlsDescription> = {
  name: 'ApplicationDescription',
  revision: 'rc2-mtls',
  format: 'yaml',
  get schema() {
    return rc2MtlsDescriptionSchema();
  },
  shapeRule: 'AD-00',
  readRule: 'AD-01',
  checks: [
    formOfOldCheck,
    ociComponentsCheck,
    requiredResourcesCheck,
    ...unchangedDescriptionRules('rc2-mtls', 'at the top'),
  ],
};

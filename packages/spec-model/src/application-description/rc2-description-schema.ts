import * as z from 'zod';
import { REQUIRED_ARCHITECTURES } from '../identifiers/architectures.js';
import { type Extensions, members } from '../schema/members.js';
import { configurationSchema } from './configuration-schema.js';
import { applicationIdSchema, metadataMembers } from './metadata-schema.js';
import { type OldComponent, type OldComponentRules, oldComponentSchema } from './old-component-schema.js';
import { headMembers } from './old-head.js';
import { parametersSchema } from './parameters-schema.js';
import { requiredResourcesSchema } from './required-resources-schema.js';

const unknown = { rule: 'AD-31' } as const;

const deploymentProfileSchema = (rules: Pick<OldComponentRules, 'oci'>) =>
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
        .array(oldComponentSchema({ ...rules, shape: 'AD-00', unknown: 'AD-31', extensions: true }))
        .min(1)
        .meta({ description: 'Components in the order in which they are installed.', rule: 'AD-16' }),
      requiredResources: requiredResourcesSchema(REQUIRED_ARCHITECTURES).optional(),
    },
    { description: 'One way to deploy the application.', rule: 'AD-00', unknown, extensions: true },
  );

/** Schema of an application description from June to August 2026; the months differ in where components come from. */
export const rc2DescriptionSchema = (rules: Pick<OldComponentRules, 'oci'> = {}) =>
  members(
    {
      ...headMembers(),
      id: applicationIdSchema,
      metadata: members(metadataMembers, { description: 'About the application.', rule: 'AD-00', unknown }),
      deploymentProfiles: z
        .array(deploymentProfileSchema(rules))
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
  );

type Inferred = z.infer<ReturnType<typeof rc2DescriptionSchema>>;
type Profile = Omit<Inferred['deploymentProfiles'][number], 'components'> & {
  components: (OldComponent & Extensions)[];
} & Extensions;

/** What an application is and how it is deployed: `margo.yaml`, June to August 2026. */
export type Rc2Description = Omit<Inferred, 'deploymentProfiles'> & { deploymentProfiles: Profile[] } & Extensions;

import * as z from 'zod';
import { DEPLOYMENT_TYPES } from '../identifiers/deployment-types.js';
import { members, type Extensions } from '../schema/members.js';
import { type Component, componentSchema } from './component-schema.js';
import { configurationSchema } from './configuration-schema.js';
import { deviceConstraintsSchema } from './device-constraints-schema.js';
import { applicationIdSchema, metadataMembers } from './metadata-schema.js';
import { parametersSchema } from './parameters-schema.js';

const unknown = { rule: 'AD-31' } as const;
const text = (description: string) => z.string().meta({ description });

const deploymentProfileSchema = members(
  {
    type: z.enum(DEPLOYMENT_TYPES).meta({
      description: 'How the components are deployed.',
      rule: 'AD-15',
      hint: 'helm.v3 is now helm, and docker-compose is now compose.',
    }),
    id: z.string().min(1).meta({ description: 'Name of the profile within the description.', rule: 'AD-14' }),
    description: text('What the profile is for.').optional(),
    components: z
      .array(componentSchema({ shape: 'AD-00', unknown }))
      .min(1)
      .meta({ description: 'Components in the order in which they are installed.', rule: 'AD-16' }),
    deviceConstraints: deviceConstraintsSchema.optional(),
  },
  {
    description: 'One way to deploy the application.',
    rule: 'AD-00',
    unknown,
    extensions: true,
    retired: ['requiredResources'],
  },
);

/** Schema of an application description, 1.0.0-rc.3. */
export const applicationDescriptionSchema = members(
  {
    apiVersion: z.literal('v1').meta({ description: 'Version of the document form.', rule: 'AD-02' }),
    id: applicationIdSchema,
    metadata: members(metadataMembers, { description: 'About the application.', unknown, retired: ['id'] }),
    deploymentProfiles: z
      .array(deploymentProfileSchema)
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
    retired: ['kind'],
  },
);

type Inferred = z.infer<typeof applicationDescriptionSchema>;

/** One way to deploy an application: a type and its components in order. */
export type DeploymentProfile = Omit<Inferred['deploymentProfiles'][number], 'components'> & {
  components: Component[];
} & Extensions;

/** What an application is and how it is deployed: `margo.yaml`, 1.0.0-rc.3. */
export type ApplicationDescription = Omit<Inferred, 'deploymentProfiles'> & {
  deploymentProfiles: DeploymentProfile[];
} & Extensions;

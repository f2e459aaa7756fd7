import * as z from 'zod';
import { DEPLOYMENT_TYPES } from '../identifiers/deployment-types.js';
import { PATTERNS } from '../identifiers/patterns.js';
import { members, type Extensions } from '../schema/members.js';
import { type Component, componentSchema } from './component-schema.js';
import { configurationSchema } from './configuration-schema.js';
import { deviceConstraintsSchema } from './device-constraints-schema.js';
import { parametersSchema } from './parameters-schema.js';

const unknown = { rule: 'AD-31' } as const;
const text = (description: string) => z.string().meta({ description });

const catalogSchema = members(
  {
    application: members(
      {
        descriptionFile: text('Path of a markdown file about the application.').optional(),
        icon: text('Path of an icon.').optional(),
        licenseFile: text('Path of the licence: text, markdown or PDF.').optional(),
        releaseNotes: text('Path of the release notes: markdown or PDF.').optional(),
        site: text('Address of a web page about the application.').optional(),
        tagline: text('One line that says what the application is for.').optional(),
        tags: z.array(z.string()).optional().meta({ description: 'Words to find the application by.' }),
      },
      { description: 'The application as a catalog shows it.', unknown },
    ).optional(),
    author: z
      .array(
        members(
          {
            name: text('Name of the author.').optional(),
            email: z.string().regex(PATTERNS.email).optional().meta({ description: 'Email address.', rule: 'AD-11' }),
          },
          { description: 'A person who wrote the application.', unknown },
        ),
      )
      .optional()
      .meta({ description: 'Who wrote the application.' }),
    organization: z
      .array(
        members(
          { name: text('Name of the organization.'), site: text('Its web page.').optional() },
          { description: 'An organization behind the application.', unknown },
        ),
      )
      .min(1)
      .meta({ description: 'Who stands behind the application.', rule: 'AD-10' }),
  },
  { description: 'What a catalog shows.', rule: 'AD-10', unknown },
);

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
    id: z
      .string()
      .regex(PATTERNS.applicationId)
      .meta({ description: 'Id of the application, the same for all its versions.', rule: 'AD-06' }),
    metadata: members(
      {
        name: z.string().meta({ description: 'Name for people.', rule: 'AD-08' }),
        description: text('What the application does.').optional(),
        version: z.string().meta({
          description: 'Version of the application; also the tag of its package.',
          rule: 'AD-08',
        }),
        catalog: catalogSchema,
      },
      { description: 'About the application.', unknown, retired: ['id'] },
    ),
    deploymentProfiles: z
      .array(deploymentProfileSchema)
      .min(1)
      .meta({ description: 'Ways to deploy the application.', rule: 'AD-13' }),
    parameters: parametersSchema.optional(),
    configuration: configurationSchema.optional(),
  },
  {
    description: 'What an application is and how it is deployed.',
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

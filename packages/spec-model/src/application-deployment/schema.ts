import * as z from 'zod';
import { type Component, componentSchema } from '../application-description/component-schema.js';
import { deviceConstraintsSchema } from '../application-description/device-constraints-schema.js';
import { DEPLOYMENT_TYPES } from '../identifiers/deployment-types.js';
import { PATTERNS } from '../identifiers/patterns.js';
import { deploymentIdSchema, deviceTargetSchema } from '../identifiers/schemas.js';
import { type Extensions, members } from '../schema/members.js';
import { deploymentParametersSchema } from './parameters-schema.js';

const open = { rule: 'AX-00' } as const;
const closed = { rule: 'AX-00', closed: true } as const;

const deploymentProfileSchema = members(
  {
    type: z.enum(DEPLOYMENT_TYPES).meta({ description: 'How the components are deployed.', rule: 'AX-04' }),
    components: z
      .array(componentSchema({ shape: 'AX-04', unknown: closed }))
      .min(1)
      .meta({ description: 'Components in the order in which they are installed.', rule: 'AX-04' }),
    deviceConstraints: deviceConstraintsSchema.optional(),
  },
  {
    description: 'What is deployed: one profile of the description, without its id and description.',
    rule: 'AX-04',
    unknown: { rule: 'AX-04', closed: true },
    extensions: true,
  },
);

/** Schema of an application deployment, 1.0.0-rc.3. */
export const applicationDeploymentSchema = members(
  {
    id: deploymentIdSchema.meta({ rule: 'AX-01' }),
    metadata: members(
      {
        name: z.string().min(1).meta({ description: 'Name chosen by the fleet manager; source of deployment errors.' }),
        namespace: z.string().min(1).meta({ description: 'Kubernetes namespace.' }),
        deviceId: deviceTargetSchema,
        labels: z.record(z.string(), z.string()).optional().meta({ description: 'Labels.' }),
      },
      { description: 'Who and where.', rule: 'AX-02', unknown: open },
    ),
    spec: members(
      {
        applicationId: z
          .string()
          .regex(PATTERNS.applicationId)
          .meta({ description: 'Id of the application description.', rule: 'AX-03' }),
        deploymentProfile: deploymentProfileSchema,
        parameters: deploymentParametersSchema,
      },
      { description: 'What is deployed.', rule: 'AX-00', unknown: closed, extensions: true },
    ),
  },
  {
    id: 'ApplicationDeployment',
    description: 'One application on one device: the desired state of it.',
    section: 'desired state',
    rule: 'AX-00',
    unknown: open,
    retired: ['apiVersion', 'kind'],
  },
);

type Inferred = z.infer<typeof applicationDeploymentSchema>;
type Profile = Omit<Inferred['spec']['deploymentProfile'], 'components'> & { components: Component[] } & Extensions;

/** One application on one device: the desired state of it, 1.0.0-rc.3. */
export type ApplicationDeployment = Omit<Inferred, 'spec'> & {
  spec: Omit<Inferred['spec'], 'deploymentProfile'> & { deploymentProfile: Profile } & Extensions;
};

import * as z from 'zod';
import { deploymentIdSchema, deviceIdSchema, manifestVersionSchema, stateSchema } from '../identifiers/schemas.js';
import { members } from '../schema/members.js';

const open = { rule: 'SX-00' } as const;

const statusErrorSchema = members(
  {
    code: z.string().min(1).meta({ description: 'Identifier of the failure; 101 to 103 belong to gateways (ST-08).' }),
    source: z.string().min(1).meta({ description: 'Component, deployment or gateway that the error speaks of.' }),
    message: z.string().meta({ description: 'What went wrong, for a person.' }),
  },
  { id: 'StatusError', description: 'Why something failed.', rule: 'SX-04', unknown: open },
);

/** Schema of a deployment status manifest, 1.0.0-rc.3. */
export const deploymentStatusManifestSchema = members(
  {
    deploymentId: deploymentIdSchema,
    deviceId: deviceIdSchema.optional().meta({ rule: 'SX-05' }),
    adoptedManifestVersion: manifestVersionSchema,
    status: members(
      { state: stateSchema, error: statusErrorSchema.optional() },
      { description: 'The deployment as a whole.', unknown: open },
    ),
    components: z
      .array(
        members(
          {
            name: z.string().min(1).meta({ description: 'Name of the component.' }),
            state: stateSchema,
            error: statusErrorSchema.optional(),
          },
          { id: 'ComponentStatus', description: 'One component.', unknown: open },
        ),
      )
      .meta({ description: 'One entry per component of the deployment (ST-04).', rule: 'SX-01' }),
  },
  { id: 'DeploymentStatusManifest', description: 'How a deployment stands on a device.', rule: 'SX-00', unknown: open },
);

/** How a deployment stands on a device, 1.0.0-rc.3. */
export type DeploymentStatusManifest = z.infer<typeof deploymentStatusManifestSchema>;
/** How one component stands. */
export type ComponentStatus = DeploymentStatusManifest['components'][number];
/** Why something failed. */
export type StatusError = z.infer<typeof statusErrorSchema>;

import * as z from 'zod';
import { deploymentIdSchema, deviceIdSchema, manifestVersionSchema, stateSchema } from '../identifiers/schemas.js';
import { members } from '../schema/members.js';
import { componentNameSchema, componentsFacts, open, statusErrorSchema } from './parts.js';

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
          { name: componentNameSchema, state: stateSchema, error: statusErrorSchema.optional() },
          { id: 'ComponentStatus', description: 'One component.', unknown: open },
        ),
      )
      .meta(componentsFacts),
  },
  {
    id: 'DeploymentStatusManifest',
    description: 'How a deployment stands on a device.',
    section: 'deployment status',
    rule: 'SX-00',
    unknown: open,
  },
);

/** How a deployment stands on a device, 1.0.0-rc.3. */
export type DeploymentStatusManifest = z.infer<typeof deploymentStatusManifestSchema>;
/** How one component stands. */
export type ComponentStatus = DeploymentStatusManifest['components'][number];
/** Why something failed. */
export type StatusError = z.infer<typeof statusErrorSchema>;

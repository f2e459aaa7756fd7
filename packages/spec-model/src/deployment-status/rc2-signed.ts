import * as z from 'zod';
import { deploymentIdSchema, deviceIdSchema, stateSchema } from '../identifiers/schemas.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { componentsCheck, overallStateCheck } from '../rules/deployment-status/consistency.js';
import { reservedCodesCheck } from '../rules/deployment-status/reserved-codes.js';
import { members } from '../schema/members.js';
import { apiVersionSchema, componentNameSchema, componentsFacts, open, statusErrorSchema } from './parts.js';
import { tolerateErrors } from './tolerate-errors.js';
import { lazily } from '../schema/lazily.js';

/** Schema of a deployment status manifest, 1.0.0-rc.2 with message signatures. */
export const rc2SignedStatusSchema = lazily(() =>
  members(
    {
      apiVersion: apiVersionSchema.optional(),
      kind: z.literal('DeploymentStatusManifest').optional().meta({ description: 'Left out after June 2026.' }),
      deploymentId: deploymentIdSchema,
      deviceId: deviceIdSchema.optional().meta({ rule: 'SX-05' }),
      status: members(
        { state: stateSchema, error: statusErrorSchema.optional() },
        { description: 'The deployment as a whole.', unknown: open },
      ),
      components: z
        .array(
          members(
            { name: componentNameSchema, state: stateSchema, error: statusErrorSchema.optional() },
            { description: 'One component.', unknown: open },
          ),
        )
        .meta(componentsFacts),
    },
    {
      description: 'How a deployment stands on a device.',
      section: 'deployment status',
      rule: 'SX-00',
      unknown: open,
    },
  ),
);

/** How a deployment stands on a device, 1.0.0-rc.2 with message signatures. */
export type Rc2SignedStatus = z.infer<ReturnType<typeof rc2SignedStatusSchema>>;

/** How a deployment status manifest of 1.0.0-rc.2 with message signatures is read. */
export const RC2_SIGNED_STATUS: DocumentKind<Rc2SignedStatus> = {
  name: 'DeploymentStatusManifest',
  revision: 'rc2-signed',
  format: 'json',
  get schema() {
    return rc2SignedStatusSchema();
  },
  shapeRule: 'SX-00',
  readRule: 'SX-00',
  tolerate: tolerateErrors,
  checks: [componentsCheck, overallStateCheck, reservedCodesCheck],
};

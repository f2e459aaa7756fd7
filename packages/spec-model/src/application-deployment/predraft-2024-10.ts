import type * as z from 'zod';
import { deploymentIdSchema } from '../identifiers/schemas.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { formOfOldCheck, oldComponentsCheck } from '../rules/application-deployment/old-revisions.js';
import { members } from '../schema/members.js';
import { unchangedDeploymentRules } from './as-of-today.js';
import { applicationIdSchema, headMembers, metadataMembers, oldProfileSchema } from './old-schema.js';
import { deploymentParametersSchema } from './parameters-schema.js';
import { waitAsBoolean } from './tolerate-old.js';
import { lazily } from '../schema/lazily.js';

const unknown = { rule: 'AX-00' } as const;

/** Schema of an application deployment in the pre-drafts of October 2024 to autumn 2025. */
export const predraftDeploymentSchema = lazily(() =>
  members(
    {
      ...headMembers,
      metadata: members(
        {
          ...metadataMembers,
          annotations: members(
            { id: deploymentIdSchema.meta({ rule: 'AX-01' }), applicationId: applicationIdSchema },
            { description: 'Kubernetes annotations, the ids among them.', rule: 'AX-01' },
          ),
        },
        { description: 'Who and where.', rule: 'AX-02', unknown },
      ),
      spec: members(
        {
          deploymentProfile: oldProfileSchema(['helm.v3', 'docker-compose', 'compose']),
          parameters: deploymentParametersSchema,
        },
        { description: 'What is deployed.', rule: 'AX-00', unknown },
      ),
    },
    {
      description: 'One application on one device: the desired state of it.',
      section: 'desired state',
      rule: 'AX-00',
      unknown,
    },
  ),
);

/** One application on one device, pre-drafts of October 2024 to autumn 2025. */
export type PredraftDeployment = z.infer<ReturnType<typeof predraftDeploymentSchema>>;

/** How an application deployment of the pre-drafts is read. */
export const PREDRAFT_DEPLOYMENT: DocumentKind<PredraftDeployment> = {
  name: 'ApplicationDeployment',
  revision: 'predraft-2024-10',
  format: 'yaml',
  get schema() {
    return predraftDeploymentSchema();
  },
  shapeRule: 'AX-00',
  readRule: 'AX-00',
  tolerate: waitAsBoolean,
  checks: [
    formOfOldCheck,
    oldComponentsCheck,
    ...unchangedDeploymentRules('predraft-2024-10', ['id', 'applicationId']),
  ],
};

import type * as z from 'zod';
import { deploymentIdSchema } from '../identifiers/schemas.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { formOfOldCheck, oldComponentsCheck } from '../rules/application-deployment/old-revisions.js';
import { members } from '../schema/members.js';
import { unchangedDeploymentRules } from './as-of-today.js';
import { applicationIdSchema, headMembers, metadataMembers, oldProfileSchema } from './old-schema.js';
import { deploymentParametersSchema } from './parameters-schema.js';
import { idsAmongAnnotations, waitAsBoolean } from './tolerate-old.js';
import { lazily } from '../schema/lazily.js';

const unknown = { rule: 'AX-00' } as const;

/** Schema of an application deployment in PR1, the preview release of December 2025. */
export const pr1DeploymentSchema = lazily(() =>
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
        { description: 'Who and where.', rule: 'AX-02', unknown, retired: ['id'] },
      ),
      spec: members(
        {
          deploymentProfile: oldProfileSchema(['helm.v3', 'helm', 'compose']),
          parameters: deploymentParametersSchema,
        },
        { description: 'What is deployed.', rule: 'AX-00', unknown, retired: ['applicationId', 'appPackageRef'] },
      ),
    },
    {
      description: 'One application on one device: the desired state of it.',
      section: 'desired state',
      rule: 'AX-00',
      unknown,
      retired: ['id'],
    },
  ),
);

/** One application on one device, PR1. */
export type Pr1Deployment = z.infer<ReturnType<typeof pr1DeploymentSchema>>;

/** How an application deployment of PR1 is read; the places of the first OpenAPI files are tolerated. */
export const PR1_DEPLOYMENT: DocumentKind<Pr1Deployment> = {
  name: 'ApplicationDeployment',
  revision: 'pr1',
  format: 'yaml',
  get schema() {
    return pr1DeploymentSchema();
  },
  shapeRule: 'AX-00',
  readRule: 'AX-00',
  tolerate: (value, report) => idsAmongAnnotations(waitAsBoolean(value, report), report),
  checks: [formOfOldCheck, oldComponentsCheck, ...unchangedDeploymentRules('pr1', ['id', 'applicationId'])],
};

import type * as z from 'zod';
import type { OldComponent } from '../application-description/old-component-schema.js';
import { deploymentIdSchema, deviceTargetSchema } from '../identifiers/schemas.js';
import type { DocumentKind } from '../reading/document-kind.js';
import {
  applicationIdCheck,
  formOfOldCheck,
  oldComponentsCheck,
} from '../rules/application-deployment/old-revisions.js';
import { type Extensions, members } from '../schema/members.js';
import { unchangedDeploymentRules } from './as-of-today.js';
import { applicationIdSchema, headMembers, metadataMembers, oldProfileSchema } from './old-schema.js';
import { deploymentParametersSchema } from './parameters-schema.js';
import { waitAsBoolean } from './tolerate-old.js';
import { lazily } from '../schema/lazily.js';

const unknown = { rule: 'AX-00' } as const;

/** Schema of an application deployment in 1.0.0-rc.2 as tagged in June 2026. */
export const rc2SignedDeploymentSchema = lazily(() =>
  members(
    {
      ...headMembers,
      id: deploymentIdSchema.meta({ rule: 'AX-01' }),
      metadata: members(
        {
          ...metadataMembers,
          // The OpenAPI file asks for it, text and LinkML do not have it yet.
          deviceId: deviceTargetSchema.optional(),
          annotations: members(
            { applicationId: applicationIdSchema.optional() },
            { description: 'Kubernetes annotations, the id of the application among them.', rule: 'AX-03' },
          ).optional(),
        },
        { description: 'Who and where.', rule: 'AX-02', unknown },
      ),
      spec: members(
        {
          // The OpenAPI file has it here, text and LinkML among the annotations.
          applicationId: applicationIdSchema.optional(),
          deploymentProfile: oldProfileSchema(['helm', 'compose'], { extensions: true }),
          parameters: deploymentParametersSchema,
        },
        { description: 'What is deployed.', rule: 'AX-00', unknown, extensions: true },
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

type Inferred = z.infer<ReturnType<typeof rc2SignedDeploymentSchema>>;
type Profile = Omit<Inferred['spec']['deploymentProfile'], 'components'> & {
  components: (OldComponent & Extensions)[];
} & Extensions;

/** One application on one device, 1.0.0-rc.2 as tagged in June 2026. */
export type Rc2SignedDeployment = Omit<Inferred, 'spec'> & {
  spec: Omit<Inferred['spec'], 'deploymentProfile'> & { deploymentProfile: Profile } & Extensions;
};

/** How an application deployment of 1.0.0-rc.2 (June 2026) is read. */
export const RC2_SIGNED_DEPLOYMENT: DocumentKind<Rc2SignedDeployment> = {
  name: 'ApplicationDeployment',
  revision: 'rc2-signed',
  format: 'yaml',
  get schema() {
    return rc2SignedDeploymentSchema();
  },
  shapeRule: 'AX-00',
  readRule: 'AX-00',
  tolerate: waitAsBoolean,
  checks: [formOfOldCheck, applicationIdCheck, oldComponentsCheck, ...unchangedDeploymentRules('rc2-signed', [])],
};

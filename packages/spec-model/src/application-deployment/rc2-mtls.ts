import type * as z from 'zod';
import type { OldComponent } from '../application-description/old-component-schema.js';
import { deploymentIdSchema, deviceTargetSchema } from '../identifiers/schemas.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { oldMembersCheck } from '../rules/application-deployment/components.js';
import { ociComponentsCheck } from '../rules/application-deployment/old-revisions.js';
import { type Extensions, members } from '../schema/members.js';
import { unchangedDeploymentRules } from './as-of-today.js';
import { applicationIdSchema, metadataMembers, oldProfileSchema } from './old-schema.js';
import { deploymentParametersSchema } from './parameters-schema.js';
import { waitAsBoolean } from './tolerate-old.js';
import { lazily } from '../schema/lazily.js';

const unknown = { rule: 'AX-00' } as const;

/** Schema of an application deployment of July and August 2026, between 1.0.0-rc.2 and 1.0.0-rc.3. */
export const rc2MtlsDeploymentSchema = lazily(() =>
  members(
    {
      id: deploymentIdSchema.meta({ rule: 'AX-01' }),
      metadata: members(
        { ...metadataMembers, deviceId: deviceTargetSchema },
        { description: 'Who and where.', rule: 'AX-02', unknown },
      ),
      spec: members(
        {
          applicationId: applicationIdSchema,
          deploymentProfile: oldProfileSchema(['helm', 'compose'], { extensions: true, oci: true }),
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
      retired: ['apiVersion', 'kind'],
    },
  ),
);

type Inferred = z.infer<ReturnType<typeof rc2MtlsDeploymentSchema>>;
type Profile = Omit<Inferred['spec']['deploymentProfile'], 'components'> & {
  components: (OldComponent & Extensions)[];
} & Extensions;

/** One application on one device, July and August 2026, between 1.0.0-rc.2 and 1.0.0-rc.3. */
export type Rc2MtlsDeployment = Omit<Inferred, 'spec'> & {
  spec: Omit<Inferred['spec'], 'deploymentProfile'> & { deploymentProfile: Profile } & Extensions;
};

/** How an application deployment of July and August 2026 is read. */
export const RC2_MTLS_DEPLOYMENT: DocumentKind<Rc2MtlsDeployment> = {
  name: 'ApplicationDeployment',
  revision: 'rc2-mtls',
  format: 'yaml',
  get schema() {
    return rc2MtlsDeploymentSchema();
  },
  shapeRule: 'AX-00',
  readRule: 'AX-00',
  tolerate: waitAsBoolean,
  checks: [oldMembersCheck, ociComponentsCheck, ...unchangedDeploymentRules('rc2-mtls', [])],
};

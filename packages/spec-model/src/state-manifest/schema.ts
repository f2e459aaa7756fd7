import * as z from 'zod';
import { deploymentIdSchema, digestSchema, manifestVersionSchema } from '../identifiers/schemas.js';
import { MEDIA_TYPES } from '../identifiers/media-types.js';
import { members } from '../schema/members.js';

const open = { rule: 'MX-00' } as const;

const sizeBytes = z
  .number()
  .nonnegative()
  .optional()
  .meta({ description: 'Size in bytes, a hint only; never used for integrity (DS-15).', unit: 'bytes' });

const bundleReferenceSchema = members(
  {
    mediaType: z.literal(MEDIA_TYPES.bundle).meta({ description: 'Media type of the bundle.' }),
    digest: digestSchema,
    sizeBytes,
    url: z.string().min(1).meta({ description: 'Path of the bundle; ends with the digest.' }),
  },
  { id: 'BundleReference', description: 'All deployments in one archive.', rule: 'MX-03', unknown: open },
);

const deploymentReferenceSchema = members(
  {
    deploymentId: deploymentIdSchema,
    digest: digestSchema,
    sizeBytes,
    url: z.string().min(1).meta({ description: 'Path of the deployment; ends with the digest.' }),
  },
  { id: 'DeploymentReference', description: 'One deployment, by digest.', rule: 'MX-03', unknown: open },
);

/** Schema of a state manifest, 1.0.0-rc.3. */
export const stateManifestSchema = members(
  {
    manifestVersion: manifestVersionSchema,
    bundle: bundleReferenceSchema.nullable().meta({ rule: 'MX-02', description: 'The bundle, or null (DS-09).' }),
    deployments: z
      .array(deploymentReferenceSchema)
      .meta({ description: 'What is to run; absence means removal (DS-24).' }),
  },
  {
    id: 'StateManifest',
    description: 'The desired state of one client.',
    section: 'desired state',
    rule: 'MX-00',
    unknown: open,
  },
);

/** The desired state of one client, 1.0.0-rc.3. */
export type StateManifest = z.infer<typeof stateManifestSchema>;
/** One deployment of a state manifest, by digest. */
export type DeploymentReference = StateManifest['deployments'][number];
/** The archive of all deployments of a state manifest, by digest. */
export type BundleReference = NonNullable<StateManifest['bundle']>;

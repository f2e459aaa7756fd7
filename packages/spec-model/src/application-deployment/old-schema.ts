import * as z from 'zod';
import { type OldComponentRules, oldComponentSchema } from '../application-description/old-component-schema.js';
import { PATTERNS } from '../identifiers/patterns.js';
import { members } from '../schema/members.js';

const unknown = { rule: 'AX-00' } as const;

/** Root members that said what a document is, until they were given up after 1.0.0-rc.2. */
export const headMembers = {
  apiVersion: z.string().min(1).meta({
    description: 'Version of the document form.',
    hint: 'Write apiVersion: application.margo.org/v1alpha1.',
  }),
  kind: z.literal('ApplicationDeployment').meta({
    description: 'Says what the document is.',
    hint: 'Write kind: ApplicationDeployment.',
  }),
};

/** Members of metadata that every revision has. */
export const metadataMembers = {
  name: z.string().min(1).meta({ description: 'Name chosen by the fleet manager; source of deployment errors.' }),
  namespace: z.string().min(1).meta({ description: 'Kubernetes namespace.' }),
  labels: z.record(z.string(), z.string()).optional().meta({ description: 'Labels.' }),
};

/** Id of the application, wherever it stands. */
export const applicationIdSchema = z.string().regex(PATTERNS.applicationId).meta({
  description: 'Id of the application description.',
  rule: 'AX-03',
  hint: 'Write the id of the application description: at most 200 lower-case letters, digits and dashes.',
});

/** What is deployed, with the types and the components of an older revision. */
export const oldProfileSchema = <Type extends string>(
  types: readonly Type[],
  rules: Pick<OldComponentRules, 'extensions' | 'oci'> = {},
) =>
  members(
    {
      type: z.enum(types).meta({ description: 'How the components are deployed.', rule: 'AX-04' }),
      components: z
        .array(oldComponentSchema({ ...rules, shape: 'AX-04', unknown: 'AX-00' }))
        .min(1)
        .meta({ description: 'Components in the order in which they are installed.', rule: 'AX-04' }),
    },
    {
      description: 'What is deployed: one profile of the description.',
      rule: 'AX-04',
      unknown,
      extensions: rules.extensions ?? false,
    },
  );

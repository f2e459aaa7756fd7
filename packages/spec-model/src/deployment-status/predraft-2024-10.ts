import * as z from 'zod';
import { deploymentIdSchema } from '../identifiers/schemas.js';
import type { DocumentPath } from '../issue.js';
import type { Report } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { isMapping, type Mapping } from '../reading/mapping.js';
import { componentsCheck } from '../rules/deployment-status/consistency.js';
import { members } from '../schema/members.js';
import { apiVersionSchema, componentNameSchema, componentsFacts, errorWithoutSourceSchema, open } from './parts.js';
import { eachStatus, tolerateErrors } from './tolerate-errors.js';
import { lazily } from '../schema/lazily.js';

const STATES = [
  'Pending',
  'Installing',
  'Installed',
  'Failed',
  'pending',
  'installing',
  'installed',
  'failed',
] as const;

/** The text writes the states with capitals, its example without; both are read as the latter. */
const stateSchema = lazily(() =>
  z
    .enum(STATES)
    .transform((state) => state.toLowerCase() as 'pending' | 'installing' | 'installed' | 'failed')
    .meta({ description: 'State of a component or of a whole deployment.', rule: 'SX-01' }),
);

/** Schema of a deployment status, pre-draft of October 2024. */
export const predraftStatusSchema = lazily(() =>
  members(
    {
      apiVersion: apiVersionSchema.meta({ description: 'Version of the interface, deployment.margo/v1.' }),
      kind: z.literal('DeploymentStatus').meta({ description: 'Says what the document is.' }),
      deploymentId: deploymentIdSchema,
      status: members(
        { state: stateSchema(), error: errorWithoutSourceSchema.optional() },
        { description: 'The deployment as a whole.', unknown: open },
      ),
      components: z
        .array(
          members(
            { name: componentNameSchema, state: stateSchema(), error: errorWithoutSourceSchema.optional() },
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

/** How a deployment stands on a device, pre-draft of October 2024. */
export type PredraftStatus = z.infer<ReturnType<typeof predraftStatusSchema>>;

/** The name of the member as the example of the pre-draft has it once. */
const MISPRINTED = 'message ';

const withoutMisprint = (holder: unknown, path: DocumentPath, report: Report): unknown => {
  const error = isMapping(holder) ? holder['error'] : undefined;
  if (!isMapping(holder) || !isMapping(error)) return holder;
  if (!Object.hasOwn(error, MISPRINTED) || Object.hasOwn(error, 'message')) return holder;
  report('SX-00', [...path, 'error', MISPRINTED], 'The name of the member ends with a space and is read without it.', {
    severity: 'warning',
    hint: 'Write message.',
  });
  const { [MISPRINTED]: message, ...rest } = error;
  return { ...holder, error: { ...rest, message } };
};

/** Done before the schema does it, because the checks also look at documents that the schema refuses. */
const withoutCapitals = (holder: unknown): unknown => {
  const state = isMapping(holder) ? holder['state'] : undefined;
  if (!isMapping(holder) || typeof state !== 'string' || !STATES.some((known) => known === state)) return holder;
  return { ...holder, state: state.toLowerCase() };
};

const tolerate = (value: Mapping, report: Report): Record<string, unknown> =>
  tolerateErrors(
    eachStatus(value, (holder, path) => withoutCapitals(withoutMisprint(holder, path, report))),
    report,
  );

/** How a deployment status of the pre-draft of October 2024 is read. */
export const PREDRAFT_STATUS: DocumentKind<PredraftStatus> = {
  name: 'DeploymentStatusManifest',
  revision: 'predraft-2024-10',
  format: 'json',
  get schema() {
    return predraftStatusSchema();
  },
  shapeRule: 'SX-00',
  readRule: 'SX-00',
  tolerate,
  checks: [componentsCheck],
};

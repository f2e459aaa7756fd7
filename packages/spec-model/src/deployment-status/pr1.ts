import * as z from 'zod';
import { deploymentIdSchema, stateSchema } from '../identifiers/schemas.js';
import { STATES } from '../identifiers/state.js';
import type { DocumentPath } from '../issue.js';
import type { Report } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { isMapping, type Mapping } from '../reading/mapping.js';
import { componentsCheck, overallStateCheck } from '../rules/deployment-status/consistency.js';
import { members } from '../schema/members.js';
import { apiVersionSchema, componentNameSchema, componentsFacts, errorWithoutSourceSchema, open } from './parts.js';
import { eachStatus, tolerateErrors } from './tolerate-errors.js';
import { lazily } from '../schema/lazily.js';

/** Schema of a deployment status manifest, preview release 1. */
export const pr1StatusSchema = lazily(() =>
  members(
    {
      apiVersion: apiVersionSchema,
      kind: z
        .enum(['DeploymentStatusManifest', 'DeploymentStatus'])
        .meta({ description: 'DeploymentStatusManifest; the first files say DeploymentStatus.' }),
      deploymentId: deploymentIdSchema,
      status: members(
        { state: stateSchema, error: errorWithoutSourceSchema.optional() },
        { description: 'The deployment as a whole.', unknown: open },
      ),
      components: z
        .array(
          members(
            { name: componentNameSchema, state: stateSchema, error: errorWithoutSourceSchema.optional() },
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

/** How a deployment stands on a device, preview release 1. */
export type Pr1Status = z.infer<ReturnType<typeof pr1StatusSchema>>;

/** What the eight states of the first files are called since: six of them in lower case, and two that are gone. */
const STATES_SINCE: Readonly<Record<string, string>> = {
  Updating: 'installing',
  Updated: 'installed',
  ...Object.fromEntries(STATES.map((state) => [`${state.charAt(0).toUpperCase()}${state.slice(1)}`, state])),
};

const stateSince = (holder: Mapping, path: DocumentPath, report: Report): Mapping => {
  const { state } = holder;
  const since = typeof state === 'string' && Object.hasOwn(STATES_SINCE, state) ? STATES_SINCE[state] : undefined;
  if (since === undefined) return holder;
  report('SX-01', [...path, 'state'], `The state ${String(state)} of the first files is read as ${since}.`, {
    severity: 'warning',
    hint: `Write ${since}.`,
  });
  return { ...holder, state: since };
};

const tolerate = (value: Mapping, report: Report): Record<string, unknown> =>
  tolerateErrors(
    eachStatus(value, (holder, path) => (isMapping(holder) ? stateSince(holder, path, report) : holder)),
    report,
  );

/** How a deployment status manifest of preview release 1 is read. */
export const PR1_STATUS: DocumentKind<Pr1Status> = {
  name: 'DeploymentStatusManifest',
  revision: 'pr1',
  format: 'json',
  get schema() {
    return pr1StatusSchema();
  },
  shapeRule: 'SX-00',
  readRule: 'SX-00',
  tolerate,
  checks: [componentsCheck, overallStateCheck],
};

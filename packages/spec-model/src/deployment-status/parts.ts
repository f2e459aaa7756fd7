import * as z from 'zod';
import { members } from '../schema/members.js';

/** What an unknown member breaks wherever the schema leaves an object open. */
export const open = { rule: 'SX-00' } as const;

const code = z
  .string()
  .min(1)
  .meta({ description: 'Identifier of the failure; 101 to 103 belong to gateways (ST-08).' });
const message = z.string().meta({ description: 'What went wrong, for a person.' });

/** Why something failed; who says so is known since 1.0.0-rc.2. */
export const statusErrorSchema = members(
  {
    code,
    source: z.string().min(1).meta({ description: 'Component, deployment or gateway that the error speaks of.' }),
    message,
  },
  { id: 'StatusError', description: 'Why something failed.', rule: 'SX-04', unknown: open },
);

/** Why something failed, before 1.0.0-rc.2. */
export const errorWithoutSourceSchema = members(
  { code: code.meta({ description: 'Identifier of the failure.' }), message },
  { description: 'Why something failed.', rule: 'SX-00', unknown: open },
);

/** Name of a component that a status reports on. */
export const componentNameSchema = z.string().min(1).meta({ description: 'Name of the component.' });

/** What is said about the components, whatever each entry looks like. */
export const componentsFacts = {
  description: 'One entry per component of the deployment (ST-04).',
  rule: 'SX-01',
} as const;

/** The version that older revisions give their documents. */
export const apiVersionSchema = z
  .string()
  .min(1)
  .meta({ description: 'Version of the interface, deployment.margo.org/v1alpha1.' });

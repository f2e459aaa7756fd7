import * as z from 'zod';
import { PATTERNS } from '../identifiers/patterns.js';
import { members, type Extensions } from '../schema/members.js';
import type { RuleId } from '../rules/registry.js';

/** How strangers are treated in a component: a description stays open, a deployment is closed by its schema. */
export interface ComponentRules {
  readonly shape: RuleId;
  readonly unknown: { readonly rule: RuleId; readonly closed?: boolean };
}

/** Schema of a component; descriptions and deployments share it. */
export const componentSchema = ({ shape, unknown }: ComponentRules) =>
  members(
    {
      name: z
        .string()
        .regex(PATTERNS.componentName)
        .meta({ description: 'Name of the component; targets refer to it.', rule: 'AD-17' }),
      properties: members(
        {
          repository: z.string().regex(PATTERNS.repository).meta({
            description: 'OCI repository that holds the component, without tag or digest.',
            rule: 'AD-20',
            hint: 'Write the OCI repository, for example oci://registry.example.com/charts/my-chart.',
          }),
          revision: z.string().regex(PATTERNS.revision).meta({
            description: 'Version of the component: SemVer without a leading v, with _ in place of +.',
            rule: 'AD-20',
          }),
          wait: z.boolean().optional().meta({
            description: 'Whether the next component waits until this one is installed. Default true.',
            rule: 'AD-24',
          }),
          timeout: z.string().regex(PATTERNS.timeout).optional().meta({
            description: 'Longest time for the whole installation of this component, in minutes and seconds.',
            unit: 'minutes and seconds',
            rule: 'AD-23',
          }),
        },
        {
          description: 'Where the component comes from and how it is installed.',
          rule: shape,
          // Open in both documents: only the component around it is closed.
          unknown: { rule: unknown.rule },
          retired: ['packageLocation', 'keyLocation'],
        },
      ),
    },
    { description: 'One Helm chart, Compose package or custom artefact.', rule: shape, unknown, extensions: true },
  );

/** One Helm chart, Compose package or custom artefact of a profile. */
export type Component = z.infer<ReturnType<typeof componentSchema>> & Extensions;

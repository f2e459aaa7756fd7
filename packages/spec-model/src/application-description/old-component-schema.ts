import * as z from 'zod';
import { PATTERNS } from '../identifiers/patterns.js';
import type { RuleId } from '../rules/registry.js';
import { members } from '../schema/members.js';

/** How the components of an older revision are read; descriptions and deployments share them. */
export interface OldComponentRules {
  /** The rule about the shape of the document. */
  readonly shape: RuleId;
  /** The rule about members that nobody defined. */
  readonly unknown: RuleId;
  /** Whether vendors may put members of their own here. */
  readonly extensions?: boolean;
  /** Whether components come from an OCI registry already. */
  readonly oci?: boolean;
}

/** Anything with a scheme: the specification asks for a URL and says no more. */
const URL_FORM = /^[a-z][a-z0-9+.-]*:\/\/\S+$/i;

/** Schema of a component before 1.0.0-rc.3. What Helm and Compose each need is for rules, as in the LinkML. */
export const oldComponentSchema = ({ shape, unknown, extensions = false, oci = false }: OldComponentRules) => {
  const source = oci ? 'AD-20' : 'AD-22';
  return members(
    {
      name: z
        .string()
        .regex(PATTERNS.componentName)
        .meta({ description: 'Name of the component; targets refer to it.', rule: 'AD-17' }),
      properties: members(
        {
          repository: z
            .string()
            .regex(oci ? PATTERNS.repository : /\S/)
            .optional()
            .meta({ description: 'Repository that holds the Helm chart.', rule: source }),
          revision: z
            .string()
            .regex(oci ? PATTERNS.revision : /\S/)
            .optional()
            .meta({ description: 'Version of the Helm chart.', rule: source }),
          packageLocation: z
            .string()
            .regex(URL_FORM)
            .optional()
            .meta({
              description: 'URL of the Compose package: a tarball, since 1.0.0-rc.2 also a plain compose.yaml.',
              rule: oci ? shape : 'AD-22',
              hint: 'Write the whole URL, for example https://example.com/app.tar.gz.',
            }),
          keyLocation: z.string().optional().meta({
            description: 'URL of the public PGP key that the Compose package is signed with.',
          }),
          wait: z.boolean().optional().meta({
            description: 'Whether the next component waits until this one is installed. Default true.',
            rule: 'AD-24',
          }),
          timeout: z.string().optional().meta({
            description: 'Longest time for the whole installation of this component, in minutes and seconds.',
            unit: 'minutes and seconds',
          }),
        },
        {
          description: 'Where the component comes from and how it is installed.',
          rule: shape,
          unknown: { rule: unknown },
        },
      ),
    },
    { description: 'One Helm chart or Compose package.', rule: shape, unknown: { rule: unknown }, extensions },
  );
};

/** One Helm chart or Compose package, before 1.0.0-rc.3. */
export type OldComponent = z.infer<ReturnType<typeof oldComponentSchema>>;

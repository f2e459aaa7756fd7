import type { ApplicationDescription, DeploymentProfile } from '../../application-description/schema.js';
import { PATTERNS } from '../../identifiers/patterns.js';
import type { DocumentPath } from '../../issue.js';
import type { Check, Report } from '../../reading/check.js';
import { listed, quoted, shortened } from '../../reading/wording.js';
import { parseHelmPointer } from '../../render/helm-pointer.js';

type Types = ReadonlySet<DeploymentProfile['type']>;

/** PM-03, PM-05 to PM-07: each target reaches components, by a pointer of their kind. */
export const targetsCheck: Check<ApplicationDescription> = {
  needs: ['deploymentProfiles', 'parameters'],
  check: ({ deploymentProfiles, parameters = {} }, report) => {
    const typesOf = typesOfComponents(deploymentProfiles);
    const ids = new Set(deploymentProfiles.map(({ id }) => id));
    const known = `Components are: ${listed([...typesOf.keys()], 'and', shortened)}.`;

    for (const [name, { targets }] of Object.entries(parameters)) {
      targets.forEach(({ pointer, components }, t) => {
        const target = ['parameters', name, 'targets', t] as const;
        let common: Types | undefined;
        components.forEach((component, c) => {
          const types = typesOf.get(component);
          if (types) common = common ? new Set([...common].filter((type) => types.has(type))) : types;
          else {
            report('PM-03', [...target, 'components', c], `No component is called ${quoted(component)}.`, {
              hint: ids.has(component)
                ? 'This is the id of a profile; name the components of the profile instead.'
                : known,
            });
          }
        });
        if (common?.size === 0) {
          report('PM-07', target, `The target of ${shortened(name)} lists components of different profile types.`);
        } else if (common) reportPointer(pointer, common, [...target, 'pointer'], report);
      });
    }
  },
};

const typesOfComponents = (profiles: readonly DeploymentProfile[]): ReadonlyMap<string, Types> => {
  const typesOf = new Map<string, Set<DeploymentProfile['type']>>();
  for (const { type, components } of profiles) {
    for (const { name } of components) typesOf.set(name, (typesOf.get(name) ?? new Set()).add(type));
  }
  return typesOf;
};

/** PM-05 and PM-06. A component of two types takes both kinds of pointers (AD-19), a custom one any. */
const reportPointer = (pointer: string, types: Types, at: DocumentPath, report: Report): void => {
  if (types.has('custom')) return;
  if (types.has('compose') && PATTERNS.environmentVariable.test(pointer)) return;
  if (types.has('helm')) {
    if (parseHelmPointer(pointer) === undefined) report('PM-05', at, `${quoted(pointer)} is no path into Helm values.`);
    return;
  }
  const said = `${quoted(pointer)} is not the name of an environment variable.`;
  const bare = pointer.replace(/^ENV\./, '');
  // a prefix that older revisions used and that says nothing. How much it weighs depends on the revision.
  if (PATTERNS.environmentVariable.test(bare)) {
    report('PM-06', at, said, { hint: `The ENV. prefix is gone: write ${shortened(bare)}.` });
  } else if (pointer.startsWith('PORTS.')) {
    report('PM-06', at, said, {
      severity: 'error',
      hint: 'Let compose.yaml publish the port by a variable, and name that variable here.',
    });
  } else report('PM-06', at, said, { severity: 'error' });
};

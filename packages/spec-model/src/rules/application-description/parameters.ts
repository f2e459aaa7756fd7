import { PATTERNS } from '../../identifiers/patterns.js';
import type { Check } from '../../reading/check.js';
import { parseHelmPointer } from '../../render/helm-pointer.js';
import type { ApplicationDescription } from '../../application-description/schema.js';

/** Names that a hint lists; a description may have thousands. */
const SHOWN_NAMES = 10;
const SECRET_NAME = /password|secret|token|apikey|api-key/i;

/** PM-03 to PM-08: each target reaches a component, by a pointer of the component's kind, and nobody else's place. */
export const targetsCheck: Check<ApplicationDescription> = {
  needs: ['deploymentProfiles', 'parameters'],
  check: ({ deploymentProfiles, parameters = {} }, report) => {
    const typesOf = new Map<string, Set<string>>();
    for (const { type, components } of deploymentProfiles) {
      for (const { name } of components) typesOf.set(name, (typesOf.get(name) ?? new Set()).add(type));
    }
    const writers = new Map<string, string>();

    for (const [name, { targets }] of Object.entries(parameters)) {
      targets.forEach(({ pointer, components }, t) => {
        const target = ['parameters', name, 'targets', t] as const;
        const types = new Set<string>();
        components.forEach((component, c) => {
          const known = typesOf.get(component);
          if (!known) {
            report('PM-03', [...target, 'components', c], `No component is called ${component}.`, {
              hint: hintForComponent(component, deploymentProfiles, [...typesOf.keys()]),
            });
            return;
          }
          for (const type of known) types.add(type);
          const place = `${component} ${pointer}`;
          const other = writers.get(place);
          if (other !== undefined && other !== name) {
            report('PM-08', [...target, 'pointer'], `Parameter ${other} writes ${pointer} of ${component} too.`);
          }
          writers.set(place, name);
        });
        if (types.has('helm') && types.has('compose')) {
          report('PM-07', target, `The target of ${name} mixes Helm and Compose components.`);
        } else if (types.has('helm') && parseHelmPointer(pointer) === undefined) {
          report('PM-05', [...target, 'pointer'], `${JSON.stringify(pointer)} is not a path into Helm values.`);
        } else if (types.has('compose') && !PATTERNS.environmentVariable.test(pointer)) {
          const bare = pointer.replace(/^ENV\./, '');
          report(
            'PM-06',
            [...target, 'pointer'],
            `${JSON.stringify(pointer)} is not the name of an environment variable.`,
            {
              ...(bare !== pointer ? { hint: `The ENV. prefix is gone: write ${bare}.` } : {}),
            },
          );
        }
      });
    }
  },
};

const hintForComponent = (
  name: string,
  profiles: ApplicationDescription['deploymentProfiles'],
  known: readonly string[],
): string =>
  profiles.some(({ id }) => id === name)
    ? 'This is the id of a profile; name the components of the profile instead.'
    : `Components are: ${known.slice(0, SHOWN_NAMES).join(', ')}${known.length > SHOWN_NAMES ? ', …' : ''}.`;

/** PM-10: a description is public, so a default is no place for a secret. */
export const secretsCheck: Check<ApplicationDescription> = {
  needs: ['parameters'],
  check: ({ parameters = {} }, report) => {
    for (const [name, { value }] of Object.entries(parameters)) {
      if (SECRET_NAME.test(name) && typeof value === 'string' && value !== '') {
        report('PM-10', ['parameters', name, 'value'], `The default of ${name} looks like a secret.`);
      }
    }
  },
};

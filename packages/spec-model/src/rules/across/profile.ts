import type { ApplicationDeployment } from '../../application-deployment/schema.js';
import type { Component } from '../../application-description/component-schema.js';
import type { ApplicationDescription, DeploymentProfile } from '../../application-description/schema.js';
import { extensionsOf } from '../../identifiers/extension-key.js';
import type { Report } from '../../reading/check.js';
import { quoted, shortened } from '../../reading/wording.js';
import { isSameValue } from './same-value.js';

type Deployed = ApplicationDeployment['spec']['deploymentProfile'];

const PROFILE = ['spec', 'deploymentProfile'] as const;
/** Most profiles that a deployment is compared with; nobody tells more of them apart that have the same components. */
const MAX_CANDIDATES = 20;
/** What tells which component is installed, and how. */
const PROPERTIES = ['repository', 'revision', 'wait', 'timeout'] as const;

/** AX-04, AX-07 and DC-09: the profile of a deployment is one of the description, copied as it is. */
export const reportProfile = (
  deployed: Deployed,
  { deploymentProfiles }: ApplicationDescription,
  report: Report,
): void => {
  const sameType = deploymentProfiles.filter(({ type }) => type === deployed.type);
  if (sameType.length === 0) {
    report('AX-04', [...PROFILE, 'type'], `The description has no ${deployed.type} profile.`);
    return;
  }
  const names = namesOf(deployed);
  const candidates = sameType.filter((profile) => namesOf(profile) === names).slice(0, MAX_CANDIDATES);
  if (candidates.length === 0) {
    report(
      'AX-04',
      [...PROFILE, 'components'],
      `No ${deployed.type} profile of the description has these components in this order.`,
    );
    return;
  }
  // Several profiles can have the same components, and the deployment is compared with the one that is most like it.
  const [first = [], ...others] = candidates.map((profile) => differences(deployed, profile));
  const nearest = others.reduce((least, other) => (other.length < least.length ? other : least), first);
  for (const [rule, path, message] of nearest) report(rule, path, message);
};

const namesOf = ({ components }: Pick<Deployed, 'components'>): string =>
  JSON.stringify(components.map(({ name }) => name));

type Difference = Parameters<Report>;

const differences = (deployed: Deployed, profile: DeploymentProfile): Difference[] => [
  ...deployed.components.flatMap((component, c) => componentDifferences(component, profile.components[c], c)),
  ...extensionDifferences(deployed, profile, PROFILE, 'the profile'),
  ...(isSameValue(deployed.deviceConstraints, profile.deviceConstraints)
    ? []
    : [constraintsDifference(deployed, profile)]),
];

const componentDifferences = (deployed: Component, described: Component | undefined, c: number): Difference[] => {
  if (!described) return [];
  const at = [...PROFILE, 'components', c];
  const { properties, name } = deployed;
  return [
    ...PROPERTIES.flatMap((member): Difference[] => {
      const [here, there] = [valueOf(properties, member), valueOf(described.properties, member)];
      if (here === there) return [];
      const is = here === undefined ? 'missing' : quoted(here);
      const has = there === undefined ? 'none' : quoted(there);
      const said = `${member} of ${shortened(name)} is ${is}, but the description has ${has}.`;
      return [['AX-04', [...at, 'properties', member], said]];
    }),
    ...extensionDifferences(deployed, described, at, shortened(name)),
  ];
};

const valueOf = (properties: Component['properties'], member: (typeof PROPERTIES)[number]): unknown =>
  // A component is waited for unless it says otherwise.
  properties[member] ?? (member === 'wait' ? true : undefined);

const extensionDifferences = (
  deployed: object,
  described: object,
  at: readonly (string | number)[],
  whose: string,
): Difference[] =>
  isSameValue(extensionsOf(deployed), extensionsOf(described))
    ? []
    : [['AX-07', at, `The extensions of ${whose} differ from those in the description.`]];

const constraintsDifference = (deployed: Deployed, { deviceConstraints }: DeploymentProfile): Difference => {
  const at = [...PROFILE, 'deviceConstraints'];
  if (deviceConstraints === undefined) return ['DC-09', at, 'The profile of the description has no constraints.'];
  return deployed.deviceConstraints === undefined
    ? ['DC-09', at, 'The constraints of the profile are missing.']
    : ['DC-09', at, 'The constraints differ from those of the profile.'];
};

import type { DocumentPath } from '../../issue.js';
import { isMapping } from '../../reading/mapping.js';
import type { ConversionDecisions } from '../decisions.js';
import type { Draft } from '../draft.js';
import type { Hop } from '../hop.js';
import { renameArchitecture } from '../parts/architectures.js';

const PROPERTIES = ['properties'];
const RESOURCES = ['properties', 'resources'];
const ROLES = ['properties', 'roles'];

/** What devices of a role deploy, by its name without regard to capitals. */
const DEPLOYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['standalone cluster', ['helm']],
  ['cluster leader', ['helm']],
  ['cluster lead', ['helm']],
  ['standalone device', ['compose']],
  ['gateway', []],
]);

/** What a device that hosts workloads reports, all of it. */
const OF_HOSTS = ['memory', 'storage', 'peripherals', 'interfaces', 'otelCollector', 'supportedRuntimes'] as const;

const HOSTS_TELL_ALL = 'A device that hosts workloads tells all that it offers them.';

/** D-19, D-27: from PR1 to 1.0.0-rc.2 as it was tagged. */
export const pr1ToRc2Signed: Hop = (draft, decisions) => {
  const cpu = [...PROPERTIES, 'cpu'];
  const what = 'What a device offers stands among its properties.';
  if (draft.mappingAt([...RESOURCES, 'cpu'])) draft.move('D-19', [...RESOURCES, 'cpu'], [...cpu, 0], { what });
  else draft.move('D-19', [...RESOURCES, 'cpus'], cpu, { what });
  for (const member of ['memory', 'storage', 'peripherals', 'interfaces'])
    draft.move('D-19', [...RESOURCES, member], [...PROPERTIES, member], { what });
  if (draft.mappingAt(RESOURCES) && draft.names(RESOURCES).length === 0) draft.drop('D-19', RESOURCES, { what });
  for (const entry of draft.entries(cpu)) renameArchitecture(draft, [...entry, 'architecture']);
  writeRoles(draft);
  completeHost(draft, decisions);
};

/** Devices say what they deploy; until then their roles told it. */
const writeRoles = (draft: Draft): void => {
  const roles = draft.at(ROLES);
  if (!Array.isArray(roles)) return;
  const known = roles.map((role) => (typeof role === 'string' ? DEPLOYS.get(role.toLowerCase()) : undefined));
  if (known.includes(undefined)) {
    draft.decide('D-19', ROLES, 'What can a device of these roles deploy?', {
      suggestion: 'Write helm, compose or both into supportedDeploymentTypes, and remove roles.',
    });
    return;
  }
  const types = [...new Set(known.flatMap((some) => some ?? []))];
  const path = [...PROPERTIES, 'supportedDeploymentTypes'];
  if (types.length > 0 && !draft.has(path))
    draft.restate('D-19', ROLES, path, types, { what: 'A device says what it deploys.' });
  draft.lose('D-19', ROLES, 'Devices have no roles; what they deploy is told by supportedDeploymentTypes.');
};

/** A device that hosts workloads must say all that it offers them. What it never said, a person has to say. */
const completeHost = (draft: Draft, decisions: ConversionDecisions): void => {
  const has = (member: string): boolean => draft.has([...PROPERTIES, member]);
  const processors = has('cpu') ? 'cpu' : 'cpus';
  const all = [processors, ...OF_HOSTS, 'supportedDeploymentTypes'];
  if (!all.some(has)) return;
  for (const member of all.filter((name) => !has(name))) complete(draft, [...PROPERTIES, member], decisions);
};

const complete = (draft: Draft, path: DocumentPath, { capabilities }: ConversionDecisions): void => {
  const member = String(path.at(-1));
  if (isMapping(capabilities) && Object.hasOwn(capabilities, member)) {
    draft.set('D-19', path, capabilities[member], { what: HOSTS_TELL_ALL });
    return;
  }
  // Helm and Compose both need it, and nothing else could be deployed then.
  const placeholder = member === 'supportedRuntimes' ? ['oci'] : undefined;
  if (placeholder) draft.set('D-19', path, placeholder, { what: HOSTS_TELL_ALL });
  draft.decide('D-19', path, `What does the device report for ${member}?`, {
    suggestion: 'A device that hosts workloads reports all of its properties; see the manifest that it sends today.',
    ...(placeholder ? { placeholder } : {}),
  });
};

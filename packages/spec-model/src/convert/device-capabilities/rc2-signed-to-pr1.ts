import type { DocumentPath } from '../../issue.js';
import { isMapping, type Mapping } from '../../reading/mapping.js';
import type { ConversionDecisions } from '../decisions.js';
import type { Draft } from '../draft.js';
import type { Hop } from '../hop.js';
import { loseExtensions } from '../parts/closed-members.js';
import { addEnvelope } from '../parts/envelope.js';

const PROPERTIES = ['properties'];
const RESOURCES = ['properties', 'resources'];
const ROLES = ['properties', 'roles'];
const TYPES = ['properties', 'supportedDeploymentTypes'];
const CPU = ['properties', 'cpu'];

/** The role of a device that deploys one type. */
const ROLE: ReadonlyMap<unknown, string> = new Map([
  ['helm', 'Standalone Cluster'],
  ['compose', 'Standalone Device'],
]);

const OFFERS = 'What a device offers stands among its resources.';

/** What resources consist of, all of it. */
const OF_RESOURCES = ['cpu', 'memory', 'storage', 'peripherals', 'interfaces'] as const;

/** D-11, D-14, D-19 backwards: from 1.0.0-rc.2 as it was tagged to PR1. */
export const rc2SignedToPr1: Hop = (draft, { capabilities }) => {
  addEnvelope(draft, 'D-14', 'device.margo.org/v1alpha1', 'DeviceCapabilitiesManifest');
  loseExtensions(draft, []);
  if (!draft.mappingAt(PROPERTIES)) return;
  const answers = isMapping(capabilities) ? capabilities : {};
  writeRoles(draft, answers);
  writeProcessor(draft);
  for (const member of OF_RESOURCES)
    draft.move('D-19', [...PROPERTIES, member], [...RESOURCES, member], { what: OFFERS });
  completeResources(draft, answers);
  for (const member of ['otelCollector', 'supportedRuntimes'])
    draft.lose('D-19', [...PROPERTIES, member], `A device of PR1 does not report ${member}.`);
};

type Answers = NonNullable<ConversionDecisions['capabilities']>;

/** Until devices said what they deploy, their roles told it. */
const writeRoles = (draft: Draft, answers: Answers): void => {
  const types = draft.at(TYPES);
  const roles = Array.isArray(types) ? types.map((type) => ROLE.get(type)) : [];
  if (roles.length > 0 && !roles.includes(undefined) && !draft.has(ROLES)) {
    draft.restate('D-19', TYPES, ROLES, [...new Set(roles)], { what: 'The roles of a device tell what it deploys.' });
    draft.remove(TYPES);
  } else complete(draft, ROLES, answers);
};

/** CAP-11: processors are alternatives, so the one with most cores tells best what a workload can have. */
const writeProcessor = (draft: Draft): void => {
  const processors = draft.at(CPU);
  if (!Array.isArray(processors) || !processors.every(isMapping)) return;
  const [first, ...others] = processors;
  if (first === undefined) return;
  const strongest = others.reduce((best, one) => (coresOf(one) > coresOf(best) ? one : best), first);
  draft.loseEntries('D-19', CPU, (entry) => entry !== strongest, 'A device of PR1 reports one processor.');
  draft.restate('D-19', [...CPU, 0], [...RESOURCES, 'cpu'], draft.at([...CPU, 0]), { what: OFFERS });
  draft.remove(CPU);
};

const coresOf = ({ cores }: Mapping): number => (typeof cores === 'number' ? cores : 0);

/** A device of PR1 tells all that workloads can have; one that hosts none has no place there. */
const completeResources = (draft: Draft, answers: Answers): void => {
  if (!draft.has(RESOURCES)) {
    complete(draft, RESOURCES, answers);
    return;
  }
  const { resources } = answers;
  for (const member of OF_RESOURCES) complete(draft, [...RESOURCES, member], isMapping(resources) ? resources : {});
};

const complete = (draft: Draft, path: DocumentPath, answers: Answers): void => {
  if (draft.has(path)) return;
  const member = String(path.at(-1));
  if (Object.hasOwn(answers, member)) {
    draft.set('D-19', path, answers[member], { what: 'A device of PR1 tells its roles and all of its resources.' });
    return;
  }
  draft.decide('D-19', path, `What does the device report for ${member}?`, {
    suggestion: 'Every device of PR1 has roles and resources; one that hosts no workloads has no place there.',
  });
};

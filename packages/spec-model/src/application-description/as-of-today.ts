import type { Check } from '../reading/check.js';
import type { Revision } from '../revisions/revision.js';
import { unchangedRules } from '../rules/unchanged-rules.js';
import { APPLICATION_DESCRIPTION } from './application-description.js';
import type { OldComponent } from './old-component-schema.js';
import type { OldDescription, OldProfile } from './old-description.js';
import type { ApplicationDescription, DeploymentProfile } from './schema.js';

/** Stand-ins where an old document has nothing that a component of today must have. */
const NOWHERE = { repository: 'oci://registry.invalid/none', revision: '0.0.0' } as const;

const TYPES: Readonly<Record<string, DeploymentProfile['type']>> = { 'docker-compose': 'compose', compose: 'compose' };

/** The type that a profile would have today. */
export const typeOfToday = (type: string): DeploymentProfile['type'] => TYPES[type] ?? 'helm';

/** A component as if it were one of today, so that rules of today can look at it. */
export const componentOfToday = ({ name, properties }: OldComponent): DeploymentProfile['components'][number] => {
  const { repository, revision, packageLocation, wait } = properties;
  // What old components have beside these is for the rules of their time.
  const source = packageLocation === undefined ? { repository, revision } : {};
  return {
    name,
    properties: {
      repository: source.repository ?? NOWHERE.repository,
      revision: source.revision ?? NOWHERE.revision,
      ...(wait === undefined ? {} : { wait }),
    },
  };
};

const profileOfToday = ({ type, id, description, components = [] }: OldProfile, index: number): DeploymentProfile => ({
  type: typeOfToday(type),
  id: id ?? `profile ${index + 1}`,
  description,
  components: components.map(componentOfToday),
});

/** Where the id of an application stood. */
type IdPlace = 'in metadata' | 'at the top';

/**
 * An old description as if it were one of today, so that rules that did not change can look at it. It is no upgrade:
 * what is missing is made up. Members are looked at when they are asked for, since others may be broken.
 */
const asOfToday = (old: OldDescription, idStood: IdPlace): ApplicationDescription => ({
  apiVersion: 'v1',
  get id() {
    // At the other place stands a member that the revision does not define, and it can be anything.
    const { id } = idStood === 'in metadata' ? old.metadata : (old as { readonly id?: string });
    return id ?? '';
  },
  get metadata() {
    return old.metadata;
  },
  get deploymentProfiles() {
    return old.deploymentProfiles.map(profileOfToday);
  },
  get parameters() {
    return old.parameters;
  },
  get configuration() {
    return old.configuration;
  },
});

/** The rules about descriptions that did not change since a revision, other than where the id stands. */
export const unchangedDescriptionRules = <Old extends OldDescription>(
  revision: Revision,
  idStood: IdPlace,
): readonly Check<Old>[] =>
  unchangedRules(APPLICATION_DESCRIPTION.checks, {
    revision,
    asOfToday: (old) => asOfToday(old, idStood),
    moved: idStood === 'in metadata' ? [{ now: ['id'], then: ['metadata', 'id'] }] : [],
  });

import { APPLICATION_DESCRIPTION_RULES } from './registry/application-description.js';
import { CONFIGURATION_RULES } from './registry/configuration.js';
import { CONSTRAINT_RULES } from './registry/constraints.js';
import { DEPLOYMENT_AND_WIRE_RULES } from './registry/deployment-and-wire.js';
import { PACKAGE_RULES } from './registry/packages.js';
import { PARAMETER_RULES } from './registry/parameters.js';
import type { Rule } from './rule.js';

const ALL = {
  ...APPLICATION_DESCRIPTION_RULES,
  ...PARAMETER_RULES,
  ...CONFIGURATION_RULES,
  ...CONSTRAINT_RULES,
  ...DEPLOYMENT_AND_WIRE_RULES,
  ...PACKAGE_RULES,
};

/** Id of a rule. Ids are stable: they can be quoted, searched for and ignored by name. */
export type RuleId = keyof typeof ALL;

/**
 * Every rule that documents are checked against, by id.
 *
 * @example
 * ```ts
 * import { RULES } from '@margo-sdk/spec-model';
 *
 * console.log(RULES['AD-06'].message);
 * ```
 */
export const RULES: Readonly<Record<RuleId, Rule>> = ALL;

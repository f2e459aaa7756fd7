import { APPLICATION_DESCRIPTION_RULES } from './application-description.js';
import { DEPLOYMENT_AND_WIRE_RULES } from './deployment-and-wire.js';
import { PARAMETER_RULES } from './parameters.js';
import type { Rule } from './rule.js';

const ALL = { ...APPLICATION_DESCRIPTION_RULES, ...PARAMETER_RULES, ...DEPLOYMENT_AND_WIRE_RULES };

/** Id of a rule. Ids are stable: they can be quoted, searched for and ignored by name. */
export type RuleId = keyof typeof ALL;

/**
 * Every rule that documents are checked against, by id.
 *
 * @example
 * ```ts
 * import { RULES } from '@margo-sdk/spec-model';
 *
 * console.log(RULES['AD-06'].summary);
 * ```
 */
export const RULES: Readonly<Record<RuleId, Rule>> = ALL;

import { type RuleId, RULES } from '@margo-sdk/spec-model';
import { DESCRIPTION_AIMS, OLD_DESCRIPTION_AIMS } from './aims-at-descriptions.js';
import { DEPLOYMENT_AIMS, WIRE_AIMS } from './aims-at-others.js';
import { DEPLOYMENTS, DESCRIPTIONS, OLD_DESCRIPTIONS, WIRE } from './bases.js';
import type { Campaign } from './campaign.js';
import { tryTogether } from './compare.js';
import { tryFurther } from './further.js';

const ids = Object.keys(RULES) as RuleId[];
const isOfToday = (id: RuleId): boolean => RULES[id].revisions.includes('rc3');
const ofGroups =
  (...groups: string[]) =>
  (id: RuleId): boolean =>
    groups.includes(id.slice(0, 2));
const inDescriptions = (id: RuleId): boolean => ofGroups('AD', 'PM', 'CF', 'DC', 'EX')(id) && id !== 'DC-09';

/** A campaign, and the rules that it has to hit. */
export interface Plan extends Campaign {
  readonly rules: readonly RuleId[];
}

/** All campaigns on texts; each has a file of its own, so that they run side by side. */
export const PLANS = {
  descriptions: {
    seed: 101,
    documents: 18_000,
    bases: DESCRIPTIONS,
    aims: DESCRIPTION_AIMS,
    aimed: 0.6,
    further: tryFurther,
    rules: ids.filter((id) => inDescriptions(id) && isOfToday(id)),
  },
  oldDescriptions: {
    seed: 102,
    documents: 12_000,
    bases: OLD_DESCRIPTIONS,
    aims: OLD_DESCRIPTION_AIMS,
    aimed: 0.15,
    further: tryFurther,
    rules: ids.filter((id) => inDescriptions(id) && !isOfToday(id)),
  },
  deployments: {
    seed: 103,
    documents: 22_000,
    bases: DEPLOYMENTS,
    aims: DEPLOYMENT_AIMS,
    aimed: 0.3,
    further: tryTogether,
    rules: ids.filter((id) => ofGroups('AX')(id) || id === 'DC-09'),
  },
  wire: {
    seed: 104,
    documents: 48_000,
    bases: WIRE,
    aims: WIRE_AIMS,
    aimed: 0.3,
    further: tryTogether,
    rules: ids.filter(ofGroups('CP', 'GW', 'SX', 'MX', 'PB', 'OR', 'TB')),
  },
} as const satisfies Record<string, Plan>;

/** Rules of packages and archives, which are no texts. */
export const PACKAGE_RULES = ids.filter(ofGroups('PK', 'CA'));

import { describe, expect, it } from 'vitest';
import { type Issue, type Rule, type RuleId, RULES } from '@margo-sdk/spec-model';
import { DESCRIPTION_EXAMPLES, EXTENSION_EXAMPLES } from './examples/application-description.js';
import { CONSTRAINT_EXAMPLES } from './examples/constraints.js';
import { DEPLOYMENT_EXAMPLES } from './examples/deployments.js';
import type { Example, RuleExamples } from './examples/example.js';
import { ARCHIVE_EXAMPLES, PACKAGE_EXAMPLES } from './examples/packages.js';
import { CONFIGURATION_EXAMPLES, PARAMETER_EXAMPLES } from './examples/parameters.js';
import {
  CAPABILITIES_EXAMPLES,
  GATEWAY_EXAMPLES,
  MANIFEST_EXAMPLES,
  ONBOARDING_EXAMPLES,
  PROBLEM_EXAMPLES,
  STATUS_EXAMPLES,
  TRUST_EXAMPLES,
} from './examples/wire.js';

/** What breaks each rule and what does not. Whoever adds a rule adds examples: without them this does not compile. */
const EXAMPLES: Readonly<Record<RuleId, RuleExamples>> = {
  ...DESCRIPTION_EXAMPLES,
  ...EXTENSION_EXAMPLES,
  ...PARAMETER_EXAMPLES,
  ...CONFIGURATION_EXAMPLES,
  ...CONSTRAINT_EXAMPLES,
  ...DEPLOYMENT_EXAMPLES,
  ...CAPABILITIES_EXAMPLES,
  ...GATEWAY_EXAMPLES,
  ...STATUS_EXAMPLES,
  ...MANIFEST_EXAMPLES,
  ...PROBLEM_EXAMPLES,
  ...ONBOARDING_EXAMPLES,
  ...TRUST_EXAMPLES,
  ...PACKAGE_EXAMPLES,
  ...ARCHIVE_EXAMPLES,
};

const ids = Object.keys(RULES) as RuleId[];
const ruleOf = (id: string): Rule => RULES[id as RuleId];
const idsIn = ({ issues }: Example): string[] => issues().map(({ rule }) => rule);

describe.each(ids)('%s', (id) => {
  const { fails, passes } = EXAMPLES[id];
  const { revisions, severity, severityIn = {} } = ruleOf(id);

  it('is reported for what breaks it', () => {
    for (const example of fails) expect(idsIn(example)).toContain(id);
  });

  it('is not reported for what obeys it', () => {
    for (const example of passes) expect(idsIn(example)).not.toContain(id);
  });

  it('weighs what it says', () => {
    const weights = fails.flatMap(({ revision, issues }) =>
      issues()
        .filter(({ rule }) => rule === id)
        .map((issue) => issue.severity === (severityIn[revision] ?? severity)),
    );
    expect(weights).toContain(true);
  });

  it('is reported only in revisions that have it', () => {
    for (const { revision } of fails) expect(revisions).toContain(revision);
  });
});

describe('an issue of any example', () => {
  const all = Object.entries(EXAMPLES).flatMap(([id, { fails, passes }]) =>
    [...fails, ...passes].flatMap(({ revision, issues }) => issues().map((issue) => ({ id, revision, issue }))),
  );
  const told = (found: (one: { revision: string; issue: Issue }) => boolean): string[] =>
    all.filter((one) => !found(one)).map(({ id, revision, issue }) => `${id} in ${revision}: ${JSON.stringify(issue)}`);

  it('has a rule that the revision of the document has', () => {
    expect(
      told(({ revision, issue }) => (ruleOf(issue.rule).revisions as readonly string[]).includes(revision)),
    ).toEqual([]);
  });

  it('is said in sentences, and its hint is not its message', () => {
    expect(told(({ issue }) => /[.>]$/.test(issue.message) && issue.message !== issue.hint)).toEqual([]);
    expect(told(({ issue }) => issue.hint === undefined || /[.]$/.test(issue.hint))).toEqual([]);
  });
});

describe('the registry', () => {
  it('lists the rules of each group in order and in one place', () => {
    const groups = ids.map((id) => id.slice(0, 2));
    const places = groups.filter((group, at) => group !== groups[at - 1]);
    expect(places).toEqual([...new Set(groups)]);
    for (const group of places) {
      const own = ids.filter((id) => id.startsWith(`${group}-`));
      expect(own).toEqual([...own].sort());
    }
  });

  it.each(ids)('says all there is to say about %s', (id) => {
    const { message, hint, section, revisions, severityIn = {} } = ruleOf(id);
    expect(message).toMatch(/^\S.*\.$/);
    expect(hint ?? 'None.').toMatch(/^\S.*\.$/);
    expect(hint).not.toBe(message);
    expect(section).toMatch(/\S/);
    expect(revisions).not.toEqual([]);
    for (const revision of Object.keys(severityIn)) expect(revisions).toContain(revision);
  });
});

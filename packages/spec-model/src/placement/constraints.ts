import type { DeviceConstraints, Selector } from '../application-description/device-constraints-schema.js';
import type { DeviceCapabilitiesManifest } from '../device-capabilities/schema.js';
import { shortened } from '../reading/wording.js';
import { explainCapacity } from './capacity.js';
import { createEffort, type Effort } from './effort.js';
import { atPointer } from './json-pointer.js';
import { explainExpression, type Subject } from './match-expression.js';
import { allOf, anyOf, type Reason } from './reason.js';

type EligibilityRule = NonNullable<DeviceConstraints['eligibilityRules']>[number];

/** What a profile asks of a device: first capacity, then eligibility (L-27). Nothing where it asks for nothing. */
export const explainConstraints = (
  { capacityRequirements, eligibilityRules = [] }: DeviceConstraints,
  capabilities: DeviceCapabilitiesManifest | undefined,
): Reason[] => {
  const capacity = capacityRequirements ? explainCapacity(capacityRequirements, capabilities?.properties) : [];
  // no rules constrain nothing.
  if (eligibilityRules.length === 0) return capacity;
  const effort = createEffort();
  const subjects = subjectsOf(capabilities);
  const wording = {
    yes: 'An eligibility rule holds.',
    no: 'No eligibility rule holds.',
    unknown: 'Whether an eligibility rule holds is not known.',
  };
  const eligibility = anyOf(
    eligibilityRules,
    (rule, index) => explainRule(rule, `rule ${index + 1}`, subjects, effort),
    wording,
  );
  return [...capacity, eligibility];
};

interface Subjects {
  readonly properties: Subject;
  readonly labels: Subject;
}

const subjectsOf = (capabilities: DeviceCapabilitiesManifest | undefined): Subjects => {
  const { properties, labels = {} } = capabilities ?? {};
  return {
    properties: {
      nameOf: shortened,
      valueOf: properties && ((key) => atPointer(properties, key)),
      labels: false,
      ofElement: false,
    },
    labels: {
      nameOf: (key) => `The label ${shortened(key)}`,
      valueOf: properties && ((key) => (Object.hasOwn(labels, key) ? labels[key] : undefined)),
      labels: true,
      ofElement: false,
    },
  };
};

/** All expressions of both selectors must hold. */
const explainRule = (
  { propertySelector, labelSelector }: EligibilityRule,
  name: string,
  subjects: Subjects,
  effort: Effort,
): Reason => {
  const explain = (selector: Selector | undefined, subject: Subject): Reason[] =>
    (selector?.matchExpressions ?? []).map((expression) => explainExpression(expression, subject, effort));
  const because = [...explain(propertySelector, subjects.properties), ...explain(labelSelector, subjects.labels)];
  //
  if (because.length === 0) return { statement: `Eligibility ${name} asks for nothing.`, holds: 'yes' };
  return allOf(because, {
    yes: `Eligibility ${name} holds.`,
    no: `Eligibility ${name} does not hold.`,
    unknown: `Whether eligibility ${name} holds is not known.`,
  });
};

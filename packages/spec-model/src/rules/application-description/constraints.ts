import type { DeviceConstraints, Selector } from '../../application-description/device-constraints-schema.js';
import type { ApplicationDescription } from '../../application-description/schema.js';
import { PATTERNS } from '../../identifiers/patterns.js';
import type { DocumentPath } from '../../issue.js';
import type { Check, Report } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';
import { reportChances } from './chances.js';
import { expressionsOf, type PlacedExpression } from './expressions.js';

/** DC-02 to DC-08: constraints say something that a device can be compared with. */
export const constraintsCheck: Check<ApplicationDescription> = {
  needs: ['deploymentProfiles'],
  check: ({ deploymentProfiles }, report) => {
    deploymentProfiles.forEach(({ type, deviceConstraints }, p) => {
      const at = ['deploymentProfiles', p, 'deviceConstraints'] as const;
      reportConstraints(deviceConstraints, at, report);
      const byLabel = deviceConstraints?.eligibilityRules?.some(({ labelSelector }) => labelSelector !== undefined);
      if (type === 'custom' && !byLabel) report('DC-07', at, 'The custom profile has no rule with a label selector.');
    });
  },
};

/** Reports whatever is wrong with the constraints of one profile. Deployments share this. */
export const reportConstraints = (
  constraints: DeviceConstraints | undefined,
  at: DocumentPath,
  report: Report,
): void => {
  reportEmptiness(constraints, at, report);
  for (const placed of expressionsOf(constraints, at)) {
    reportKey(placed, report);
    reportOperands(placed, report);
    reportChances(placed, report);
  }
};

/** DC-05. */
const reportEmptiness = (constraints: DeviceConstraints | undefined, at: DocumentPath, report: Report): void => {
  const rules = constraints?.eligibilityRules;
  if (rules?.length === 0) report('DC-05', [...at, 'eligibilityRules'], 'The list of eligibility rules is empty.');
  rules?.forEach(({ propertySelector, labelSelector }, r) => {
    const rule = [...at, 'eligibilityRules', r];
    if (!propertySelector && !labelSelector) {
      report('DC-05', rule, 'The rule has no selector, so every device meets it.');
    }
    const selectors: Record<string, Selector | undefined> = { propertySelector, labelSelector };
    for (const [member, selector] of Object.entries(selectors)) {
      if (selector?.matchExpressions.length === 0) {
        report('DC-05', [...rule, member, 'matchExpressions'], 'The selector has no expressions, so it always holds.');
      }
    }
  });
};

/** DC-02. */
const reportKey = ({ expression: { key }, at, of }: PlacedExpression, report: Report): void => {
  if (of !== 'label' && !PATTERNS.jsonPointer.test(key)) {
    report('DC-02', [...at, 'key'], `${quoted(key)} is not a JSON Pointer.`, { hint: 'Start it with a slash.' });
  } else if (of === 'label' && key.startsWith('/')) {
    report('DC-02', [...at, 'key'], `${quoted(key)} is a JSON Pointer, but labels have plain names.`, {
      hint: 'Write the name of the label, or use a propertySelector.',
    });
  }
};

/** DC-03 and DC-04. */
const reportOperands = ({ expression, at, of }: PlacedExpression, report: Report): void => {
  const { operator, values, itemSelector } = expression;
  const ordered = operator === 'Gt' || operator === 'Lt';
  const compares = ordered || operator === 'In' || operator === 'NotIn';
  const descends = operator === 'ContainsAll' || operator === 'ContainsAny';
  if (compares !== (values !== undefined)) {
    report('DC-03', at, `${operator} ${compares ? 'needs' : 'takes no'} values.`);
  } else if (values && ordered) {
    const [bound, second] = values;
    if (second !== undefined || !isNumeric(bound, of)) {
      report('DC-03', [...at, 'values'], `${operator} needs exactly one number.`);
    }
  } else if (values) {
    const types = new Set(values.map((value) => typeof value));
    if (types.size > 1) report('DC-03', [...at, 'values'], 'The values are of different types.');
    else if (types.has('boolean') && values.length > 1) {
      report('DC-03', [...at, 'values'], 'Only one boolean can be compared with.');
    }
  }
  if (descends !== (itemSelector !== undefined)) {
    report('DC-03', at, `${operator} ${descends ? 'needs an' : 'takes no'} itemSelector.`);
  }
  if (itemSelector?.matchExpressions.length === 0) {
    report('DC-04', [...at, 'itemSelector', 'matchExpressions'], 'The item selector has no expressions.');
  }
};

/** what a label is compared with may be a number written as text. */
const isNumeric = (value: unknown, of: PlacedExpression['of']): boolean =>
  typeof value === 'number' || (of === 'label' && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));

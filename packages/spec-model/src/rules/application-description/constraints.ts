import { PATTERNS } from '../../identifiers/patterns.js';
import type { DocumentPath } from '../../issue.js';
import type { Check, Report } from '../../reading/check.js';
import type { DeviceConstraints, MatchExpression } from '../../application-description/device-constraints-schema.js';
import type { ApplicationDescription } from '../../application-description/schema.js';

/** DC-02, DC-03, DC-07: constraints say something that a device can be compared with. */
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

/** Reports expressions that do not fit their operator. Deployments share this. */
export const reportConstraints = (constraints: DeviceConstraints | undefined, at: DocumentPath, report: Report): void =>
  constraints?.eligibilityRules?.forEach(({ propertySelector, labelSelector }, r) => {
    const rule = [...at, 'eligibilityRules', r];
    propertySelector?.matchExpressions.forEach((expression, e) =>
      reportExpression(expression, 'property', [...rule, 'propertySelector', 'matchExpressions', e], report),
    );
    labelSelector?.matchExpressions.forEach((expression, e) =>
      reportExpression(expression, 'label', [...rule, 'labelSelector', 'matchExpressions', e], report),
    );
  });

const reportExpression = (
  { key, operator, values, itemSelector }: MatchExpression,
  selects: 'property' | 'label',
  at: DocumentPath,
  report: Report,
): void => {
  if (selects === 'property' && !PATTERNS.jsonPointer.test(key)) {
    report('DC-02', [...at, 'key'], `${JSON.stringify(key)} is not a JSON Pointer.`, {
      hint: 'Start it with a slash.',
    });
  }
  const compares = operator === 'In' || operator === 'NotIn' || operator === 'Gt' || operator === 'Lt';
  const descends = operator === 'ContainsAll' || operator === 'ContainsAny';
  if (compares !== (values !== undefined)) {
    report('DC-03', at, `${operator} ${compares ? 'needs' : 'takes no'} values.`);
  }
  if (descends !== (itemSelector !== undefined)) {
    report('DC-03', at, `${operator} ${descends ? 'needs' : 'takes no'} itemSelector.`);
  }
  // a label may be a number written as text.
  const numeric = values?.length === 1 && (typeof values[0] === 'number' || /^-?\d+(\.\d+)?$/.test(String(values[0])));
  if ((operator === 'Gt' || operator === 'Lt') && values && !numeric) {
    report('DC-03', at, `${operator} needs exactly one number.`);
  }
  if ((operator === 'In' || operator === 'NotIn') && values) {
    const types = new Set(values.map((value) => typeof value));
    if (types.size > 1) report('DC-03', at, 'The values are of different types.');
    else if (types.has('boolean') && values.length > 1) report('DC-03', at, 'Only one boolean can be compared with.');
  }
  itemSelector?.matchExpressions.forEach((inner, e) =>
    reportExpression(inner, 'property', [...at, 'itemSelector', 'matchExpressions', e], report),
  );
};

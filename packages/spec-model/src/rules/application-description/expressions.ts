import type {
  DeviceConstraints,
  MatchExpression,
  Selector,
} from '../../application-description/device-constraints-schema.js';
import type { DocumentPath } from '../../issue.js';

/** One expression of the constraints, and what it is about. */
export interface PlacedExpression {
  readonly expression: MatchExpression;
  readonly at: DocumentPath;
  /** What the key names: a property, a label, or a member of one element of a list. */
  readonly of: 'property' | 'label' | 'element';
  /** Pointer from the properties of a device to what the key starts from; undefined below a label. */
  readonly from: string | undefined;
}

/** All expressions of the constraints, those of item selectors included, in the order of the document. */
export const expressionsOf = (constraints: DeviceConstraints | undefined, at: DocumentPath): PlacedExpression[] =>
  (constraints?.eligibilityRules ?? []).flatMap(({ propertySelector, labelSelector }, r) => {
    const rule = [...at, 'eligibilityRules', r];
    return [
      ...inSelector(propertySelector, [...rule, 'propertySelector'], 'property', ''),
      ...inSelector(labelSelector, [...rule, 'labelSelector'], 'label', undefined),
    ];
  });

const inSelector = (
  selector: Selector | undefined,
  at: DocumentPath,
  of: PlacedExpression['of'],
  from: string | undefined,
): PlacedExpression[] =>
  (selector?.matchExpressions ?? []).flatMap((expression, e) => {
    const here = [...at, 'matchExpressions', e];
    // Elements of a list are alike, so the first one stands for all.
    const elements = from === undefined ? undefined : `${from}${expression.key}/0`;
    return [
      { expression, at: here, of, from },
      ...inSelector(expression.itemSelector, [...here, 'itemSelector'], 'element', elements),
    ];
  });

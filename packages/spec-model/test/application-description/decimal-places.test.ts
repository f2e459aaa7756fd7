import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';

/** What is said about a default of which two decimal places are asked, as it is written. */
const saidOf = (dataType: string, written: string): string[] =>
  safeParseApplicationDescription(
    `
apiVersion: v1
id: com-example-app
metadata: { name: App, version: 1.0.0, catalog: { organization: [{ name: Example }] } }
deploymentProfiles:
  - type: helm
    id: helm
    components: [{ name: app, properties: { repository: oci://r.example/app, revision: 1.0.0 } }]
parameters: { ratio: { value: ${written}, targets: [{ pointer: ratio, components: [app] }] } }
configuration:
  sections: [{ name: Ratios, settings: [{ parameter: ratio, name: Ratio, schema: places }] }]
  schema: [{ name: places, dataType: '${dataType}', minPrecision: 2 }]
`,
  ).issues.flatMap(({ rule, message }) => (rule === 'CF-11' ? [message] : []));

describe('decimal places of a default', () => {
  it.each([
    ['double', '1.50'],
    ['double', '-1.50'],
    ['double', '15.00e-1'],
    ['double', '125e-2'],
    ['array[double]', '[1.50, 2.25]'],
    ['array[double]', '[1.50, 0.5e-1]'],
  ])('counts the zeros that a %s was written with: %s', (dataType, written) => {
    expect(saidOf(dataType, written)).toEqual([]);
  });

  it.each([
    ['double', '1.5'],
    ['double', '3'],
    ['double', '1.50e+1'],
    ['array[double]', '[1.50, 2.5]'],
    ['array[double]', '[2.5, 1.50]'],
  ])('tells a %s with too few: %s', (dataType, written) => {
    expect(saidOf(dataType, written)).toEqual(['The default of ratio has too few decimal places.']);
  });
});

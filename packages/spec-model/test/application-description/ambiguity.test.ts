import { describe, expect, it } from 'vitest';
import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { changed, description } from '../documents.js';
import { said } from '../rules/said.js';

const issuesOf = (from: string, to: string): string[] => {
  const text = changed(description(), () => {}, 'yaml').replace(from, to);
  expect(text).toContain(to);
  return said(safeParseApplicationDescription(text).issues);
};

describe('scalars that readers of YAML 1.1 and 1.2 take for different things (A-42)', () => {
  it('are told apart by quotes in the metadata', () => {
    expect(issuesOf('name: App', 'name: Yes')).toEqual([
      'AD-08 warning metadata.name: Other readers of YAML take name for something else. Put it in quotes if it is meant as text.',
    ]);
    expect(issuesOf('version: 1.0.0', 'version: 2026-09-01')).toEqual([
      'AD-08 warning metadata.version: Other readers of YAML take version for something else. Put it in quotes if it is meant as text.',
    ]);
    expect(issuesOf('name: App', 'name: "Yes"')).toEqual([]);
  });

  it('are told apart by quotes in defaults, which are never repeated', () => {
    expect(issuesOf('value: north', 'value: 12:30')).toEqual([
      'PM-04 warning parameters.site.value: Other readers of YAML take the default of site for something else. Put it in quotes if it is meant as text.',
    ]);
    expect(issuesOf('value: north', "value: '12:30'")).toEqual([]);
  });

  it('are nothing that is missing', () => {
    expect(issuesOf('    value: north\n', '')).toEqual([]);
  });
});

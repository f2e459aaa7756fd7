import { describe, expect, it } from 'vitest';
import { safeParseStateManifest } from '@margo-sdk/spec-model';
import { changed, manifest } from '../documents.js';
import { said } from '../rules/said.js';

const issuesOf = (version: string): string[] => {
  const text = changed(manifest(), (d) => (d.manifestVersion = 7), 'json').replace(': 7', `: ${version}`);
  return said(safeParseStateManifest(text).issues);
};
const odd = (version: string): string =>
  `MX-01 error manifestVersion: manifestVersion is written ${version}, but it must be digits only.`;

describe('the version of a state manifest (M-06)', () => {
  it.each(['1', '10', '18446744073709551615'])('may be written %s', (version) => {
    expect(issuesOf(version)).toEqual([]);
  });

  it.each(['1.0', '7e0', '10E1'])('is a number but not the digits of one in %s', (version) => {
    expect(issuesOf(version)).toEqual([odd(version)]);
  });
});

import { documentKind, type DocumentPath, safeReadDocument } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import type { Loose } from '../documents.js';
import { OLD_REVISIONS, oldDeployment, oldDescription } from './documents.js';

/** The paths of all members and elements of a document. */
const pathsIn = (value: Loose, path: DocumentPath = []): DocumentPath[] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.keys(value).flatMap((key) => pathsIn(value[key], [...path, key]))];

const replaced = (document: Loose, path: DocumentPath, junk: unknown): Loose => {
  const last = path.at(-1);
  if (last === undefined) return junk;
  const copy = structuredClone(document);
  let place = copy;
  for (const part of path.slice(0, -1)) place = place[part];
  place[last] = junk;
  return copy;
};

const JUNK: readonly unknown[] = [null, [null], { a: null }, 'text'];

describe.each([
  ['ApplicationDescription', oldDescription],
  ['ApplicationDeployment', oldDeployment],
] as const)('an old %s with junk in any one place', (name, make) => {
  it.each(OLD_REVISIONS)('is read in %s without an exception', (revision) => {
    const kind = documentKind(name, revision);
    const document = make(revision);
    const paths = pathsIn(document);
    expect(paths.length).toBeGreaterThan(15);
    for (const path of paths) {
      for (const junk of JUNK) {
        const result = safeReadDocument(kind, JSON.stringify(replaced(document, path, junk)));
        expect(result.ok || result.issues.length > 0).toBe(true);
      }
    }
  });
});

import { DOCUMENT_NAMES, documentKind, REVISIONS, RULES } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { PACKAGE_RULES, type Plan, PLANS } from './campaigns.js';

const plans: readonly Plan[] = Object.values(PLANS);

describe('generated documents', () => {
  it('are a hundred thousand', () => {
    expect(plans.reduce((sum, { documents }) => sum + documents, 0)).toBeGreaterThanOrEqual(100_000);
  });

  it('are aimed at every rule that there is', () => {
    const aimed = [...plans.flatMap(({ rules }) => rules), ...PACKAGE_RULES];
    expect(aimed.toSorted()).toEqual(Object.keys(RULES).toSorted());
  });

  it('are of every kind in every revision', () => {
    const made = plans.flatMap(({ bases }) => bases.map(({ kind, revision }) => `${kind} ${revision}`));
    const all = DOCUMENT_NAMES.flatMap((name) =>
      REVISIONS.filter((revision) => documentKind(name, revision)).map((revision) => `${name} ${revision}`),
    );
    expect([...new Set(made)].toSorted()).toEqual(all.toSorted());
  });
});

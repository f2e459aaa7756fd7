import { documentKind, type DocumentName, REVISIONS, type Revision, safeReadDocument } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertValue } from '../../src/convert/convert-value.js';
import { unaccountedFor, without } from './account.js';
import { GENERATED, type Sample, sampleOf } from './samples/samples.js';

const RUNS = { numRuns: 60 };

const pairs = GENERATED.flatMap((name) =>
  REVISIONS.filter((revision) => documentKind(name, revision)).map((revision) => ({ name, revision })),
);

const errorsOf = (name: DocumentName, revision: Revision, value: unknown): string[] => {
  const kind = documentKind(name, revision);
  if (!kind) throw new Error(`There is no ${name} in ${revision}.`);
  const { issues } = safeReadDocument(kind, JSON.stringify(value));
  return issues.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule} ${message}`);
};

describe.each(pairs)('$name of $revision', ({ name, revision }) => {
  const samples = sampleOf(name, revision);
  const each = (law: (sample: Sample) => void): void => fc.assert(fc.property(samples, law), RUNS);

  it('is generated as a valid document', () => {
    each(({ document }) => {
      expect(errorsOf(name, revision, document)).toEqual([]);
    });
  });

  it('becomes a valid document of rc3 when everything is decided', () => {
    each(({ document, decisions }) => {
      const { value, steps } = convertValue(name, document, revision, 'rc3', decisions);
      // Digests of what has to be published anew are nobody's decision.
      const open = steps.filter((step) => step.kind === 'decide' && step.delta !== 'D-32');
      expect(open).toEqual([]);
      expect(errorsOf(name, 'rc3', value)).toEqual([]);
    });
  });

  it('is invalid in rc3 only as far as something is left to decide', () => {
    each(({ document }) => {
      const { value, steps } = convertValue(name, document, revision, 'rc3');
      const open = steps.some((step) => step.kind === 'decide' && !('placeholder' in step));
      if (!open) expect(errorsOf(name, 'rc3', value)).toEqual([]);
    });
  });

  it('stays as it is when it is upgraded again', () => {
    each(({ document, decisions }) => {
      for (const answers of [{}, decisions]) {
        const once = convertValue(name, document, revision, 'rc3', answers);
        const again = convertValue(name, once.value, 'rc3', 'rc3', answers);
        expect(again).toEqual({ value: once.value, steps: [] });
        // Also when nobody notices that it was upgraded.
        const unnoticed = convertValue(name, once.value, revision, 'rc3', answers);
        expect(unnoticed.value).toEqual(once.value);
        expect(unnoticed.steps.filter(({ kind }) => kind !== 'decide')).toEqual([]);
      }
    });
  });

  it('loses nothing without saying so', () => {
    each(({ document, decisions }) => {
      for (const to of ['rc3', 'rc2-signed', 'pr1'] as const) {
        if (revision === 'predraft-2024-10' && to === 'pr1') continue;
        for (const answers of [{}, decisions]) {
          const { value, steps } = convertValue(name, document, revision, to, answers);
          expect(unaccountedFor(document, value, steps)).toEqual([]);
        }
      }
    });
  });

  it('is not touched itself', () => {
    each(({ document, decisions }) => {
      const before = structuredClone(document);
      convertValue(name, document, revision, 'rc3', decisions);
      expect(document).toEqual(before);
    });
  });
});

const ways = GENERATED.flatMap((name) => (['rc2-signed', 'pr1'] as const).map((to) => ({ name, to })));

describe.each(ways)('$name of rc3 that goes to $to', ({ name, to }) => {
  const samples = sampleOf(name, 'rc3');

  it('is valid there when everything is decided', () => {
    fc.assert(
      fc.property(samples, ({ document, decisions }) => {
        const { value, steps } = convertValue(name, document, 'rc3', to, decisions);
        const open = steps.filter((step) => step.kind === 'decide' && step.delta !== 'D-32');
        if (open.length === 0) expect(errorsOf(name, to, value)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('comes back as it was but for what the report says was lost', () => {
    fc.assert(
      fc.property(samples, ({ document }) => {
        // What a report says was lost stands where it stood at that moment, so each step is gone by itself.
        const signed = convertValue(name, document, 'rc3', 'rc2-signed');
        const down = to === 'pr1' ? convertValue(name, signed.value, 'rc2-signed', 'pr1') : signed;
        const from = to === 'pr1' ? signed.value : document;
        const up = convertValue(name, down.value, to, to === 'pr1' ? 'rc2-signed' : 'rc3');
        const lost = down.steps.flatMap((step) => (step.kind === 'lost' ? [step.path] : []));
        const put = up.steps.flatMap((step) =>
          step.kind === 'changed' && !step.from && step.to && /^D-(?:12|19|24)$/.test(step.delta) ? [step.to] : [],
        );
        const gone = up.steps.flatMap((step) => (step.kind === 'lost' ? [step.path.join('.')] : []));
        expect(gone).toEqual(gone.filter((path) => path === 'properties.roles'));
        expect(without(up.value, put)).toEqual(without(from, lost));
      }),
      RUNS,
    );
  });

  it('means the same when it comes back with the answers that it was given', () => {
    fc.assert(
      fc.property(samples, ({ document, decisions }) => {
        const down = convertValue(name, document, 'rc3', to, decisions);
        const up = convertValue(name, down.value, to, 'rc3', decisions);
        expect(errorsOf(name, 'rc3', up.value)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('is the same whether it goes there at once or by the revision between', () => {
    fc.assert(
      fc.property(samples, ({ document, decisions }) => {
        const atOnce = convertValue(name, document, 'rc3', to, decisions);
        const signed = convertValue(name, document, 'rc3', 'rc2-signed', decisions);
        const there = convertValue(name, signed.value, 'rc2-signed', to, decisions);
        expect(there.value).toEqual(atOnce.value);
        expect([...signed.steps, ...there.steps]).toEqual(atOnce.steps);
      }),
      RUNS,
    );
  });
});

import { convertValue, documentKind, REVISIONS } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Loose } from '../documents.js';
import { unaccountedFor } from './account.js';
import { GENERATED, sampleOf } from './samples/samples.js';

/** Every place of a document, the root left out. */
const placesOf = (value: Loose): { readonly holder: Loose; readonly part: string }[] =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).flatMap((part) => [{ holder: value, part }, ...placesOf(value[part])])
    : [];

const oddValue = fc.oneof(
  fc.constantFrom<Loose>(null, '', 'ENV.X', '5m', 'docker-compose', 0, true, [], {}, [null], [[]], { type: 'other' }),
  fc.jsonValue({ maxDepth: 2 }),
);

describe.each(GENERATED)('an odd %s', (name) => {
  it.each(REVISIONS)('of %s is converted without a crash, and without losing anything silently', (revision) => {
    if (!documentKind(name, revision)) return;
    const strokes = fc.array(fc.tuple(fc.nat(), oddValue), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sampleOf(name, revision), strokes, fc.boolean(), ({ document, decisions }, changes, decided) => {
        const odd = structuredClone(document);
        for (const [n, value] of changes) {
          const places = placesOf(odd);
          const place = places[n % places.length];
          if (place) place.holder[place.part] = structuredClone(value);
        }
        const answers = decided ? decisions : {};
        for (const to of ['rc3', 'rc2-signed', 'pr1'] as const) {
          if (revision === 'predraft-2024-10' && to === 'pr1') continue;
          const { value, steps } = convertValue(name, odd, revision, to, answers);
          expect(unaccountedFor(odd, value, steps)).toEqual([]);
        }
        const once = convertValue(name, odd, revision, 'rc3', answers).value;
        expect(convertValue(name, once, revision, 'rc3', answers).value).toEqual(once);
      }),
      { numRuns: 100 },
    );
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertDocument, CURRENT_REVISION } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { CORPUS } from '../corpus/manifest.js';
import { DECISIONS_LEFT } from './decisions-left.js';

const corpus = process.env['MARGO_SPEC_CORPUS'];
if (!corpus) console.warn('MARGO_SPEC_CORPUS is not set: the public documents are not converted.');

/** Documents of older revisions that their authors call valid, and that the current one has. */
const files = CORPUS.flatMap((row) =>
  'kind' in row && !('invalid' in row) && row.revision !== CURRENT_REVISION && row.kind !== 'OnboardingRequest'
    ? [row.file]
    : [],
);

it('says of every valid old document what it leaves to decide', () => {
  expect(Object.keys(DECISIONS_LEFT).sort()).toEqual([...files].sort());
});

describe.skipIf(!corpus)('the public document', () => {
  it.each(files)('%s is converted as far as it says what it takes', (file) => {
    const source = readFileSync(join(corpus ?? '', file));
    const { to, text, report, issues, ok } = convertDocument(source);
    expect(to).toBe('rc3');
    const { decide, lost = [], errors = [] } = DECISIONS_LEFT[file] ?? { decide: [] };
    expect(report.decide.map(({ delta, path }) => `${delta} ${path.join('.')}`)).toEqual(decide);
    expect(report.lost.map(({ delta, path }) => `${delta} ${path.join('.')}`)).toEqual(lost);
    expect(issues.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...errors]));
    expect(ok).toBe(errors.length === 0);
    const again = convertDocument(text);
    expect(again.text).toBe(text);
    expect(again.report.changed).toEqual([]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDocument, type Issue, REVISIONS, RULES } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { CORPUS } from './manifest.js';
import type { Accepted, Defective, Refused } from './row.js';

const corpus = process.env['MARGO_SPEC_CORPUS'];
if (!corpus) console.warn('MARGO_SPEC_CORPUS is not set: the public documents are not read.');

const bytesOf = (file: string): Uint8Array => readFileSync(join(corpus ?? '', file));
const check = (file: string): ReturnType<typeof checkDocument> => checkDocument(bytesOf(file));
const errorsIn = (issues: readonly Issue[]): string[] => [
  ...new Set(issues.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)),
];

const ACCEPTED = CORPUS.filter((row): row is Accepted => 'valid' in row);
const REFUSED = CORPUS.filter((row): row is Refused => 'invalid' in row);
const DEFECTIVE = CORPUS.filter((row): row is Defective => 'upstreamDefect' in row);
const DOCUMENTS = [...ACCEPTED, ...REFUSED, ...DEFECTIVE];

describe('the manifest of the public documents', () => {
  it('has the size that it had, so that nothing gets lost quietly', () => {
    expect({
      files: CORPUS.length,
      accepted: ACCEPTED.length,
      refused: REFUSED.length,
      defective: DEFECTIVE.length,
      other: CORPUS.filter((row) => 'other' in row).length,
    }).toEqual({ files: 90, accepted: 38, refused: 20, defective: 11, other: 21 });
    expect(REVISIONS.map((wanted) => DOCUMENTS.filter(({ revision }) => revision === wanted).length)).toEqual([
      9, 13, 26, 4, 17,
    ]);
    expect(new Set(CORPUS.map(({ file }) => file)).size).toBe(CORPUS.length);
  });
});

describe.skipIf(!corpus)('the public documents', () => {
  it('are those of the manifest, and no others', () => {
    const files = readdirSync(corpus ?? '', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(corpus ?? '', '/').length));
    expect(files.toSorted()).toEqual(CORPUS.map(({ file }) => file).toSorted());
  });

  it.each(ACCEPTED.map((row) => [row.file, row] as const))('accepts %s', (file, { kind, revision }) => {
    const { result, ...recognised } = check(file);
    expect(recognised).toMatchObject({ kind, revision });
    expect(errorsIn(result.issues)).toEqual([]);
    expect(result.ok).toBe(true);
  });

  it.each(REFUSED.map((row) => [row.file, row.because, row] as const))(
    'refuses %s: %s',
    (file, _, { kind, revision, invalid }) => {
      const { result, ...recognised } = check(file);
      expect(recognised).toMatchObject({ kind, revision });
      expect(errorsIn(result.issues)).toEqual(expect.arrayContaining([...invalid]));
      expect(result.ok).toBe(false);
    },
  );

  it.each(DEFECTIVE.map((row) => [row.file, row.reason, row] as const))(
    'does not let %s pass: %s',
    (file, _, { kind, revision, upstreamDefect }) => {
      const { result, ...recognised } = check(file);
      expect(recognised).toMatchObject({ kind, revision });
      expect(errorsIn(result.issues).toSorted()).toEqual(upstreamDefect.toSorted());
      expect(result.ok).toBe(false);
    },
  );

  it('are held to rules of their own revision only', () => {
    const foreign = DOCUMENTS.flatMap(({ file }) => {
      const { revision, result } = check(file);
      return result.issues
        .filter(({ rule }) => !RULES[rule as keyof typeof RULES].revisions.includes(revision))
        .map(({ rule }) => `${rule} in ${file} (${revision})`);
    });
    expect(foreign).toEqual([]);
  });

  it('reads each problem document of the collection on its own', () => {
    const all = JSON.parse(
      readFileSync(join(corpus ?? '', 'examples/rc3-problem-documents.json'), 'utf8'),
    ) as unknown[];
    expect(all).toHaveLength(10);
    for (const one of all)
      expect(checkDocument(JSON.stringify(one))).toMatchObject({ kind: 'ProblemDetail', result: { ok: true } });
  });

  it('reads a status whose errors are empty strings as having none (M-09)', () => {
    const { result } = check('examples/rc3-deployment-status.json');
    expect(
      result.ok && JSON.stringify(result.value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v)),
    ).not.toContain('error');
  });
});

describe.skipIf(!corpus)('descriptions by other people', () => {
  const earlyOne = 'third-party/RedHatEdge__margo-example-apps/apps/process-control-demo/margo.yaml';

  it('says of an early one which revision it is, and what is wrong with it even then', () => {
    const { revision, because, result } = check(earlyOne);
    expect(revision).toBe('predraft-2024-10');
    expect(because).toBe('kind is application: the pre-draft of October 2024.');
    expect(result.issues).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: 'AD-08', line: 8, hint: 'Put it in quotes: "1.0".' }),
        expect.objectContaining({
          rule: 'PM-01',
          line: 41,
          message: 'parameters must be a mapping, but it is a list.',
        }),
        expect.objectContaining({ rule: 'CF-01', line: 42 }),
      ]),
    );
  });

  it('names the old form when the early one is held to the current revision', () => {
    const { result } = checkDocument(bytesOf(earlyOne), { revision: 'rc3' });
    expect(result.issues).toContainEqual(
      expect.objectContaining({
        rule: 'AD-05',
        line: 3,
        message: expect.stringContaining('pre-draft form of October 2024') as string,
      }),
    );
  });

  it('points at the line whose indentation is wrong', () => {
    const { result } = check('third-party/FLECS-Technologies__apps-org.openjsf.nodered.margo/margo.yaml');
    expect(errorsIn(result.issues)).toEqual(['AD-01']);
    expect(result.issues[0]).toMatchObject({
      line: 10,
      column: 5,
      hint: expect.stringContaining('indentation') as string,
    });
  });
});

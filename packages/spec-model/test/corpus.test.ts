import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDocument } from '@margo-sdk/spec-model';

const corpus = process.env['MARGO_SPEC_CORPUS'];
if (!corpus) console.warn('MARGO_SPEC_CORPUS is not set: the public documents are not read.');

const rules = (
  file: string,
): { ok: boolean; errors: string[]; issues: ReturnType<typeof checkDocument>['result']['issues'] } => {
  const { result } = checkDocument(readFileSync(join(corpus ?? '', file)));
  return {
    ok: result.ok,
    errors: result.issues.filter(({ severity }) => severity === 'error').map(({ rule }) => rule),
    issues: result.issues,
  };
};

/** Files of the current revision that are broken themselves, with the rules that say so. */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
  // The digests are cut short with dots.
  'examples/rc3-state-manifest.truncated-digests.json': ['MX-03', 'MX-03'],
  // Words stand where the certificate of the authority belongs.
  'examples/rc3-spiffe-bundle.placeholders.json': ['TB-11'],
  // Ten documents in one file.
  'examples/rc3-problem-documents.json': ['PB-00'],
};

describe.skipIf(!corpus)('public documents of the current revision', () => {
  const list = (folder: string, pattern: RegExp): string[] => {
    const path = join(corpus ?? '', folder);
    return existsSync(path)
      ? readdirSync(path)
          .filter((file) => pattern.test(file))
          .map((file) => `${folder}/${file}`)
      : [];
  };
  const files = [...list('2026-09-rc3-src/examples/valid', /./), ...list('examples', /^rc3-/)];

  it('are all there', () => {
    expect(files).toHaveLength(12);
    expect(files).toEqual(expect.arrayContaining(Object.keys(BROKEN)));
  });

  it.each(files)('%s', (file) => {
    const { ok, errors } = rules(file);
    expect(errors).toEqual(BROKEN[file] ?? []);
    expect(ok).toBe(!(file in BROKEN));
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
    const { result } = checkDocument(readFileSync(join(corpus ?? '', 'examples/rc3-deployment-status.json')));
    expect(
      result.ok && JSON.stringify(result.value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v)),
    ).not.toContain('error');
  });
});

describe.skipIf(!corpus)('descriptions by other people', () => {
  it('names what is wrong with an early one: old form, number for text, lists for mappings', () => {
    const { ok, issues } = rules('third-party/RedHatEdge__margo-example-apps/apps/process-control-demo/margo.yaml');
    expect(ok).toBe(false);
    expect(issues).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          rule: 'AD-05',
          line: 3,
          message: expect.stringContaining('pre-draft form of October 2024'),
        }),
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

  it('points at the line whose indentation is wrong', () => {
    const { errors, issues } = rules('third-party/FLECS-Technologies__apps-org.openjsf.nodered.margo/margo.yaml');
    expect(errors).toEqual(['AD-01']);
    expect(issues[0]).toMatchObject({ line: 10, column: 5, hint: expect.stringContaining('indentation') });
  });
});

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edit, type Edit, type JsonValue, rewrite, stringifyJson } from '@margo-sdk/spec-model';
import { readYaml } from '../../src/yaml/read-yaml.js';
import { at, changed, pathsOf, read } from './plain-edits.js';

const corpus = process.env['MARGO_SPEC_CORPUS'];
if (!corpus) console.warn('MARGO_SPEC_CORPUS is not set: the public documents are not edited.');

/** Documents that people wrote, as far as they can be read. */
const files = corpus
  ? readdirSync(corpus, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ya?ml|json)$/.test(file) && statSync(join(corpus, file)).size < 20_000)
      .filter((file) => readYaml(readFileSync(join(corpus, file), 'utf8')).ok)
      .sort()
  : [];

describe.skipIf(!corpus)('documents that people wrote', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(40);
  });

  it.each(files)('%s', (file) => {
    const text = readFileSync(join(corpus ?? '', file), 'utf8');
    const value = read(text);
    expect(rewrite(text, value)).toBe(text);
    const all = pathsOf(value).filter(({ length }) => length > 0);
    const paths = all.filter((_, index) => index % Math.ceil(all.length / 3) === 0);
    for (const path of paths) {
      const edits: Edit[] = [
        { op: 'set', path, value: { on: ['two\nlines', '012'] } },
        { op: 'remove', path },
      ];
      const holder = path.slice(0, -1);
      if (Array.isArray(at(value, holder))) edits.push({ op: 'insert', path, value: 'yes' });
      else edits.push({ op: 'rename', path, key: 'on' }, { op: 'set', path: [...holder, 'new'], value: 1 });
      for (const one of edits) {
        const expected: JsonValue = changed(value, one);
        expect(stringifyJson(read(edit(text, [one])))).toBe(stringifyJson(expected));
        expect(stringifyJson(read(rewrite(text, expected)))).toBe(stringifyJson(expected));
      }
    }
  });
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ConversionReport, convertValue, DELTAS, explainConversion, REVISIONS } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { description } from '../documents.js';

describe('convertValue', () => {
  it.each(['predraft-2024-10', 'rc2-mtls'] as const)('does not write %s', (to) => {
    expect(() => convertValue('ApplicationDescription', description(), 'rc3', to)).toThrow(
      expect.objectContaining({
        code: 'ERR_CONVERSION_UNKNOWN',
        hint: 'Documents are brought to rc3, and back to rc2-signed and pr1.',
      }),
    );
  });

  it('writes PR1 from later revisions only', () => {
    expect(() => convertValue('ApplicationDescription', description(), 'predraft-2024-10', 'pr1')).toThrow(
      expect.objectContaining({ code: 'ERR_CONVERSION_UNKNOWN' }),
    );
    expect(() => convertValue('ProblemDetail', {}, 'rc2-signed', 'pr1')).toThrow(
      expect.objectContaining({ code: 'ERR_CONVERSION_UNKNOWN' }),
    );
  });

  it('does not know documents that a revision does not have', () => {
    expect(() => convertValue('StateManifest', {}, 'predraft-2024-10', 'rc3')).toThrow(
      expect.objectContaining({ code: 'ERR_CONVERSION_UNKNOWN', hint: expect.stringContaining('exists in pr1') }),
    );
  });

  it('has no way back for problem documents', () => {
    expect(() => convertValue('ProblemDetail', {}, 'rc3', 'rc2-signed')).toThrow(
      expect.objectContaining({ code: 'ERR_CONVERSION_UNKNOWN', hint: 'Documents are brought to rc3.' }),
    );
  });

  it('leaves what did not change between revisions as it is', () => {
    const document = { trustDomain: 'example.org' };
    expect(convertValue('DiscoveryDocument', document, 'rc2-mtls', 'rc3')).toEqual({ value: document, steps: [] });
  });

  it.each(REVISIONS)('leaves a document alone that is in %s already', (revision) => {
    const document = { kind: 'application', metadata: { id: 'a' } };
    expect(convertValue('ApplicationDescription', document, revision, revision)).toEqual({
      value: document,
      steps: [],
    });
  });

  it.each([null, 'text', 5, [{ kind: 'application' }], undefined])('leaves %j alone, which is no document', (value) => {
    expect(convertValue('ApplicationDescription', value, 'pr1', 'rc3')).toEqual({ value, steps: [] });
  });

  it('is not fooled by names that objects have', () => {
    const document = JSON.parse(
      '{"metadata":{"__proto__":{"id":"x"}},"deploymentProfiles":[{"type":"constructor","id":"p","components":[{"name":"toString","properties":{}}]}]}',
    ) as unknown;
    const { value, steps } = convertValue('ApplicationDescription', document, 'pr1', 'rc3', { components: {} });
    expect(JSON.stringify(value)).toContain('"__proto__":{"id":"x"}');
    expect(value).not.toHaveProperty('id');
    expect(steps.some(({ kind }) => kind === 'decide')).toBe(true);
  });

  it('takes time by the size of a document, not by its square', () => {
    const entries = Array.from({ length: 20_000 }, () => ({ type: 'usb', note: 'x' }));
    const document = { deploymentProfiles: [{ type: 'helm', id: 'p', requiredResources: { interfaces: entries } }] };
    const up = convertValue('ApplicationDescription', document, 'pr1', 'rc3');
    const down = convertValue('ApplicationDescription', up.value, 'rc3', 'rc2-signed');
    expect([up.steps.length, down.steps.length]).toEqual([40_003, 20_003]);
  });
});

describe('explainConversion', () => {
  it('puts each step into a line, and answers for now and advice below the questions', () => {
    const report: ConversionReport = {
      changed: [
        { kind: 'changed', delta: 'D-07', from: ['metadata', 'id'], to: ['id'], what: 'It moved.' },
        { kind: 'changed', delta: 'D-17', from: ['a', 0], to: ['a', 0], what: 'It changed.' },
        { kind: 'changed', delta: 'D-14', from: ['kind'], what: 'It is gone.' },
        { kind: 'changed', delta: 'D-12', to: ['b'], what: 'It is new.' },
      ],
      lost: [{ kind: 'lost', delta: 'D-22', path: ['labels'], why: 'There are none.' }],
      decide: [
        {
          kind: 'decide',
          delta: 'D-04',
          path: ['p', 0],
          question: 'Which?',
          suggestion: 'This one.',
          placeholder: 'x',
        },
        { kind: 'decide', delta: 'D-12', path: ['b'], question: 'Where?' },
      ],
    };
    expect(explainConversion(report)).toEqual([
      'changed  D-07  metadata.id → id: It moved.',
      'changed  D-17  a[0]: It changed.',
      'changed  D-14  removed kind: It is gone.',
      'changed  D-12  added b: It is new.',
      'lost     D-22  labels: There are none.',
      'decide   D-04  p[0]: Which?',
      '               For now it is "x".',
      '               This one.',
      'decide   D-12  b: Where?',
    ]);
  });
});

it('every change between revisions stands in docs/conversion.md, in the same words, and nothing else does', () => {
  const page = readFileSync(fileURLToPath(new URL('../../../../docs/conversion.md', import.meta.url)), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => /^\| *D-\d/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.map(([, id, , , what]) => [id, what])).toEqual(Object.entries(DELTAS));
});

import { checkValues, createForm } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { deployment, description, type Loose } from '../documents.js';

/** A description in which many settings are about one parameter, whose value is a long list. */
const described = (settings: number): Loose => {
  const document = description();
  document.parameters = { list: { value: [1], targets: [{ pointer: 'list', components: ['server'] }] } };
  document.configuration = {
    sections: [
      {
        name: 'Lists',
        settings: Array.from({ length: settings }, (_, at) => ({
          parameter: 'list',
          name: `Setting ${at}`,
          schema: 'numbers',
          immutable: true,
        })),
      },
    ],
    schema: [{ name: 'numbers', dataType: 'array[integer]', minValue: 1 }],
  };
  return document;
};

const ENTRIES = 100_000;
const TOO_MUCH =
  'The value of list cannot be checked, because the values and patterns of this description take too much work.';
const long = (): number[] => new Array<number>(ENTRIES).fill(1);

describe('long lists', () => {
  it('are judged entry by entry', () => {
    const values = { list: [...long(), 0] };
    expect(checkValues(described(1), values).map(({ message }) => message)).toEqual(['The value of list is below 1.']);
  });

  it('are refused once judging them for setting after setting takes too much work', () => {
    expect(checkValues(described(3), { list: long() })).toEqual([]);
    expect(checkValues(described(4), { list: long() }).map(({ message }) => message)).toEqual([TOO_MUCH]);
  });

  it('are compared with the deployment that is updated once, however many settings they have', () => {
    const previous = deployment();
    previous.spec.parameters = { list: { value: long(), targets: [] } };
    const { sections } = createForm(described(5000), { values: { list: [...long(), 2] }, previous });
    expect(sections[0]?.fields).toHaveLength(5000);
    expect(sections[0]?.fields.every(({ changed, locked }) => changed && locked)).toBe(true);
    expect(sections[0]?.fields[0]?.issues.map(({ rule }) => rule)).toEqual(['CF-13']);
  });
});

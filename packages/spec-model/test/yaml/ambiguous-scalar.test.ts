import { describe, expect, it } from 'vitest';
import { isAmbiguousScalar } from '@margo-sdk/spec-model';
import { readYaml } from '../../src/yaml/read-yaml.js';

describe('a scalar without quotes (A-42)', () => {
  it.each([
    ...['yes', 'No', 'ON', 'off', 'y', 'N'],
    ...['012', '-07', '0o17', '1_000', '0b101', '0x_1f', '12:30', '190:20:30', '12:30:45.5', '1e3', '1.5e3', '1_0.5'],
    ...['2024-01-01', '2024-01-01T10:00:00Z', '2024-1-1 10:00:00.5 +01:00', '<<', '='],
  ])('is ambiguous when it is %s', (text) => {
    expect(isAmbiguousScalar(text)).toBe(true);
  });

  it.each([
    ...['true', 'False', 'null', '~', '', 'yess', 'only'],
    ...['0', '00', '12', '-7', '0x1f', '1.5', '.5', '1.', '1.5e+3', '.inf', '.NaN', '18446744073709551615'],
    ...['1.0.0', 'v1', '1m30s', '12:3a', '24:00 h', '2024', '2024-01', 'a: b', '<', '=='],
  ])('is the same to all readers when it is "%s"', (text) => {
    expect(isAmbiguousScalar(text)).toBe(false);
  });

  it('is told from one in quotes by the document', () => {
    const read = readYaml("plain: on\nquoted: 'on'\nlist: [no]\n");
    if (!read.ok) throw new Error('unreadable');
    const { document } = read;
    expect(document.plainSourceAt(['plain'])).toBe('on');
    expect(document.plainSourceAt(['quoted'])).toBeUndefined();
    expect(document.plainSourceAt(['list', 0])).toBe('no');
    expect(document.plainSourceAt(['list'])).toBeUndefined();
    expect(document.plainSourceAt(['nothing'])).toBeUndefined();
  });
});

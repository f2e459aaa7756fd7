import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../src/index.js';

describe('the catalogue of faults', () => {
  it('has a name for each fault, and says each thing once', () => {
    const names = FAULTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const said = FAULTS.map(({ side, what }) => `${side}: ${what}`);
    expect(said.filter((one, at) => said.indexOf(one) !== at)).toEqual([]);
    for (const name of names) expect(name).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
  });

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))('says of %s what it is and what follows', (_, fault) => {
    expect(fault.what).toMatch(/^[A-Z0-9].*\.$/s);
    expect(fault.expected).toMatch(/^[a-z].*[^.]$/s);
    expect(fault.profiles.length).toBeGreaterThan(0);
    expect(fault.rules.length).toBeGreaterThan(0);
    for (const rule of fault.rules) expect(rule).toMatch(/^[A-Z]+-\d\d$/);
  });

  it('has the numbers that the documentation promises', () => {
    const of = (side: string): number => FAULTS.filter((fault) => fault.side === side).length;
    expect(FAULTS.length).toBeGreaterThan(250);
    expect(of('fleet-manager')).toBeGreaterThanOrEqual(120);
    expect(of('device')).toBeGreaterThanOrEqual(110);
    expect(of('identity-service')).toBeGreaterThanOrEqual(20);
  });

  it('cannot be changed by whoever reads it', () => {
    expect(Object.isFrozen(FAULTS)).toBe(true);
  });
});

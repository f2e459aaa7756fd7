import { RULES } from '@margo-sdk/spec-model';
import { POSITIONS } from '@margo-sdk/spec-model/positions';
import { describe, expect, it } from 'vitest';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson } = createWorkbench();

describe('margo explain', () => {
  it('says what a rule asks for, how much it weighs where, and what to do', async () => {
    const { code, out } = await margo(['explain', 'AD-23']);
    expect(code).toBe(0);
    expect(out).toMatch(/^AD-23 {2}timeout is written as minutes and seconds, for example 8m30s\.\n/);
    expect(out).toMatch(/ weight +warning in predraft-2024-10, pr1, rc2-signed; error in rc2-mtls, rc3\n/);
    expect(out).toMatch(/ what to do +Write both parts, .*for example 5m0s\.\n/);
    expect(out).toMatch(/ section +application description\n/);
    expect(out).toContain('ApplicationDescription deploymentProfiles[].components[].properties.timeout');
  });

  it('says what the specification leaves open, and what is done about it', async () => {
    const { code, out } = await margo(['explain', 'a-15']);
    expect(code).toBe(0);
    expect(out).toMatch(/^A-15 {2}Amounts of memory/);
    expect(out).toMatch(/ taken +Both are read/);
    expect(out).toMatch(/ or +Without/);
    expect(out).toMatch(/ acts in +.*CP-04/s);
  });

  it('says what a member is', async () => {
    const { code, out } = await margo(['explain', 'deploymentProfiles[0].id']);
    expect(code).toBe(0);
    expect(out).toContain('deploymentProfiles[].id  ApplicationDescription: ');
    expect(out).toMatch(/ type +string, required\n/);
    expect(out).toMatch(/ rule +AD-14\n/);
  });

  it('takes any name where people choose one', async () => {
    expect((await margo(['explain', 'parameters.greeting.value'])).out).toContain('parameters.{}.value  ');
  });

  it('explains several things in one go, and one kind only where it is told', async () => {
    const { out } = await margo(['explain', 'D-07', 'metadata.name', '--kind', 'ApplicationDeployment']);
    expect(out).toMatch(/^D-07 {2}.*\n\nmetadata\.name {2}ApplicationDeployment: /);
    expect(out).not.toContain('ApplicationDescription:');
  });

  it.each([...Object.keys(RULES), ...Object.keys(POSITIONS)])('knows %s', async (id) => {
    const { code, answer } = await margoJson(['explain', id]);
    expect(code).toBe(0);
    expect(answer.explained[0].id).toBe(id);
  });

  it('answers in JSON for programs', async () => {
    const { answer } = await margoJson(['explain', 'AD-06', 'M-07', 'metadata.version', 'D-01']);
    expect(answer.explained).toMatchObject([
      { is: 'rule', id: 'AD-06', severities: { rc3: 'error' }, section: 'application description' },
      { is: 'position', id: 'M-07', options: expect.any(Array) },
      { is: 'member', members: [{ kind: 'ApplicationDescription', type: 'string', rule: 'AD-08' }] },
      { is: 'change', id: 'D-01' },
    ]);
  });

  it('lists all groups when it is asked for nothing', async () => {
    const { code, out } = await margo(['explain']);
    expect(code).toBe(0);
    expect(out).toMatch(/ AD-00 … AD-32 +application description\n/);
    expect(out).toMatch(/ M-05 … M-14 +schemas\n/);
    const { answer } = await margoJson(['explain']);
    const ids = (groups: { ids: string[] }[]) => groups.flatMap((group) => group.ids).sort();
    expect(ids(answer.rules)).toEqual(Object.keys(RULES).sort());
    expect(ids(answer.positions)).toEqual(Object.keys(POSITIONS).sort());
  });

  it.each([
    ['AD-066', 'AD-06'],
    ['version', 'metadata.version'],
    ['metadata.verison', 'metadata.version'],
  ])('suggests for %s, which it does not know, %s', async (given, meant) => {
    const { code, err } = await margo(['explain', given]);
    expect(code).toBe(2);
    expect(err).toContain(`${given} is no rule`);
    expect(err).toContain(meant);
  });

  it('says where to look when nothing is near', async () => {
    expect((await margo(['explain', 'quaternion'])).err).toContain('hint: See margo explain for all ids.');
  });
});

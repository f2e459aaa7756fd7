import { describe, expect, it } from 'vitest';
import { DEPLOYMENT } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, file } = createWorkbench();

const chart = (name: string, revision = '1.0.0'): string =>
  `      - { name: ${name}, properties: { repository: oci://registry.example.com/charts/${name}, revision: ${revision} } }`;
const deployment = (components: readonly string[], { device = 'edge-1', password = 'hunter2' } = {}): string =>
  `id: a3e2f5dc-912e-494f-8395-52cf3769bc06
metadata: { name: line, namespace: line, deviceId: ${device} }
spec:
  applicationId: com-example-line
  deploymentProfile:
    type: helm
    components:
${components.join('\n')}
  parameters:
    password: { value: ${password}, targets: [{ pointer: auth.password, components: [broker] }] }
`;
const OLD = deployment([chart('broker'), chart('dashboard'), chart('legacy')]);
const NEW = deployment([chart('recorder'), chart('broker'), chart('dashboard', '1.1.0')], {
  password: 'changed-secret',
});

describe('margo plan', () => {
  it('tells what an update does to each component, and the steps, with what is fetched before anything is touched', async () => {
    const { code, out } = await margo(['plan', file('old.yaml', OLD), file('new.yaml', NEW)]);
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.replace(/ +/g, ' ').trim())).toEqual([
      'install recorder It is new.',
      'reconfigure broker Parameters that reach it changed: password.',
      'Changed, which takes no step: its place in the list.',
      'upgrade dashboard The revision changed from 1.0.0 to 1.1.0.',
      'Changed, which takes no step: its place in the list.',
      'drop legacy It is no longer listed.',
      '',
      '1 prepare recorder oci://registry.example.com/charts/recorder 1.0.0',
      '2 prepare broker oci://registry.example.com/charts/broker 1.0.0',
      '3 prepare dashboard oci://registry.example.com/charts/dashboard 1.1.0',
      '4 install recorder oci://registry.example.com/charts/recorder 1.0.0',
      '5 reconfigure broker oci://registry.example.com/charts/broker 1.0.0',
      '6 upgrade dashboard oci://registry.example.com/charts/dashboard 1.1.0',
      '7 remove legacy oci://registry.example.com/charts/legacy 1.0.0',
      '',
    ]);
  });

  it('removes what is dropped before the others are touched where that is asked for (L-10)', async () => {
    const { answer } = await margoJson([
      'plan',
      file('old.yaml', OLD),
      file('new.yaml', NEW),
      '--drop-order',
      'before',
    ]);
    const kinds = answer.steps.map(({ kind, component }: Record<string, string>) => `${kind} ${component}`);
    expect(kinds.filter((step: string) => !step.startsWith('prepare'))).toEqual([
      'remove legacy',
      'install recorder',
      'reconfigure broker',
      'upgrade dashboard',
    ]);
  });

  it('plans a first installation', async () => {
    const { code, answer } = await margoJson(['plan', file('new.yaml', NEW)]);
    expect(code).toBe(0);
    expect(answer).toMatchObject({
      deploymentId: 'a3e2f5dc-912e-494f-8395-52cf3769bc06',
      action: 'install',
      changes: [{ change: 'install' }, { change: 'install' }, { change: 'install' }],
    });
    expect(answer.steps).toHaveLength(6);
  });

  it('plans a removal, last listed first (L-04)', async () => {
    const { answer } = await margoJson(['plan', '--remove', file('old.yaml', OLD)]);
    expect(answer.action).toBe('remove');
    expect(answer.steps.map(({ kind, component }: Record<string, string>) => `${kind} ${component}`)).toEqual([
      'remove legacy',
      'remove dashboard',
      'remove broker',
    ]);
  });

  it('says where from and where to when a deployment moves', async () => {
    const old = file('old.yaml', deployment([chart('broker')]));
    const moved = file('new.yaml', deployment([chart('broker')], { device: 'edge-2' }));
    const { out } = await margo(['plan', old, moved]);
    expect(out).toMatch(/^replace +broker /);
    expect(out).toMatch(/^1 +prepare .*, on edge-2 as helm in namespace line$/m);
    expect(out).toMatch(/^2 +remove .*, from edge-1 as helm in namespace line$/m);
    expect(out).toMatch(/^3 +install .*, on edge-2 as helm in namespace line$/m);
  });

  it('says so when there is nothing to do', async () => {
    const { out } = await margo(['plan', file('old.yaml', OLD), '-'], { stdin: OLD });
    expect(out).toMatch(/^keep +broker +Nothing changed\.$/m);
    expect(out).toContain('No step is needed.');
  });

  it.each(['pretty', 'json'])('shows no values of parameters (%s)', async (format) => {
    const { out } = await margo(['plan', file('old.yaml', OLD), file('new.yaml', NEW), '--format', format]);
    expect(out).not.toMatch(/hunter2|changed-secret/);
  });

  it('refuses two deployments, of which neither updates the other', async () => {
    const other = DEPLOYMENT.replace('a3e2f5dc', '00000000');
    const { code, err, out } = await margo(['plan', file('old.yaml', DEPLOYMENT), file('new.yaml', other)]);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('These are two deployments');
  });

  it('ends with 1 when one of them is invalid', async () => {
    const { code, err } = await margo(['plan', file('old.yaml', DEPLOYMENT), file('new.yaml', 'id: 1\nspec: {}\n')]);
    expect(code).toBe(1);
    expect(err).toContain('new.yaml is not a valid ApplicationDeployment.');
  });

  it.each([
    [['plan'], 'needs a deployment'],
    [['plan', 'old.yaml', 'old.yaml', 'old.yaml'], 'does not know what to do with'],
    [['plan', '--remove', 'old.yaml', 'old.yaml'], 'does not know what to do with'],
    [['plan', '--remove', 'old.yaml', '--drop-order', 'before'], 'has no meaning with --remove'],
    [['plan', 'old.yaml', '--drop-order', 'never'], 'must be one of after, before'],
    [['plan', 'missing.yaml'], 'there is no such file'],
  ])('ends with 2 for %j', async (argv, said) => {
    file('old.yaml', OLD);
    const { code, err } = await margo(argv);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});

import { statSync } from 'node:fs';
import { parseApplicationDeployment } from '@margo-sdk/spec-model';
import { beforeEach, describe, expect, it } from 'vitest';
import { DESCRIPTION, PR1_DESCRIPTION } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, file, read, path } = createWorkbench();

const ID = 'a3e2f5dc-912e-494f-8395-52cf3769bc06';
const AIM = ['--profile', 'hello-helm', '--name', 'hello', '--namespace', 'hello', '--device', 'edge-1'];
const CALL = ['resolve', 'margo.yaml', ...AIM, '--id', ID];

const valuesOf = (text: string) =>
  Object.fromEntries(
    Object.entries(parseApplicationDeployment(text).spec.parameters ?? {}).map(([name, { value }]) => [name, value]),
  );

beforeEach(() => void file('margo.yaml', DESCRIPTION));

describe('margo resolve', () => {
  it('makes the deployment of a profile', async () => {
    const { code, out, err } = await margo(CALL);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const deployment = parseApplicationDeployment(out);
    expect(deployment).toMatchObject({ id: ID, metadata: { name: 'hello', namespace: 'hello', deviceId: 'edge-1' } });
    expect(deployment.spec.deploymentProfile.components.map(({ name }) => name)).toEqual(['hello']);
    expect(valuesOf(out)).toEqual({ greeting: 'Hi', volume: 3, loud: false, hosts: ['a', 'b'] });
  });

  it('makes a new id where none is given, and says so', async () => {
    const { code, out, err } = await margo(['resolve', 'margo.yaml', ...AIM]);
    expect(code).toBe(0);
    expect(err).toContain(`A new id was made: ${parseApplicationDeployment(out).id}.`);
  });

  it('gives values of arguments the type that the parameter asks for, and lets them count more than a file', async () => {
    file('values.yaml', 'volume: 10\ngreeting: Hello\n');
    const set = ['volume=70', 'loud=true', 'hosts=c, d', 'token=8080', 'greeting=12'].flatMap((one) => ['--set', one]);
    const { out } = await margo([...CALL, '--values', 'values.yaml', ...set]);
    expect(valuesOf(out)).toEqual({ greeting: '12', volume: 70, loud: true, hosts: ['c', 'd'], token: 8080 });
  });

  it('tells everything that is wrong with the values at once, and never the values', async () => {
    file('values.yaml', 'volume: 7000\nnobody: knows\nhosts: { a: 1 }\n');
    const { code, out, err } = await margo([
      ...CALL,
      '--values',
      'values.yaml',
      '--set',
      'greeting=far too long to be said',
    ]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('error CF-12 values.volume: ');
    expect(err).toContain('error CF-12 values.greeting: ');
    expect(err).toContain('error AX-06 values.nobody: ');
    expect(err).toContain('error PM-04 values.hosts: ');
    expect(err).toContain('margo: No deployment was made: 4 errors, 0 warnings, 0 info.');
    expect(err).not.toMatch(/7000|knows|far too/);
    const { code: again, answer } = await margoJson([...CALL, '--values', 'values.yaml']);
    expect(again).toBe(1);
    expect(answer).toMatchObject({ valid: false });
    expect(answer.issues).toContainEqual(expect.objectContaining({ code: 'AX-06', path: 'values.nobody' }));
  });

  it('never shows what came from a secret file, and writes it so that only its owner can read it', async () => {
    file('token', 'hunter2\n');
    const secret = ['--secret-file', 'token=token'];
    const shown = await margo([...CALL, ...secret]);
    expect(valuesOf(shown.out)['token']).toBe('(secret)');
    expect(shown.err).toContain('Secret values are not shown');
    const json = await margoJson([...CALL, ...secret]);
    expect(json.answer.secrets).toEqual(['token']);
    expect(JSON.stringify([shown, json])).not.toContain('hunter2');

    const written = await margo([...CALL, ...secret, '-o', 'deployment.yaml']);
    expect(written).toMatchObject({ code: 0, out: '' });
    expect(valuesOf(read('deployment.yaml'))['token']).toBe('hunter2');
    expect(statSync(path('deployment.yaml')).mode & 0o777).toBe(0o600);
  });

  it('reads a secret from standard input, and takes one line end off only', async () => {
    await margo([...CALL, '--secret-file', 'token=-', '-o', 'deployment.yaml'], { stdin: ' a=b\n\r\n' });
    expect(valuesOf(read('deployment.yaml'))['token']).toBe(' a=b\n');
    await margo([...CALL, '--secret-file', 'token=-', '-o', 'deployment.yaml'], { stdin: '0123' });
    expect(valuesOf(read('deployment.yaml'))['token']).toBe('0123');
  });

  it('narrows a file that everybody could read', async () => {
    file('token', 'hunter2');
    file('deployment.yaml', 'old');
    await margo([...CALL, '--secret-file', 'token=token', '-o', 'deployment.yaml']);
    expect(statSync(path('deployment.yaml')).mode & 0o777).toBe(0o600);
  });

  it('updates a deployment, which keeps its id, name, namespace and device', async () => {
    await margo([...CALL, '-o', 'old.yaml']);
    const { code, out, err } = await margo([
      'resolve',
      'margo.yaml',
      '--profile',
      'hello-helm',
      '--previous',
      'old.yaml',
      '--set',
      'volume=4',
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(parseApplicationDeployment(out)).toMatchObject({ id: ID, metadata: { name: 'hello', deviceId: 'edge-1' } });
    const other = ['--id', '00000000-0000-4000-8000-000000000000'];
    const refused = await margo([
      'resolve',
      'margo.yaml',
      '--profile',
      'hello-helm',
      '--previous',
      'old.yaml',
      ...other,
    ]);
    expect(refused.code).toBe(2);
  });

  it('answers in JSON for programs', async () => {
    const { code, answer } = await margoJson(CALL);
    expect(code).toBe(0);
    expect(answer).toMatchObject({ valid: true, secrets: [], deployment: { id: ID } });
  });

  it('says what a device may stumble over, and makes the deployment all the same', async () => {
    const call = [...CALL, '--namespace', 'UPPER'];
    const { code, err } = await margo(call);
    expect(code).toBe(0);
    expect(err).toMatch(/^warning AX-02 metadata\.namespace: /);
    expect((await margoJson(call)).answer.issues).toMatchObject([{ code: 'AX-02', severity: 'warning' }]);
  });

  it('reads the description from standard input', async () => {
    expect((await margo(['resolve', '-', ...CALL.slice(2)], { stdin: DESCRIPTION })).code).toBe(0);
  });

  it('refuses an invalid description with everything that is wrong with it', async () => {
    file('margo.yaml', DESCRIPTION.replace('id: com-example-hello', 'id: Com Example'));
    const { code, err } = await margo(CALL);
    expect(code).toBe(1);
    expect(err).toContain('margo.yaml:2:1 error AD-06');
    const { answer } = await margoJson(CALL);
    expect(answer.files[0]).toMatchObject({ file: 'margo.yaml', valid: false });
  });

  it('sends a description of an older revision to conversion', async () => {
    file('margo.yaml', PR1_DESCRIPTION);
    const { code, err } = await margo(CALL);
    expect(code).toBe(2);
    expect(err).toContain('margo.yaml is of revision pr1');
    expect(err).toContain('margo convert margo.yaml');
  });

  it.each([
    [['resolve'], 'needs a description'],
    [['resolve', 'margo.yaml'], 'Profiles are hello-helm, hello-compose.'],
    [['resolve', 'margo.yaml', '--profile', 'x'], 'has no deployment profile x'],
    [['resolve', 'margo.yaml', ...AIM.slice(0, 2)], 'needs --device'],
    [[...CALL, '--id', 'x'], '--id: '],
    [[...CALL, '--set', 'volume'], '--set needs the form NAME=VALUE.'],
    [[...CALL, '--set', 'volme=1'], 'Did you mean volume?'],
    [[...CALL, '--secret-file', 'token=missing'], 'Cannot read missing'],
    [
      [...CALL, '--previous', 'margo.yaml'],
      'holds the kind ApplicationDescription, but ApplicationDeployment was expected',
    ],
    [[...CALL, '--values', 'missing.yaml'], 'Cannot read missing.yaml'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});

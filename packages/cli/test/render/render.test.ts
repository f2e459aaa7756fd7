import { readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEPLOYMENT } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, file, read, path } = createWorkbench();

const COMPOSE = DEPLOYMENT.replace('type: helm', 'type: compose')
  .replace('pointer: text', 'pointer: TEXT')
  .replace('pointer: sound.volume', 'pointer: VOLUME');

describe('margo render', () => {
  it('prints the values of each chart as a YAML document of its own', async () => {
    const { code, out } = await margo(['render', file('d.yaml', DEPLOYMENT)]);
    expect(code).toBe(0);
    expect(out).toBe(
      '# hello.values.yaml\ntext: "Hi"\nsound:\n  volume: 3\n---\n# extra.values.yaml\nsound:\n  volume: 3\n',
    );
  });

  it('prints one component alone, for helm to read', async () => {
    const { out } = await margo(['render', '-', '--component', 'extra'], { stdin: DEPLOYMENT });
    expect(out).toBe('sound:\n  volume: 3\n');
  });

  it('prints the environment of Compose files', async () => {
    const { out } = await margo(['render', file('d.yaml', COMPOSE)]);
    expect(out).toBe("# hello.env\nTEXT='Hi'\nVOLUME='3'\n\n# extra.env\nVOLUME='3'\n");
  });

  it('writes one file for each component, for its owner only', async () => {
    const { code, out, err } = await margo(['render', file('d.yaml', DEPLOYMENT), '-o', 'out/values']);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('Wrote out/values/hello.values.yaml.');
    expect(readdirSync(path('out/values')).sort()).toEqual(['extra.values.yaml', 'hello.values.yaml']);
    expect(read('out/values/extra.values.yaml')).toBe('sound:\n  volume: 3\n');
    expect(statSync(path('out/values/extra.values.yaml')).mode & 0o777).toBe(0o600);
  });

  it('answers in JSON for programs', async () => {
    const { code, answer } = await margoJson(['render', file('d.yaml', DEPLOYMENT)]);
    expect(code).toBe(0);
    expect(answer.components).toEqual([
      { component: 'hello', kind: 'helm', values: { text: 'Hi', sound: { volume: 3 } } },
      { component: 'extra', kind: 'helm', values: { sound: { volume: 3 } } },
    ]);
  });

  it('ends with 1 when the deployment is invalid', async () => {
    const { code, err } = await margo(['render', file('d.yaml', DEPLOYMENT.replace('name: hello,', ''))]);
    expect(code).toBe(1);
    expect(err).toContain('d.yaml:2:1 error AX-');
    expect(err).toContain('margo: d.yaml is not a valid ApplicationDeployment.');
  });

  it('never lets a text steer the terminal of a person', async () => {
    const hostile = DEPLOYMENT.replace('value: Hi', 'value: "\\e[31m\\u202e"');
    const looked = await margo(['render', file('d.yaml', hostile), '--component', 'hello'], { interactive: true });
    expect(looked.out).not.toMatch(/[\u001b\u202e]/); // eslint-disable-line no-control-regex
    const { out } = await margo(['render', 'd.yaml', '--format', 'json']);
    expect(out).not.toMatch(/[\u001b\u202e]/); // eslint-disable-line no-control-regex
    expect(JSON.parse(out).components[0].values.text).toBe('\u001b[31m\u202e');
  });

  it.each([
    [['render'], 'needs a deployment'],
    [['render', 'd.yaml', '--component', 'helo'], 'Did you mean hello?'],
    [['render', 'd.yaml', '-o', 'd.yaml'], 'Cannot make the folder d.yaml.'],
    [['render', '.'], 'it is a folder; name a file in it'],
  ])('ends with 2 for %j', async (argv, said) => {
    file('d.yaml', DEPLOYMENT);
    const { code, err } = await margo(argv);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});

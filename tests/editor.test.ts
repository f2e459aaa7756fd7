import { readFileSync } from 'node:fs';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { YamlLanguageServer } from './support/yaml-language-server.js';

const root = new URL('..', import.meta.url);
const schema = fileURLToPath(
  new URL('packages/spec-model/generated/json-schema/rc3/application-description.json', root),
);
const example = readFileSync(new URL('examples/two-charts/margo.yaml', root), 'utf8');

/** The real server behind "YAML" in most editors, reading the schema file that the package carries. */
describe('yaml-language-server with the schema of an application description', () => {
  let server: YamlLanguageServer;
  beforeAll(async () => {
    server = await YamlLanguageServer.start(pathToFileURL(schema).href);
  });
  afterAll(() => server.stop());

  it('underlines nothing in a good description', async () => {
    expect(await server.open('file:///good.yaml', example)).toEqual([]);
  });

  it('underlines what does not fit, where it stands', async () => {
    const broken = example.replace(/^id: .*$/m, 'id: Not An Id');
    expect(broken).not.toBe(example);
    const found = await server.open('file:///broken.yaml', broken);
    const lines = broken.split('\n');
    expect(found.map(({ range }) => lines[range.start.line]?.trim().split(':')[0])).toContain('id');
  });

  it('underlines a missing member', async () => {
    const found = await server.open('file:///missing.yaml', example.replace(/^apiVersion: .*\n/m, ''));
    expect(found.map(({ message }) => message).join('\n')).toContain('apiVersion');
  });

  it('offers the members that may stand at a place', async () => {
    const text = 'apiVersion: v1\n\n';
    await server.open('file:///started.yaml', text);
    const offered = await server.complete('file:///started.yaml', { line: 1, character: 0 });
    expect(offered).toEqual(expect.arrayContaining(['id', 'metadata', 'deploymentProfiles', 'parameters']));
  });

  it('offers the values that a member may have', async () => {
    const text = 'apiVersion: v1\ndeploymentProfiles:\n  - type: \n';
    await server.open('file:///type.yaml', text);
    const offered = await server.complete('file:///type.yaml', { line: 2, character: 10 });
    expect(offered).toEqual(expect.arrayContaining(['helm', 'compose', 'custom']));
  });

  it('says what a member is', async () => {
    await server.open('file:///hover.yaml', example);
    const line = example.split('\n').findIndex((one) => one.startsWith('id:'));
    expect(await server.hover('file:///hover.yaml', { line, character: 1 })).toContain('Id of the application');
  });
});

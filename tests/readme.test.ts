import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  scripts: Record<string, string>;
  packageManager: string;
};

describe('README', () => {
  it('has exactly two set-up commands, and both exist', () => {
    const [block = ''] = [...readme.matchAll(/^```sh\n([\s\S]*?)\n```$/gm)].map(([, text = '']) => text);
    const commands = block.split('\n');
    expect(commands).toEqual([`npx -y ${manifest.packageManager} demo`, `npx -y ${manifest.packageManager} test`]);
    for (const command of commands) expect(Object.keys(manifest.scripts)).toContain(command.split(' ').at(-1));
  });

  it('says that the project is independent', () => {
    expect(readme).toMatch(/independent project\. It is not endorsed by/);
  });

  it('has an example for each kind of reader, whose output is what the comment says', async () => {
    const { safeParseApplicationDescription } = await import('@margo-sdk/spec-model');
    const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)\n```$/gm)].map(([, code = '']) => code);
    expect(blocks).toHaveLength(3);
    const text = /`\n([\s\S]*?)`\)/.exec(blocks[0] ?? '')?.[1] ?? '';
    const issue = safeParseApplicationDescription(`\n${text}`).issues.find(({ severity }) => severity === 'error');
    const said = `// ${issue?.rule}, line ${issue?.line}: ${issue?.message} ${issue?.hint}`;
    expect(blocks[0]).toContain(said);
  });

  it('names every package', () => {
    for (const name of [
      'spec-model',
      'protocol',
      'state-machine',
      'device-client',
      'orchestrator-client',
      'testkit',
      'cli',
    ])
      expect(readme).toContain(`| \`@margo-sdk/${name}\``);
  });
});

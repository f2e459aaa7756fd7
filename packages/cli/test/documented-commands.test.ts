import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { main, type Terminal } from '@margo-sdk/cli';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/commands.js';

const path = fileURLToPath(new URL('../../../docs/cli.md', import.meta.url));
const page = readFileSync(path, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'margo-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Fenced blocks: calls with what they print, and files, whose names stand behind the language. */
const BLOCK = /^```([a-z]+)[^\S\n]*([^\n]*)\n([\s\S]*?)^```$/gm;

/** The arguments of a call, as a shell would split them. */
const argumentsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** Runs a call and gives all that a person sees of it. */
const run = async (command: string): Promise<string> => {
  const [call = '', input] = command.split(' < ');
  const [margo, ...argv] = argumentsOf(call);
  expect(margo).toBe('margo');
  let seen = '';
  const line = (text: string): void => void (seen += `${text}\n`);
  const terminal: Terminal = {
    interactive: false,
    colours: false,
    out: line,
    err: line,
    write: (text) => void (seen += text),
    status: () => {},
  };
  const stdin = Readable.from(input === undefined ? [] : [readFileSync(join(folder, input))]);
  await main(argv, terminal, undefined, { folder, stdin });
  // Compression is not the same in every version of Node.js, and the tag of a manifest names its bundle by digest.
  return seen.trim().replace(/(ETag|"etag":) "(\\?"?)sha256:[0-9a-f]{64}/g, '$1 "$2sha256:…');
};

describe('docs/cli.md', () => {
  it('shows what the commands print; vitest -u writes it anew', async () => {
    let real = page;
    let calls = 0;
    for (const [whole, language, name, text = ''] of page.matchAll(BLOCK)) {
      if (language === 'console') {
        const shown: string[] = [];
        // A later call works on what an earlier one has written.
        for (const [, command = ''] of text.matchAll(/^\$ (.*)$/gm)) {
          calls += 1;
          shown.push(`$ ${command}\n${await run(command)}\n`);
        }
        const block = `\`\`\`console\n${shown.join('\n')}\`\`\``;
        real = real.replace(whole, () => block);
      } else if (name) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
    }
    expect(calls).toBeGreaterThan(15);
    await expect(real).toMatchFileSnapshot(path);
  });

  it.each(COMMANDS)('has an example of $name, and all of its options', ({ name, options, usage }) => {
    const section = page.split(/^## /m).find((one) => one.startsWith(`\`margo ${name}`)) ?? '';
    if (name !== 'demo') expect(section).toMatch(new RegExp(`^\\$ margo ${name}( |$)`, 'm'));
    for (const option of [...Object.keys(options), 'help']) {
      if (option !== 'help') expect(section).toContain(`--${option}`);
      expect(usage).toContain(`--${option}`);
    }
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main, type Terminal, terminalOf } from '@margo-sdk/cli';
import { readInput } from '../src/validate/read-input.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'margo-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (text: string): string => {
  const path = join(folder, 'margo.yaml');
  writeFileSync(path, text);
  return path;
};

const margo = async (argv: readonly string[], style: Partial<Pick<Terminal, 'colours'>> = {}) => {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    interactive: false,
    colours: false,
    ...style,
    write: () => {},
    out: (l: string) => out.push(l),
    err: (l: string) => err.push(l),
  };
  const code = await main(argv, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
};

const VALID = '../../examples/two-charts/margo.yaml';
const valid = join(import.meta.dirname, '..', VALID);

describe('margo validate', () => {
  it('ends with 0 for valid files', async () => {
    const { code, out } = await margo(['validate', valid]);
    expect(code).toBe(0);
    expect(out).toMatch(/valid ApplicationDescription, 0 errors, 0 warnings, 1 info$/);
  });

  it('shows the source line, a caret below the place, and a hint; ends with 1', async () => {
    const path = file('apiVersion: v2\nid: com-example\n');
    const { code, out } = await margo(['validate', path]);
    expect(code).toBe(1);
    expect(out).toContain(
      [
        `${path}:1:1 error AD-02 apiVersion must be v1, but it is "v2".`,
        '  1 | apiVersion: v2',
        '    | ^',
        '  hint: Write apiVersion: v1.',
      ].join('\n'),
    );
    expect(out).toMatch(/invalid ApplicationDescription, 3 errors/);
  });

  it('checks every file and ends with 1 when one is invalid', async () => {
    const { code, out } = await margo(['validate', valid, file('a: [')]);
    expect(code).toBe(1);
    expect(out).toContain('valid ApplicationDescription');
    expect(out).toContain('error AD-01');
  });

  it('answers in JSON for programs', async () => {
    const { code, out } = await margo(['validate', '--format', 'json', file('parameters: []')]);
    expect(code).toBe(1);
    const { files } = JSON.parse(out) as { files: { valid: boolean; issues: object[] }[] };
    expect(files).toHaveLength(1);
    expect(files[0]).toMatchObject({ kind: 'ApplicationDescription', valid: false });
    expect(files[0]?.issues).toContainEqual({
      code: 'PM-01',
      path: 'parameters',
      line: 1,
      column: 1,
      severity: 'error',
      message: 'parameters must be a mapping, but it is a list.',
      hint: expect.any(String),
    });
  });

  it.each([
    [['validate'], 'at least one file'],
    [['validate', '--format', 'xml', 'x'], 'unknown format xml'],
    [['validate', '--frmat', 'json', 'x'], 'frmat'],
    [['validate', '/nowhere/margo.yaml'], 'cannot read /nowhere/margo.yaml: there is no such file'],
    [['validate', tmpdir()], 'it is a folder; name a file in it'],
    [['valdate'], 'unknown command valdate'],
    [[], 'a command is missing'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  it('does not let a file that cannot be read hide the others', async () => {
    const pretty = await margo(['validate', '/nowhere/margo.yaml', valid]);
    expect(pretty).toMatchObject({ code: 2, out: expect.stringContaining('valid ApplicationDescription') });
    const json = await margo(['validate', '--format', 'json', '/nowhere/margo.yaml', valid]);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({
      files: [
        { file: '/nowhere/margo.yaml', valid: false, unread: 'there is no such file', issues: [] },
        { file: valid, valid: true },
      ],
    });
  });

  it('reads no more of a file than a document can have', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536, '#');
      })(),
    );
    const input = await readInput('-', endless);
    expect(input.ok && input.bytes.length).toBe(1_048_577);
    const { code, out } = await margo(['validate', file('#'.repeat(2_000_000))]);
    expect(code).toBe(1);
    expect(out).toContain('longer than 1048576 bytes');
  });

  it('prints its version', async () => {
    expect((await margo(['--version'])).out).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('prints help and ends with 0', async () => {
    expect(await margo(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') });
  });

  it('never sends control characters of a file to the terminal', async () => {
    const { out } = await margo(['validate', file('apiVersion: "\u001b[31mred"\nid: x\u202e\n')]);
    expect(out).not.toMatch(/[\u001b\u202e]/); // eslint-disable-line no-control-regex
  });
});

describe('colours', () => {
  const colours = (isTTY: boolean, env: Record<string, string>): boolean =>
    terminalOf({ stdout: { isTTY, write: () => true }, stderr: { write: () => true }, env }).colours;
  it('are for people only, and only where NO_COLOR is not set', () => {
    expect(colours(true, {})).toBe(true);
    expect(colours(false, {})).toBe(false);
    expect(colours(true, { NO_COLOR: '1' })).toBe(false);
    expect(colours(true, { TERM: 'dumb' })).toBe(false);
  });
  it('mark the weight of an issue', async () => {
    const { out } = await margo(['validate', file('x: 1')], { colours: true });
    expect(out).toContain('\u001b[31merror');
  });
});

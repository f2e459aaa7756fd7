import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, read, path } = createWorkbench();

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('margo pki', () => {
  it('makes an authority and a fleet manager that only their owner can read, and shows none of their keys', async () => {
    const { code, out, err } = await margo(['pki', 'init', '--trust-domain', 'plant.example', '--wfm', 'hall-2']);
    expect(code).toBe(0);
    expect(err).toContain('DEVELOPMENT ONLY');
    expect(out).toContain('spiffe://plant.example/margo/wfm/hall-2, for 24 more hours');
    const files = filesIn(path('.margo/pki'));
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      expect(statSync(file).mode & 0o777, file).toBe(0o600);
      const [, secret] = /PRIVATE KEY-----\n(.+)/.exec(readFileSync(file, 'utf8')) ?? [];
      if (secret !== undefined) expect(out + err).not.toContain(secret);
    }
    expect(statSync(path('.margo')).mode & 0o077).toBe(0);
    expect(read('.margo/.gitignore')).toBe('*\n');
  });

  it('names files that are there', async () => {
    await margo(['pki', 'init']);
    const { answer } = await margoJson(['pki', 'issue', 'press-7']);
    expect(answer).toMatchObject({
      trustDomain: 'factory.example',
      certificates: [{ spiffeId: 'spiffe://factory.example/margo/wfm/line-1/client/press-7' }],
    });
    const [{ certificate, privateKey, expiresAt }] = answer.certificates;
    expect(read(answer.trustBundle)).toContain('x509-svid');
    expect(read(certificate)).toContain('BEGIN CERTIFICATE');
    expect(read(privateKey)).toContain('PRIVATE KEY');
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    expect(JSON.stringify(answer)).not.toContain('PRIVATE');
  });

  it.each(
    [
      ['pki', 'init'],
      ['wfm', '--dev'],
      ['agent', '--dev'],
    ].map((argv) => [argv.join(' '), argv] as const),
  )('has %s say in one sentence that a file stands where its folder should be', async (_, argv) => {
    writeFileSync(path('taken'), '');
    const { code, err } = await margo([...argv, '--folder', 'taken']);
    expect(code).toBe(2);
    expect(err).toMatch(/^margo: Cannot use .*taken.*: there is .+\.$/m);
  });

  it('replaces nothing unless it is told to', async () => {
    await margo(['pki', 'init']);
    await margo(['pki', 'issue', 'press-7']);
    const before = filesIn(path('.margo')).map((file) => readFileSync(file, 'utf8'));
    for (const argv of [['init'], ['issue', 'press-7'], ['issue', '--fleet-manager']]) {
      const { code, err } = await margo(['pki', ...argv]);
      expect({ argv, code }).toEqual({ argv, code: 2 });
      expect(err).toContain('--force');
    }
    expect(filesIn(path('.margo')).map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    expect((await margo(['pki', 'issue', 'press-7', '--force'])).code).toBe(0);
    expect(filesIn(path('.margo')).map((file) => readFileSync(file, 'utf8'))).not.toEqual(before);
  });

  it('shows whose certificates there are', async () => {
    await margo(['pki', 'init']);
    await margo(['pki', 'issue', 'press-7']);
    const { answer } = await margoJson(['pki', 'show']);
    expect(answer.certificates.map(({ spiffeId }: { spiffeId: string }) => spiffeId)).toEqual([
      'spiffe://factory.example/margo/wfm/line-1',
      'spiffe://factory.example/margo/wfm/line-1/client/press-7',
    ]);
  });

  it.skipIf(process.platform === 'win32')('does not use a key that others can read', async () => {
    await margo(['pki', 'init']);
    chmodSync(path('.margo/pki/development-root-key.pem'), 0o644);
    const { code, err } = await margo(['pki', 'issue', 'press-7']);
    expect(code).toBe(1);
    expect(err).toContain('Others than its owner may open');
  });

  it.each([
    [['pki'], 'needs one of init, issue and show'],
    [['pki', 'inti'], 'must be one of init, issue, show'],
    [['pki', 'show'], 'There is no development issuer in .margo.'],
    [['pki', 'issue', 'press-7', '--folder', 'elsewhere'], 'There is no development issuer in elsewhere.'],
    [['pki', 'init', '--trust-domain', 'Factory'], 'margo pki init: '],
    [['pki', 'init', 'press-7'], 'does not know what to do with press-7'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv);
    expect(err).toContain(said);
    expect(code).toBe(2);
  });

  it('takes no id that would lead out of the folder', async () => {
    await margo(['pki', 'init']);
    const { code, err } = await margo(['pki', 'issue', '../press-7']);
    expect(code).toBe(2);
    expect(err).toContain('Not a part of a SPIFFE id');
  });
});

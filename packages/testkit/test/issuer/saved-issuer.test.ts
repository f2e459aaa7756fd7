import { X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTrustBundle } from '@margo-sdk/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDevelopmentIssuer,
  loadDevelopmentCredentials,
  loadDevelopmentIssuer,
  saveDevelopmentCredentials,
  saveDevelopmentIssuer,
  type DevelopmentIssuer,
} from '../../src/index.js';

const NOW = new Date('2026-06-01T12:00:00Z');
const now = (): Date => NOW;
const trustDomain = 'factory.example';
const intermediateValidity = { notBefore: NOW, notAfter: new Date('2027-01-01T00:00:00Z') };
const plain = await createDevelopmentIssuer({ trustDomain, now });
const layered = await createDevelopmentIssuer({ trustDomain, now, intermediateValidity });

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'margo-issuer-'));
  folder = join(parent, 'pki');
});
afterEach(async () => rm(parent, { recursive: true }));

const rootOf = (issuer: DevelopmentIssuer): X509Certificate =>
  new X509Certificate(parseTrustBundle(issuer.trustBundle()).anchors[0]!.certificate);
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

describe('an issuer that is saved', () => {
  it.each([
    ['one that signs with its root', plain],
    ['one with an intermediate', layered],
  ])('goes on as the same authority in another process: %s', async (_, issuer) => {
    await saveDevelopmentIssuer(issuer, folder);
    const again = await loadDevelopmentIssuer(folder, { now });
    expect(again.trustDomain).toBe(trustDomain);
    expect(again.trustBundle()).toBe(issuer.trustBundle());
    expect(again.authority()).toEqual(issuer.authority());
    const { certificate, spiffeId } = await again.issueClient('line-1', 'press-7');
    const [leaf, ...above] = (certificate.match(/-----BEGIN[^]*?-----END CERTIFICATE-----\n/g) ?? []).map(
      (pem) => new X509Certificate(pem),
    );
    const signer = above[0] ?? rootOf(issuer);
    expect(above).toHaveLength(issuer === layered ? 1 : 0);
    expect(leaf!.checkIssued(signer) && leaf!.verify(signer.publicKey)).toBe(true);
    expect(signer.verify(rootOf(issuer).publicKey)).toBe(true);
    expect([spiffeId, new Date(leaf!.validTo)]).toEqual([
      'spiffe://factory.example/margo/wfm/line-1/client/press-7',
      new Date('2026-06-02T12:00:00Z'),
    ]);
  });

  it('is for its owner only, and says in every name what it is for', async () => {
    await saveDevelopmentIssuer(layered, folder);
    const names = await readdir(folder);
    expect(names).toHaveLength(5);
    for (const name of names) {
      expect(name).toMatch(/^development-/);
      expect(await modeOf(join(folder, name))).toBe('600');
    }
    expect(await modeOf(folder)).toBe('700');
  });

  it('leaves the permissions of a folder alone that was there', async () => {
    await chmod(parent, 0o755);
    await saveDevelopmentIssuer(plain, parent);
    expect(await modeOf(parent)).toBe('755');
  });

  it('writes the trust bundle for whoever wants to read it', async () => {
    await saveDevelopmentIssuer(plain, folder);
    const text = await readFile(join(folder, 'development-trust-bundle.json'), 'utf8');
    expect(parseTrustBundle(text)).toEqual(parseTrustBundle(plain.trustBundle()));
  });

  it('never replaces another one unless it is told to', async () => {
    await saveDevelopmentIssuer(layered, folder);
    const before = await Promise.all((await readdir(folder)).map(async (name) => readFile(join(folder, name), 'utf8')));
    await expect(saveDevelopmentIssuer(plain, folder)).rejects.toMatchObject({ code: 'ERR_FILE_EXISTS' });
    expect(
      await Promise.all((await readdir(folder)).map(async (name) => readFile(join(folder, name), 'utf8'))),
    ).toEqual(before);
    await saveDevelopmentIssuer(plain, folder, { overwrite: true });
    // Nothing of the other one is left to be mixed up with it.
    expect((await loadDevelopmentIssuer(folder)).authority()).toEqual(plain.authority());
    expect(await readdir(folder)).toHaveLength(3);
  });

  it('does not write a key through a link that somebody has put there', async () => {
    await saveDevelopmentIssuer(plain, folder);
    const elsewhere = join(parent, 'elsewhere');
    await writeFile(elsewhere, 'theirs', { mode: 0o666 });
    const key = join(folder, 'development-root-key.pem');
    await rm(key);
    await symlink(elsewhere, key);
    await saveDevelopmentIssuer(plain, folder, { overwrite: true });
    expect(await readFile(elsewhere, 'utf8')).toBe('theirs');
    expect(await modeOf(key)).toBe('600');
  });
});

describe('an issuer that cannot be loaded', () => {
  const refusal = async (): Promise<{ code: string; message: string }> =>
    loadDevelopmentIssuer(folder).then(
      () => expect.fail('It was loaded.'),
      (error: { code: string; message: string }) => error,
    );
  const key = (): string => join(folder, 'development-root-key.pem');
  const certificate = (): string => join(folder, 'development-root.pem');

  it('is not there', async () => {
    expect((await refusal()).code).toBe('ERR_ISSUER_NOT_FOUND');
  });

  it.each([['development-root-key.pem'], ['development-root.pem'], ['development-intermediate-key.pem']])(
    'lacks %s',
    async (name) => {
      await saveDevelopmentIssuer(layered, folder);
      await rm(join(folder, name));
      expect((await refusal()).code).toBe('ERR_ISSUER_INVALID');
    },
  );

  it.skipIf(process.platform === 'win32')('lies open to others', async () => {
    await saveDevelopmentIssuer(plain, folder);
    await chmod(key(), 0o640);
    expect((await refusal()).code).toBe('ERR_FILE_PERMISSIONS');
  });

  it.each([
    ['is a text', 'hello'],
    ['is broken', plain.authority().root.privateKey.replace(/[A-Z]/g, 'A')],
    ['is that of another authority', layered.authority().root.privateKey],
  ])('has a key that %s, and nothing of it is said', async (_, text) => {
    await saveDevelopmentIssuer(plain, folder);
    await writeFile(key(), text);
    const { code, message } = await refusal();
    expect(code).toBe('ERR_ISSUER_INVALID');
    for (const line of text.split('\n').filter((one) => one !== '')) expect(message).not.toContain(line);
  });

  it('is somebody’s real authority, or none', async () => {
    await saveDevelopmentIssuer(plain, folder);
    const { certificate: leaf, privateKey } = await plain.issueClient('line-1', 'press-7');
    for (const [pem, itsKey] of [
      [leaf, privateKey],
      ['no PEM', privateKey],
      [(await plain.issue('spiffe://factory.example/x', { uriNames: [] })).certificate, privateKey],
    ] as const) {
      await writeFile(certificate(), pem);
      await writeFile(key(), itsKey);
      expect((await refusal()).code).toBe('ERR_ISSUER_INVALID');
    }
  });

  it('is larger than any', async () => {
    await saveDevelopmentIssuer(plain, folder);
    await writeFile(certificate(), 'x'.repeat(64 * 1024 + 1));
    expect((await refusal()).code).toBe('ERR_FILE_TOO_LARGE');
  });
});

describe('credentials that are saved', () => {
  it('come back as they were, for their owner only', async () => {
    const credentials = await layered.issueClient('line-1', 'press-7');
    await saveDevelopmentCredentials(credentials, folder);
    expect(await loadDevelopmentCredentials(folder)).toEqual(credentials);
    for (const name of await readdir(folder)) expect(await modeOf(join(folder, name))).toBe('600');
  });

  it('are not replaced unless that is wanted', async () => {
    const [first, second] = [
      await plain.issueClient('line-1', 'press-7'),
      await plain.issueClient('line-1', 'press-8'),
    ];
    await saveDevelopmentCredentials(first, folder);
    await expect(saveDevelopmentCredentials(second, folder)).rejects.toMatchObject({ code: 'ERR_FILE_EXISTS' });
    expect(await loadDevelopmentCredentials(folder)).toEqual(first);
    await saveDevelopmentCredentials(second, folder, { overwrite: true });
    expect(await loadDevelopmentCredentials(folder)).toEqual(second);
  });

  it('say what is wrong with them', async () => {
    await expect(loadDevelopmentCredentials(folder)).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_NOT_FOUND' });
    await saveDevelopmentCredentials(await plain.issueClient('line-1', 'press-7'), folder);
    await writeFile(join(folder, 'development-certificate.pem'), 'no certificate');
    await expect(loadDevelopmentCredentials(folder)).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_INVALID' });
  });
});

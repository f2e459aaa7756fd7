import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseTrustBundle } from '@margo-sdk/protocol';
import type { MutualTlsIdentity } from '@margo-sdk/protocol/node';
import { createDevelopmentIssuer, createFakeIdentityService } from '@margo-sdk/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { identityFrom } from '../../src/identity/identity.js';
import type { Source } from '../../src/input/read-input.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'margo-identity-'));
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const source = (): Source => ({ folder, stdin: Readable.from([]), signal: new AbortController().signal });
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o600 });
const LATER_MS = 60_000;

const prepared = async () => {
  const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
  const issue = async (): Promise<string> => {
    const { certificate, privateKey } = await issuer.issueClient('line-1', 'press-7');
    write('own.pem', certificate);
    write('key.pem', privateKey);
    return certificate;
  };
  const certificate = await issue();
  write('bundle.json', issuer.trustBundle());
  return { issuer, issue, certificate };
};

describe('the identity of a command that goes on', () => {
  it('goes on with files that were replaced, and with those of before while they cannot be read (TLS-22)', async () => {
    const { issue, certificate } = await prepared();
    const warnings: string[] = [];
    const sources = { certificate: 'own.pem', key: 'key.pem', bundle: { file: 'bundle.json' } };
    const identity = await identityFrom(sources, source(), (message) => warnings.push(message));
    expect(identity.id).toBe('spiffe://factory.example/margo/wfm/line-1/client/press-7');
    expect(identity.now.credentials.certificate).toBe(certificate);

    const taken: MutualTlsIdentity[] = [];
    identity.follow({ reload: (next) => void taken.push(next) });
    write('bundle.json', '{');
    vi.advanceTimersByTime(LATER_MS);
    await vi.waitFor(() => expect(warnings).toHaveLength(1));
    expect(warnings[0]).toContain('The certificate was not renewed');

    const successor = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
    const renewed = await issue();
    write('bundle.json', successor.trustBundle());
    vi.advanceTimersByTime(LATER_MS);
    await vi.waitFor(() => expect(taken).toHaveLength(1));
    expect(taken[0]?.credentials.certificate).toBe(renewed);
    expect(taken[0]?.trustBundle.anchors).toEqual(parseTrustBundle(successor.trustBundle()).anchors);

    identity.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on with a renewed certificate beside a bundle from the identity service', async () => {
    const { issuer, issue } = await prepared();
    const service = await createFakeIdentityService({ issuer });
    write('anchor.pem', service.initialAnchor);
    const bundle = { url: service.bundleUrl, pins: [], anchors: ['anchor.pem'] };
    const identity = await identityFrom({ certificate: 'own.pem', key: 'key.pem', bundle }, source(), () => undefined);
    try {
      const taken: MutualTlsIdentity[] = [];
      identity.follow({ reload: (next) => void taken.push(next) });
      const renewed = await issue();
      vi.advanceTimersByTime(LATER_MS);
      await vi.waitFor(() => expect(taken.map(({ credentials }) => credentials.certificate)).toEqual([renewed]));
    } finally {
      identity.close();
      await service.close();
    }
  });

  it.skipIf(process.platform === 'win32')('warns of a key that everybody can read, and does not show it', async () => {
    await prepared();
    chmodSync(join(folder, 'key.pem'), 0o644);
    const warnings: string[] = [];
    const sources = { certificate: 'own.pem', key: 'key.pem', bundle: { file: 'bundle.json' } };
    (await identityFrom(sources, source(), (message) => warnings.push(message))).close();
    expect(warnings).toEqual(['Everybody on this machine may open key.pem; chmod 600 ends that.']);
  });

  it('never says what is in a key that it cannot use', async () => {
    await prepared();
    write('key.pem', '-----BEGIN PRIVATE KEY-----\nMARKER\n-----END PRIVATE KEY-----\n');
    const sources = { certificate: 'own.pem', key: 'key.pem', bundle: { file: 'bundle.json' } };
    const error: unknown = await identityFrom(sources, source(), () => undefined).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_INVALID' });
    expect(String(error)).not.toContain('MARKER');
  });
});

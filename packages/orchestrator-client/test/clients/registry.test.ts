import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSpiffeId } from '@margo-sdk/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import {
  acceptAnyCertificate,
  createClientRegistry,
  createMemoryClientStore,
  type ClientRegistryOptions,
  type ClientStore,
} from '../../src/index.js';
import { createSqliteStore } from '../../src/store/sqlite/index.js';
import { createDevice, NAMESPACE, NOW } from '../gate/fixture.js';

const [a, b, c] = [await createDevice('a'), await createDevice('b'), await createDevice('c')];
const BY = { by: 'erika@factory.example', reason: 'The key was copied.' };

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const createRegistry = (options: Partial<ClientRegistryOptions> = {}) => {
  const clock = { now: NOW };
  const registry = createClientRegistry({
    store: createMemoryClientStore(),
    fleetManager: NAMESPACE,
    acceptCertificate: acceptAnyCertificate,
    now: () => clock.now,
    ...options,
  });
  return { ...registry, clock };
};
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

describe('the register of clients', () => {
  it('knows a client under the id that it will have with mutual TLS (LG-03, WP-08)', async () => {
    const { register, lookUp, idOf } = createRegistry();
    await register(a.certificate, { clientId: 'press-7' });
    const { id, keys, clientId } = await lookUp('press-7');
    expect([id, clientId]).toEqual([`${NAMESPACE}/client/press-7`, 'press-7']);
    expect(keys.map(({ algorithm }) => algorithm)).toEqual(['ecdsa-p256-sha256']);
    expect(idOf('press-7')).toBe(id);
  });

  it.each(['', '.', '..', 'a/b', 'a b', 'ü', 'a%20', 'x'.repeat(256)])(
    'takes no id that is none: %s (LG-03)',
    async (id) => {
      const { register, clients, idOf, lookUp } = createRegistry();
      await expect(register(a.certificate, { clientId: id })).rejects.toThrow(refusal('ERR_CLIENT_ID_INVALID'));
      expect(() => idOf(id)).toThrow(refusal('ERR_CLIENT_ID_INVALID'));
      await expect(lookUp(id)).rejects.toThrow(refusal('ERR_CLIENT_UNKNOWN'));
      expect(await clients()).toEqual([]);
    },
  );

  it('has the id of a fleet manager', () => {
    for (const id of [`${NAMESPACE}/client/x`, 'spiffe://factory.example/other'])
      expect(() => createRegistry({ fleetManager: parseSpiffeId(id) })).toThrow(refusal('ERR_OPTION_INVALID'));
  });

  it('gives no key, and no id, to two clients', async () => {
    const { register, admit } = createRegistry();
    await register(a.certificate, { clientId: 'press-7' });
    await expect(register(b.certificate, { clientId: 'press-7' })).rejects.toThrow(refusal('ERR_CLIENT_ID_TAKEN'));
    await expect(register(a.certificate, { clientId: 'robot' })).rejects.toThrow(
      refusal('ERR_CLIENT_CERTIFICATE_TAKEN'),
    );
    expect((await register(a.certificate)).clientId).toBe('press-7');
    expect(await admit(a.certificate)).toEqual({ clientId: 'press-7', isNew: true });
    expect(await admit(a.certificate)).toEqual({ clientId: 'press-7', isNew: false });
  });

  it('makes another id when one is taken, and gives up on a store that takes none', async () => {
    const ids = ['x', 'x', 'y'];
    const { admit } = createRegistry({ newClientId: () => ids.shift() ?? 'z' });
    expect((await admit(a.certificate)).clientId).toBe('x');
    expect((await admit(b.certificate)).clientId).toBe('y');
    const store: ClientStore = { ...createMemoryClientStore(), putRegisteredClient: () => Promise.resolve(false) };
    await expect(createRegistry({ store }).admit(a.certificate)).rejects.toThrow(refusal('ERR_STORE_CONFLICT'));
  });

  it('asks the policy once, and not about what is known already', async () => {
    let asked = 0;
    const inner = createMemoryClientStore();
    let refusals = 3;
    const store: ClientStore = {
      ...inner,
      putRegisteredClient: (client) =>
        refusals > 0 ? Promise.resolve((refusals -= 1) < 0) : inner.putRegisteredClient(client),
    };
    const { admit } = createRegistry({ store, acceptCertificate: () => (asked += 1) > 0 });
    await admit(a.certificate);
    await admit(a.certificate);
    expect(asked).toBe(1);
  });

  it('uses the algorithms that it was told', async () => {
    const { register } = createRegistry({ algorithms: ['ed25519'] });
    await expect(register(a.certificate)).rejects.toThrow(refusal('ERR_CLIENT_CERTIFICATE_INVALID'));
  });
});

describe('a certificate that is replaced', () => {
  it('counts besides the new one until the overlap ends, and belongs to its client for ever', async () => {
    const { register, replaceCertificate, lookUp, admit, clock } = createRegistry();
    await register(a.certificate, { clientId: 'press-7' });
    await replaceCertificate('press-7', b.certificate, { overlapMs: 1_000 });
    expect((await lookUp('press-7')).keys.length).toBe(2);
    expect(await admit(a.certificate)).toEqual({ clientId: 'press-7', isNew: true });
    clock.now += 1_000;
    const { keys } = await lookUp('press-7');
    expect(keys.map(({ keyId }) => keyId)).toEqual([b.signer.keyId]);
    await expect(admit(a.certificate)).rejects.toThrow(refusal('ERR_CLIENT_CERTIFICATE_REPLACED'));
    await expect(replaceCertificate('press-7', a.certificate, { overlapMs: 0 })).rejects.toThrow(
      refusal('ERR_CLIENT_CERTIFICATE_REPLACED'),
    );
  });

  it('does not stay by having its key certified anew', async () => {
    const { register, replaceCertificate, admit } = createRegistry();
    await register(a.certificate, { clientId: 'press-7' });
    await replaceCertificate('press-7', b.certificate, { overlapMs: 1_000 });
    await expect(admit((await createDevice('a')).certificate)).rejects.toThrow(
      refusal('ERR_CLIENT_CERTIFICATE_REPLACED'),
    );
  });

  it('ends no later when the same is asked again, or another comes', async () => {
    const { register, replaceCertificate, clock, lookUp } = createRegistry();
    await register(a.certificate, { clientId: 'press-7' });
    await replaceCertificate('press-7', b.certificate, { overlapMs: 1_000 });
    clock.now += 500;
    await replaceCertificate('press-7', b.certificate, { overlapMs: 1_000 });
    await replaceCertificate('press-7', c.certificate, { overlapMs: 1_000 });
    clock.now += 500;
    expect((await lookUp('press-7')).keys.map(({ keyId }) => keyId)).toEqual([b.signer.keyId, c.signer.keyId]);
  });

  it('can end at once, and cannot be the certificate of another client', async () => {
    const { register, replaceCertificate, lookUp } = createRegistry();
    await register(a.certificate, { clientId: 'press-7' });
    await register(b.certificate, { clientId: 'robot-2' });
    await expect(replaceCertificate('press-7', b.certificate, { overlapMs: 0 })).rejects.toThrow(
      refusal('ERR_CLIENT_CERTIFICATE_TAKEN'),
    );
    await replaceCertificate('press-7', c.certificate, { overlapMs: 0 });
    expect((await lookUp('press-7')).keys.map(({ keyId }) => keyId)).toEqual([c.signer.keyId]);
    await expect(replaceCertificate('nobody', c.certificate, { overlapMs: 0 })).rejects.toThrow(
      refusal('ERR_CLIENT_UNKNOWN'),
    );
    for (const overlapMs of [-1, Number.NaN, Infinity])
      await expect(replaceCertificate('press-7', b.certificate, { overlapMs })).rejects.toThrow(
        refusal('ERR_OPTION_INVALID'),
      );
  });
});

describe('a revocation', () => {
  it('of a client ends all its certificates, and says who and why', async () => {
    const { register, replaceCertificate, revoke, revocations, lookUp, clock } = createRegistry();
    await register(a.certificate, { clientId: 'press-7' });
    await replaceCertificate('press-7', b.certificate, { overlapMs: 1_000 });
    await register(c.certificate, { clientId: 'robot-2' });
    await revoke({ clientId: 'press-7' }, BY);
    clock.now += 1;
    const again = await revoke({ clientId: 'press-7' }, { by: 'max', reason: 'again' });
    expect(again.revoked).toEqual({ ...BY, atMs: NOW });
    await expect(lookUp('press-7')).rejects.toThrow(refusal('ERR_CLIENT_REVOKED'));
    const entry = { ...BY, atMs: NOW, clientId: 'press-7' };
    expect(await revocations()).toEqual(again.certificates.map(({ fingerprint }) => ({ ...entry, fingerprint })));
    expect((await lookUp('robot-2')).keys.length).toBe(1);
    await expect(register(b.certificate)).rejects.toThrow(refusal('ERR_CLIENT_REVOKED'));
    await expect(replaceCertificate('press-7', a.certificate, { overlapMs: 0 })).rejects.toThrow(
      refusal('ERR_CLIENT_REVOKED'),
    );
  });

  it('of one certificate ends its key, and leaves the others of the client', async () => {
    const { register, replaceCertificate, revoke, revocations, lookUp, admit } = createRegistry();
    const { certificates } = await register(a.certificate, { clientId: 'press-7' });
    await register((await createDevice('a')).certificate);
    await replaceCertificate('press-7', b.certificate, { overlapMs: 1_000 });
    const fingerprint = certificates[0]?.fingerprint ?? '';
    const asTold = fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:');
    await revoke({ fingerprint: asTold }, BY);
    await revoke({ fingerprint }, { by: 'max', reason: 'again' });
    expect(await revocations()).toEqual([{ ...BY, atMs: NOW, clientId: 'press-7', fingerprint }]);
    expect((await lookUp('press-7')).keys.map(({ keyId }) => keyId)).toEqual([b.signer.keyId]);
    await expect(admit((await createDevice('a')).certificate)).rejects.toThrow(refusal('ERR_CLIENT_REVOKED'));
  });

  it('of the last certificate leaves a client that is refused', async () => {
    const { register, revoke, lookUp } = createRegistry();
    const { certificates } = await register(a.certificate, { clientId: 'press-7' });
    await revoke({ fingerprint: certificates[0]?.fingerprint ?? '' }, BY);
    await expect(lookUp('press-7')).rejects.toThrow(refusal('ERR_CLIENT_REVOKED'));
  });

  it('needs somebody who decides, and a client', async () => {
    const { register, revoke } = createRegistry();
    await register(a.certificate, { clientId: 'press-7' });
    await expect(revoke({ clientId: 'press-7' }, { by: ' ', reason: '' })).rejects.toThrow(
      refusal('ERR_OPTION_INVALID'),
    );
    for (const what of [{ clientId: 'nobody' }, { fingerprint: '00' }])
      await expect(revoke(what, BY)).rejects.toThrow(refusal('ERR_CLIENT_UNKNOWN'));
  });
});

it('remembers everything in a file, and two processes see the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clients-'));
  const open = async () => {
    const store = await createSqliteStore({ file: join(folder, 'fleet.db') });
    endings.push(() => store.close());
    return createRegistry({ store });
  };
  endings.push(() => Promise.resolve(rmSync(folder, { recursive: true })));
  const [one, two] = [await open(), await open()];
  const ids = await Promise.all([one.admit(a.certificate), two.admit(a.certificate)]);
  expect(ids[0]?.clientId).toBe(ids[1]?.clientId);
  const clientId = ids[0]?.clientId ?? '';
  expect((await two.lookUp(clientId)).keys.length).toBe(1);
  await one.revoke({ clientId }, BY);
  await expect(two.lookUp(clientId)).rejects.toThrow(refusal('ERR_CLIENT_REVOKED'));
  const later = await open();
  expect((await later.revocations()).map(({ reason }) => reason)).toEqual([BY.reason]);
});

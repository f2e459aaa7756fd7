import type { ClientStore, RegisteredClient } from '@margo-sdk/orchestrator-client';
import type { ContractRunner } from './contract-runner.js';
import { AWKWARD } from './fleet-store-samples.js';

/** A client store that a contract is held against. */
export interface ClientStoreUnderTest {
  /** Empty. */
  readonly store: ClientStore;
  /** Closes the store and gives it anew, as after a restart. Needed for `durable` only. */
  readonly reopen?: () => Promise<ClientStore>;
  /** Ends what the test has begun. */
  readonly end?: () => Promise<void>;
}

type Certificate = RegisteredClient['certificates'][number];

const certificateOf = (name: string, keyId = `key of ${name}`): Certificate => ({
  pem: `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`,
  fingerprint: `fingerprint of ${name}`,
  keyId,
  admittedAtMs: 1_700_000_000_123,
  validUntilMs: null,
  revoked: null,
});

const clientOf = (clientId: string, certificates: readonly Certificate[], revision = 1): RegisteredClient => ({
  clientId,
  revision,
  admittedAtMs: 1_700_000_000_123,
  onboardedAtMs: null,
  certificates,
  revoked: null,
});

/**
 * Registers the tests of what every {@link ClientStore} has to do, for a store of your own. The ones of this SDK pass the
 * same tests.
 *
 * @param runner - `describe`, `it` and `expect` of your test runner
 * @param make - makes an empty store, anew for each test
 * @param options - `durable`: the store remembers beyond its process, and is asked to show it; default true
 *
 * @example
 * ```ts
 * import { createMemoryClientStore } from '@margo-sdk/orchestrator-client';
 * import { clientStoreContract } from '@margo-sdk/testkit';
 *
 * // With Vitest: import { describe, expect, it } from 'vitest'.
 * const names: string[] = [];
 * const describe = (_: string, body: () => void) => body();
 * const it = (name: string) => names.push(name);
 * const expect = () => ({ toEqual: () => undefined });
 * clientStoreContract({ describe, it, expect }, async () => ({ store: createMemoryClientStore() }), { durable: false });
 * console.log(names.length > 5); // true
 * ```
 */
export const clientStoreContract = (
  { describe, it, expect }: ContractRunner,
  make: () => Promise<ClientStoreUnderTest>,
  { durable = true }: { readonly durable?: boolean } = {},
): void => {
  /** A test with a store of its own, which ends with it. */
  const test = (name: string, body: (store: ClientStore, given: ClientStoreUnderTest) => Promise<void>): unknown =>
    it(name, async () => {
      const given = await make();
      try {
        await body(given.store, given);
      } finally {
        await given.end?.();
      }
    });
  const [press, robot] = [clientOf('press-7', [certificateOf('a')]), clientOf('robot-2', [certificateOf('b')])];

  describe('clients of the signed profiles', () => {
    test('are none at first', async (store) => {
      expect(await store.registeredClients()).toEqual([]);
      expect(await store.registeredClient('press-7')).toEqual(undefined);
      expect(await store.registeredClientOf('keyId', 'key of a')).toEqual(undefined);
    });

    test('are found by id, certificate and key, and listed in order', async (store) => {
      for (const client of [robot, press]) expect(await store.putRegisteredClient(client)).toEqual(true);
      expect(await store.registeredClient('press-7')).toEqual(press);
      expect(await store.registeredClientOf('fingerprint', 'fingerprint of b')).toEqual(robot);
      expect(await store.registeredClientOf('keyId', 'key of a')).toEqual(press);
      expect(await store.registeredClientOf('keyId', 'fingerprint of a')).toEqual(undefined);
      expect(await store.registeredClient('Press-7')).toEqual(undefined);
      expect(await store.registeredClients()).toEqual([press, robot]);
    });

    test('change from one revision to the next, or not at all', async (store) => {
      expect(await store.putRegisteredClient({ ...press, revision: 2 })).toEqual(false);
      expect(await store.putRegisteredClient(press)).toEqual(true);
      for (const revision of [1, 3, 0]) expect(await store.putRegisteredClient({ ...press, revision })).toEqual(false);
      const next = clientOf('press-7', [certificateOf('a'), certificateOf('c')], 2);
      expect(await store.putRegisteredClient(next)).toEqual(true);
      expect(await store.registeredClient('press-7')).toEqual(next);
      expect(await store.registeredClientOf('fingerprint', 'fingerprint of c')).toEqual(next);
      expect(await store.putRegisteredClient(next)).toEqual(false);
    });

    test('are never changed by two writers at once', async (store) => {
      await store.putRegisteredClient(press);
      const writers = Array.from({ length: 8 }, (_, n) => ({ ...press, revision: 2, onboardedAtMs: n }));
      const taken = await Promise.all(writers.map((writer) => store.putRegisteredClient(writer)));
      expect(taken.filter((one) => one).length).toEqual(1);
      expect(await store.registeredClient('press-7')).toEqual(writers[taken.indexOf(true)]);
    });

    test('do not share certificates or keys', async (store) => {
      await store.putRegisteredClient(press);
      const others = [certificateOf('a'), certificateOf('a', 'another key'), certificateOf('d', 'key of a')];
      for (const one of others) {
        const thief = clientOf('thief', [certificateOf('b'), one]);
        expect(await store.putRegisteredClient(thief)).toEqual(false);
        expect(await store.registeredClient('thief')).toEqual(undefined);
        expect(await store.registeredClientOf('fingerprint', 'fingerprint of b')).toEqual(undefined);
      }
      // Two certificates of one client may well be for the same key.
      const renewed = clientOf('press-7', [certificateOf('a'), certificateOf('e', 'key of a')], 2);
      expect(await store.putRegisteredClient(renewed)).toEqual(true);
    });

    test('come back as they were given, whatever is said of them', async (store) => {
      for (const [at, text] of AWKWARD.entries()) {
        const revoked = { atMs: 1, by: text, reason: text };
        const certificate = { ...certificateOf(`${at}`), pem: text, validUntilMs: 2 ** 50, revoked };
        const client = { ...clientOf(`client-${at}`, [certificate]), onboardedAtMs: 3, revoked };
        expect(await store.putRegisteredClient(client)).toEqual(true);
        expect(await store.registeredClient(`client-${at}`)).toEqual(client);
      }
    });

    if (durable)
      test('are there after a restart', async (store, { reopen }) => {
        await store.putRegisteredClient(press);
        const revoked = { ...press, revision: 2, revoked: { atMs: 5, by: 'erika', reason: 'stolen' } };
        await store.putRegisteredClient(revoked);
        const again = await reopen?.();
        expect(await again?.registeredClient('press-7')).toEqual(revoked);
        expect(await again?.registeredClientOf('keyId', 'key of a')).toEqual(revoked);
      });
  });
};

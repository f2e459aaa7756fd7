import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientStoreContract } from '@margo-sdk/testkit';
import { describe, expect, it } from 'vitest';
import { createMemoryClientStore } from '../../src/index.js';
import { createSqliteStore } from '../../src/store/sqlite/index.js';

describe('the client store in memory', () => {
  clientStoreContract({ describe, it, expect }, async () => ({ store: createMemoryClientStore() }), { durable: false });
});

describe('the SQLite store', () => {
  clientStoreContract({ describe, it, expect }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clients-'));
    let store = await createSqliteStore({ file: join(folder, 'fleet.db') });
    return {
      store,
      reopen: async () => {
        await store.close();
        return (store = await createSqliteStore({ file: join(folder, 'fleet.db') }));
      },
      end: async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  });
});

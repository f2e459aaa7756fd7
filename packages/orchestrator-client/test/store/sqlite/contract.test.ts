import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleetStoreContract } from '@margo-sdk/testkit';
import { describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../../src/store/sqlite/index.js';

describe('the SQLite store', () => {
  fleetStoreContract({ describe, it, expect }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
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

import { fleetStoreContract } from '@margo-sdk/testkit';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/index.js';

describe('the memory store', () => {
  fleetStoreContract({ describe, it, expect }, async () => ({ store: createMemoryStore() }), { durable: false });
});

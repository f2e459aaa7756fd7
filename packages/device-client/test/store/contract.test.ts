import { deviceStoreContract } from '@margo-sdk/testkit';
import { describe, expect, it } from 'vitest';
import { createFileStore, createMemoryStore } from '../../src/index.js';
import { createMemoryFileSystem } from '../support/memory-file-system.js';

describe('the store in memory', () => {
  deviceStoreContract({ describe, it, expect }, () => createMemoryStore, { durable: false });
});

describe('the store in files', () => {
  deviceStoreContract({ describe, it, expect }, () => {
    const fileSystem = createMemoryFileSystem();
    return () => createFileStore({ folder: '/device', fileSystem });
  });
});

describe('the store in files that makes new snapshots all the time', () => {
  deviceStoreContract({ describe, it, expect }, () => {
    const fileSystem = createMemoryFileSystem();
    return () => createFileStore({ folder: '/device', fileSystem, journalBytes: 0 });
  });
});

import { ProblemError, TransportError, type TransportErrorCode } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { watchedClient } from '../src/agent/watched-client.js';
import { createFakeFleet } from './support/fake-fleet.js';

/** How many reconnects are noticed when an exchange fails in this way and the next two succeed. */
const reconnectsAfter = async (failure: Error): Promise<number> => {
  const fleet = createFakeFleet();
  const { client } = fleet;
  await fleet.publish([]);
  let reconnects = 0;
  let fails = true;
  const watched = watchedClient(
    { ...client, getStateManifest: (options) => (fails ? Promise.reject(failure) : client.getStateManifest(options)) },
    { onFailure: () => {}, onReconnect: () => Promise.resolve(void (reconnects += 1)) },
  );
  await expect(watched.getStateManifest({})).rejects.toBe(failure);
  expect(reconnects).toBe(0);
  fails = false;
  await watched.getStateManifest({});
  await watched.getStateManifest({});
  return reconnects;
};

describe('a reconnect', () => {
  it.each(['ERR_NETWORK', 'ERR_TIMEOUT'] satisfies TransportErrorCode[])('follows %s once (L-19)', async (code) => {
    expect(await reconnectsAfter(new TransportError(code, 'Nothing came.'))).toBe(1);
  });

  it('follows an answer that is no success (L-19)', async () => {
    expect(await reconnectsAfter(new ProblemError({ request: 'GET /', status: 404, nowMs: 0 }))).toBe(1);
  });

  it('does not follow what the device itself has called off', async () => {
    expect(await reconnectsAfter(new TransportError('ERR_ABORTED', 'Called off.'))).toBe(0);
  });
});

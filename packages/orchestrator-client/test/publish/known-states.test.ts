import { sha256Digest } from '@margo-sdk/protocol';
import { parseDeploymentId, parseDeviceId } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { createKnownStates } from '../../src/publish/known-states.js';
import { manifestUrls } from '../../src/publish/manifest-urls.js';
import { createPiece } from '../../src/publish/piece.js';
import { MONITOR, PRESS, ROBOT, utf8 } from '../fixture.js';

const digest = await sha256Digest(utf8('any'));
const stateOf = (bytes: number) => [
  createPiece(
    { deploymentId: parseDeploymentId(MONITOR), digest, deviceId: parseDeviceId('press-7'), components: [] },
    { bytes: new Uint8Array(bytes), urls: manifestUrls('rc3', PRESS) },
  ),
];

describe('what is remembered of publications', () => {
  it('is what was published last, and nothing once somebody else has published', async () => {
    const known = createKnownStates(100_000);
    const state = stateOf(10);
    known.put(PRESS, digest, state);
    expect(known.get(PRESS, digest)).toBe(state);
    expect(known.get(PRESS, await sha256Digest(utf8('other')))).toBeUndefined();
    expect(known.get(ROBOT, digest)).toBeUndefined();
  });

  it('has a limit: the client of the longest time ago is forgotten first', () => {
    const known = createKnownStates(100_000);
    known.put(PRESS, digest, stateOf(30_000));
    known.put(ROBOT, digest, stateOf(10_000));
    known.put(PRESS, digest, stateOf(30_000));
    expect([known.get(PRESS, digest), known.get(ROBOT, digest)].map((one) => one !== undefined)).toEqual([true, true]);
    known.put(ROBOT, digest, stateOf(30_000));
    expect([known.get(PRESS, digest), known.get(ROBOT, digest)].map((one) => one !== undefined)).toEqual([false, true]);
  });

  it('costs nobody else his place when it is too much on its own', () => {
    const known = createKnownStates(100_000);
    known.put(PRESS, digest, stateOf(10));
    known.put(ROBOT, digest, stateOf(100_000));
    expect(known.get(ROBOT, digest)).toBeUndefined();
    expect(known.get(PRESS, digest)).toBeDefined();
  });
});

import { describe, expect, it } from 'vitest';
import { createMemoryReplayGuard } from '../../src/index.js';

const guardAt = (options: { maxPerClient?: number } = {}) => {
  const clock = { now: 0 };
  const { isReplay } = createMemoryReplayGuard({ now: () => clock.now, ...options });
  const use = (replayId: string, expiresAtMs: number, clientId = 'press-7') =>
    isReplay({ clientId, replayId, expiresAtMs });
  return { clock, use };
};

describe('the guard against replays in memory (LG-10)', () => {
  it('knows what was used, client by client, until it expires', () => {
    const { clock, use } = guardAt();
    expect([use('a', 100), use('b', 100), use('a', 100)]).toEqual([false, false, true]);
    expect(use('a', 100, 'robot-2')).toBe(false);
    clock.now = 100;
    expect(use('b', 100)).toBe(true);
  });

  it('refuses what it may have had to forget, and only of the client that sent so much', () => {
    const { use } = guardAt({ maxPerClient: 3 });
    expect(['a', 'b', 'c', 'd'].map((id, at) => use(id, 100 + at))).toEqual([false, false, false, false]);
    expect(use('a', 100)).toBe(true);
    expect(use('never seen', 100)).toBe(true);
    expect(use('never seen', 101)).toBe(false);
    expect(use('never seen', 100, 'robot-2')).toBe(false);
  });

  it('stays as fast as it was with many clients and signatures', () => {
    const { clock, use } = guardAt({ maxPerClient: 10 });
    // Quadratic, this would be 10 000 000 000 steps.
    for (let at = 0; at < 100_000; at += 1) {
      clock.now = at;
      expect(use(`${at}`, at + 50, `client-${at % 50_000}`)).toBe(false);
    }
  });
});

import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../src/index.js';

const timers = vi.hoisted(() => ({ set: [] as number[] }));
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, _: unknown, { signal }: { signal?: AbortSignal }) => {
    timers.set.push(ms);
    signal?.throwIfAborted();
    return Promise.resolve();
  },
}));

describe('the clock of the machine', () => {
  it('sleeps longer than a timer of the platform can', async () => {
    const thirtyDays = 30 * 24 * 3600 * 1000;
    for (const ms of [0, 5, 2 ** 31 - 1, 2 ** 31, thirtyDays]) {
      timers.set.length = 0;
      await systemClock.sleep(ms);
      expect(Math.max(...timers.set)).toBeLessThan(2 ** 31);
      expect(timers.set.reduce((sum, slice) => sum + slice)).toBe(ms);
    }
  });

  it('ends its sleep when it is called off', async () => {
    await expect(systemClock.sleep(2 ** 40, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});

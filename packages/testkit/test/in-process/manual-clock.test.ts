import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/index.js';

describe('a manual clock', () => {
  it('stands still until it is advanced', async () => {
    const clock = createManualClock(100);
    let awake = false;
    const sleeping = clock.sleep(10).then(() => (awake = true));
    await clock.advance(9);
    expect([clock.now(), awake]).toEqual([109, false]);
    await clock.advance(1);
    await sleeping;
    expect([clock.now(), awake]).toEqual([110, true]);
  });

  it('wakes sleepers in due order, each at the time it asked for', async () => {
    const clock = createManualClock(0);
    const log: string[] = [];
    const sleepAndLog = async (ms: number) => {
      await clock.sleep(ms);
      log.push(`${ms}@${clock.now()}`);
    };
    const all = Promise.all([30, 10, 20].map(sleepAndLog));
    await clock.advance(100);
    await all;
    expect(log).toEqual(['10@10', '20@20', '30@30']);
    expect(clock.now()).toBe(100);
  });

  it('runs a loop as often as it fits into the time', async () => {
    const clock = createManualClock(0);
    const polls: number[] = [];
    const stop = new AbortController();
    const loop = (async () => {
      for (;;) {
        await clock.sleep(60, stop.signal);
        polls.push(clock.now());
      }
    })();
    await clock.advance(200);
    expect(polls).toEqual([60, 120, 180]);
    stop.abort(new Error('enough'));
    await expect(loop).rejects.toThrow('enough');
  });

  it('ends a sleep with the reason of its signal, also when that came before', async () => {
    const clock = createManualClock();
    const signal = AbortSignal.abort(new Error('called off'));
    await expect(clock.sleep(5, signal)).rejects.toThrow('called off');
  });
});

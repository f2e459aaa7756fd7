import { describe, expect, it } from 'vitest';
import type { DeviceAgentOptions } from '../../src/index.js';
import { createBench } from '../support/bench.js';
import { until } from '../support/until.js';

describe('options of a device that cannot be meant', () => {
  it.each<[string, Partial<Record<keyof DeviceAgentOptions, unknown>>]>([
    ['no interval', { pollIntervalMs: NaN }],
    ['an interval of nothing', { pollIntervalMs: 0 }],
    ['a jitter below 0', { jitter: -0.1 }],
    ['a negative spread', { firstPollSpreadMs: -1 }],
    ['an endless spread', { firstPollSpreadMs: Infinity }],
    ['no longest pause', { maxPollBackoffMs: NaN }],
    ['no pause after 403', { forbiddenPollIntervalMs: NaN }],
    ['a negative Retry-After', { maxRetryAfterMs: -1 }],
    ['no attempt', { retry: { maxAttempts: 0 } }],
    ['an unknown zone', { schedule: { timeZone: 'Mars/Olympus' } }],
    ['no time to poll', { schedule: { polling: [] } }],
    ['reports that are kept in no known way', { reports: 'all' }],
    ['no room for reports', { maxPendingReports: 0 }],
    ['no room for any reports', { maxTotalPendingReports: 0.5 }],
    ['an unknown retrieval', { retrieval: 'bundles' }],
    ['no deployments', { maxDeployments: 0 }],
    ['no bytes', { maxUpdateBytes: NaN }],
    ['no steps', { maxConcurrentSteps: 0 }],
  ])('are refused before anything happens: %s', (_, options) => {
    const { boot } = createBench();
    expect(() => boot(options as Partial<DeviceAgentOptions>)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTION_INVALID' }),
    );
  });
});

describe('a device that is stopped', () => {
  it('while it looks at what is on it for the first time never polls', async () => {
    const { fleet, boot } = createBench();
    await fleet.publish([]);
    let looks = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { agent, store } = boot();
    const read = store.read.bind(store);
    Object.assign(store, {
      read: async () => {
        looks += 1;
        await held;
        return read();
      },
    });
    const starting = agent.start();
    await until(() => looks > 0);
    const stopping = agent.stop();
    release();
    await Promise.all([starting, stopping]);
    expect(fleet.requests).toEqual([]);
  });

  it('leaves nothing behind on the signal that was to stop it', async () => {
    const { fleet, boot } = createBench();
    await fleet.publish([]);
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    Object.assign(signal, {
      addEventListener: (...args: Parameters<typeof add>) => {
        listeners += 1;
        add(...args);
      },
      removeEventListener: (...args: Parameters<typeof remove>) => {
        listeners -= 1;
        remove(...args);
      },
    });
    const { agent } = boot({ signal });
    await agent.start();
    expect(listeners).toBe(1);
    await agent.stop();
    expect(listeners).toBe(0);
  });

  it('does not begin if its signal has been aborted before it was made', async () => {
    const { fleet, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot({ signal: AbortSignal.abort() });
    await agent.start();
    expect(fleet.requests).toEqual([]);
    await agent.stop();
  });
});

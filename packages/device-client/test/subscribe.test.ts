import { describe, expect, it } from 'vitest';
import type { DeviceEvent } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE } from './support/documents.js';

describe('those who listen to a device', () => {
  it('all hear everything while they are subscribed, each as often as it has subscribed', async () => {
    const { fleet, events, boot } = createBench();
    const { agent } = boot();
    const heard: DeviceEvent[] = [];
    const listen = (event: DeviceEvent) => void heard.push(event);
    const ends = [agent.subscribe(listen), agent.subscribe(listen)];
    await fleet.publish([deploymentText()]);
    await round(agent);
    expect(heard).toEqual(events.flatMap((event) => [event, event]));
    ends[0]?.();
    ends[0]?.();
    const [before, count] = [heard.length, events.length];
    await round(agent);
    expect(heard.slice(before)).toEqual(events.slice(count));
    ends[1]?.();
    await round(agent);
    expect(heard.at(-1)).not.toBe(events.at(-1));
  });

  it('are told every state together with the report that the fleet manager gets (L-19)', async () => {
    const { fleet, events, boot } = createBench();
    const { agent } = boot();
    await fleet.publish([deploymentText()]);
    await round(agent);
    const states = events.flatMap((event) => (event.type === 'deployment.state' ? [event] : []));
    expect(states.map(({ report }) => report)).toEqual(fleet.reports);
    expect(states.map(({ deploymentId, state }) => [deploymentId, state])).toEqual(
      fleet.reports.map(({ status }) => [LINE, status.state]),
    );
  });

  it('are not disturbed by one that throws, whose mistake is not hidden', async () => {
    const { fleet, events, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot();
    const uncaught: unknown[] = [];
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => uncaught.push(error));
    try {
      agent.subscribe(() => {
        throw new Error('listener');
      });
      const heard: DeviceEvent[] = [];
      agent.subscribe((event) => heard.push(event));
      await round(agent);
      await expect.poll(() => uncaught.length).toBe(events.length);
      expect(heard).toEqual(events);
    } finally {
      process.removeAllListeners('uncaughtException');
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });
});

import type { DeviceAgent, PollOutcome } from '@margo-sdk/device-client';
import type { ManualClock } from '../in-process/index.js';

/** Options of {@link settled}. */
export interface SettledOptions {
  /** The clock that the agent was given; it is turned while anybody sleeps by it. Default: nothing is turned. */
  readonly clock?: Pick<ManualClock, 'advance' | 'sleepers'>;
  /**
   * Turns other clocks along, by so many milliseconds: above all the timers of the platform, which the time limits of a
   * `WorkloadManagementClient` run by. With vitest that is `vi.advanceTimersByTime`.
   */
  readonly turnAlong?: (ms: number) => void;
}

const TURN_MS = 1000;

/**
 * Has an agent poll once, and waits until all is done that comes of it.
 *
 * @param agent - need not be started
 * @param options - clocks that are turned meanwhile
 * @returns what came of the poll
 * @throws what `pollOnce` throws
 *
 * @example
 * ```ts
 * import { createDeviceAgent, createMemoryStore } from '@margo-sdk/device-client';
 * import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
 * import { createFakeFleetManager, createManualClock, exampleCapabilities, settled } from '@margo-sdk/testkit';
 *
 * const clock = createManualClock();
 * const fleet = createFakeFleetManager({ clock });
 * const agent = createDeviceAgent({
 *   client: createWorkloadManagementClient({
 *     baseUrl: 'https://wfm.example.com',
 *     fetch: fleet.fetchAs('spiffe://factory.example/margo/wfm/line-1/client/press-7'),
 *     now: clock.now,
 *   }),
 *   store: createMemoryStore(),
 *   runtimes: [],
 *   capabilities: exampleCapabilities('press-7'),
 *   clock,
 * });
 * fleet.fault('manifest/truncated', { times: 1 });
 * console.log((await settled(agent, { clock })).status); // refused
 * console.log((await settled(agent, { clock })).status); // accepted
 * ```
 */
export const settled = async (
  agent: Pick<DeviceAgent, 'pollOnce' | 'idle'>,
  { clock, turnAlong }: SettledOptions = {},
): Promise<PollOutcome> => {
  let ended = false;
  const work = (async () => {
    const outcome = await agent.pollOnce();
    await agent.idle();
    return outcome;
  })().finally(() => (ended = true));
  work.catch(() => undefined); // it is thrown below, once the clocks stand still
  while (clock !== undefined && !ended) {
    turnAlong?.(TURN_MS);
    // Otherwise days would pass by the clock, and certificates with them, during one handshake on a busy machine.
    if (clock.sleepers() > 0) await clock.advance(TURN_MS);
    await new Promise((resolve) => setImmediate(resolve)); // real work goes on between the turns
  }
  return work;
};

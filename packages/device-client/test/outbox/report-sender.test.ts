import { createProblem, ProblemError, TransportError } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, type DeviceEvent } from '../../src/index.js';
import { createReportSender } from '../../src/outbox/report-sender.js';
import { LINE, PUMP } from '../support/documents.js';
import { createHandClock } from '../support/hand-clock.js';
import { until } from '../support/until.js';

/** An outbox, and a fleet manager that answers as it is told; `answer` throws for no. */
const createSending = async (chance = 0) => {
  const store = createMemoryStore();
  const clock = createHandClock();
  const sent: string[] = [];
  const events: DeviceEvent[] = [];
  const stopping = new AbortController();
  const fleet = { answer: (_body: string): void | Promise<void> => undefined };
  const add = async (deploymentId: string, body: string, deviceId?: string): Promise<void> => {
    await store.commit((state) => ({
      ...state,
      outbox: [...state.outbox, { number: state.nextReport, deploymentId, ...(deviceId && { deviceId }), body }],
      nextReport: state.nextReport + 1,
    }));
  };
  const sender = createReportSender({
    client: {
      postDeploymentStatus: async ({ body }) => {
        sent.push(body);
        await fleet.answer(body);
        return 'updated';
      },
    },
    store,
    maxRetryAfterMs: 3_600_000,
    clock,
    random: () => chance,
    emit: (event) => events.push(event),
    signal: stopping.signal,
  });
  const waiting = async (): Promise<string[]> => (await store.read()).outbox.map(({ body }) => body);
  return { store, clock, sent, events, stopping, fleet, add, sender, waiting };
};

const refusal = (status: number, retryAfter?: string, retryable?: boolean): ProblemError =>
  new ProblemError({
    request: 'POST /',
    status,
    nowMs: 1_000_000,
    retryAfter: retryAfter ?? null,
    problem: { ...createProblem(status as 429), ...(retryable === undefined ? {} : { retryable }) },
  });

describe('what is not taken now', () => {
  it('holds only what is about the same deployment and device, for as long as was asked (API-14)', async () => {
    const { fleet, add, sender, sent, clock, waiting } = await createSending();
    for (const body of ['line 1', 'line 2']) await add(LINE, body);
    await add(LINE, 'line on a child', 'device-1/child');
    await add(PUMP, 'pump 1');
    fleet.answer = (body) => {
      if (/line \d/.test(body)) throw refusal(429, '60');
    };
    await sender.send();
    expect(sent).toEqual(['line 1', 'line on a child', 'pump 1']);
    expect(await waiting()).toEqual(['line 1', 'line 2']);

    fleet.answer = () => undefined;
    clock.turn(59_999);
    sender.retry();
    await sender.send();
    expect(await waiting()).toEqual(['line 1', 'line 2']);
    clock.turn(1);
    sender.retry();
    await sender.send();
    expect(sent.slice(3)).toEqual(['line 1', 'line 2']);
    expect(await waiting()).toEqual([]);
  });

  it('holds everything when nobody can be reached: the others would only wait for their time-outs', async () => {
    const { fleet, add, sender, sent, waiting } = await createSending();
    await add(LINE, 'line');
    await add(PUMP, 'pump');
    fleet.answer = () => {
      throw new TransportError('ERR_NETWORK', 'Nothing came.');
    };
    await sender.send();
    await sender.send();
    expect(sent).toEqual(['line']);
    fleet.answer = () => undefined;
    sender.retry();
    await sender.send();
    expect(sent).toEqual(['line', 'line', 'pump']);
    expect(await waiting()).toEqual([]);
  });

  it.each([
    [true, ['line']],
    [false, []],
  ])(
    'is kept if the answer says that it is worth another try (retryable %s) (API-15, M-33)',
    async (retryable, left) => {
      const { fleet, add, sender, waiting } = await createSending();
      await add(LINE, 'line');
      fleet.answer = () => {
        throw refusal(422, undefined, retryable);
      };
      await sender.send();
      expect(await waiting()).toEqual(left);
    },
  );

  it('is not held for longer than that when the clock is put back (API-14)', async () => {
    const { fleet, add, sender, clock, waiting } = await createSending();
    await add(LINE, 'line');
    fleet.answer = () => {
      throw new TransportError('ERR_NETWORK', 'Nothing came.');
    };
    await sender.send();
    fleet.answer = () => undefined;
    clock.turn(-365 * 24 * 3_600_000);
    sender.retry();
    await sender.send();
    expect(await waiting()).toEqual([]);
  });

  it('because the connection breaks at it again and again does not keep the others back', async () => {
    const { fleet, add, sender, waiting } = await createSending();
    for (const body of ['poison 1', 'poison 2']) await add(LINE, body);
    await add(LINE, 'poison on a child', 'device-1/child');
    await add(PUMP, 'pump');
    fleet.answer = (body) => {
      if (body.startsWith('poison')) throw new TransportError('ERR_NETWORK', 'It was reset.');
    };
    const poll = async (): Promise<void> => {
      sender.retry();
      await sender.send();
    };
    for (let polls = 0; polls < 5; polls += 1) await poll();
    expect(await waiting()).toEqual(['poison 1', 'poison 2', 'poison on a child']);
    // One of them was not to blame.
    fleet.answer = (body) => {
      if (body === 'poison 1') throw new TransportError('ERR_NETWORK', 'It was reset.');
    };
    for (let polls = 0; polls < 2; polls += 1) await poll();
    expect(await waiting()).toEqual(['poison 1', 'poison 2']);
    fleet.answer = () => undefined;
    await poll();
    expect(await waiting()).toEqual([]);
  });

  it('is sent with the next poll after an answer that nobody could strike off (M-38)', async () => {
    const { store, fleet, add, sender, sent, waiting, events } = await createSending();
    await add(LINE, 'line');
    const commit = store.commit.bind(store);
    fleet.answer = () => {
      Object.assign(store, {
        commit: () => {
          Object.assign(store, { commit });
          return Promise.reject(new Error('disk full'));
        },
      });
    };
    await sender.send();
    expect(await waiting()).toEqual(['line']);
    expect(events.map(({ type }) => type)).toEqual(['report.kept']);
    fleet.answer = () => undefined;
    sender.retry();
    await sender.send();
    expect(sent).toEqual(['line', 'line']);
    expect(await waiting()).toEqual([]);
  });
});

describe('what is repeated after a reconnect', () => {
  it('is held back by chance for a bounded time, and what is new meanwhile is not (L-19)', async () => {
    const { add, sender, sent, clock, waiting } = await createSending(0.5);
    await add(LINE, 'line again');
    await sender.spread();
    await add(PUMP, 'pump is new');
    const sending = sender.send();
    await until(() => clock.pending().length > 0);
    expect(sent).toEqual(['pump is new']);
    expect(clock.pending()).toEqual([2500]);
    clock.turn(2499);
    expect(sent).toEqual(['pump is new']);
    clock.turn(1);
    await sending;
    expect(sent).toEqual(['pump is new', 'line again']);
    expect(await waiting()).toEqual([]);
  });

  it('is never overtaken by what is newer of the same deployment (L-19)', async () => {
    const { add, sender, sent, clock } = await createSending(0.5);
    await add(LINE, 'line 1');
    await sender.spread();
    await add(LINE, 'line 2');
    const sending = sender.send();
    await until(() => clock.pending().length > 0);
    expect(sent).toEqual([]);
    clock.turn(5000);
    await sending;
    expect(sent).toEqual(['line 1', 'line 2']);
  });

  it('is not held for longer than that when the clock is put back (L-19)', async () => {
    const { add, sender, sent, clock } = await createSending(0.5);
    await add(LINE, 'line');
    await sender.spread();
    clock.turn(-3_600_000);
    await sender.send();
    expect(sent).toEqual(['line']);
  });

  it('is left where it is when the device stops', async () => {
    const { add, sender, sent, clock, stopping, waiting, events } = await createSending(0.5);
    await add(LINE, 'line');
    await sender.spread();
    const sending = sender.send();
    await until(() => clock.pending().length > 0);
    stopping.abort();
    await sending;
    expect(sent).toEqual([]);
    expect(await waiting()).toEqual(['line']);
    expect(events).toEqual([]);
  });
});

describe('a report that is made while one of the same deployment is being sent', () => {
  it('is sent after it (L-19, M-31)', async () => {
    const { store, add, sender, sent, fleet, waiting } = await createSending();
    await add(LINE, 'old');
    // As the latest takes the place of what waits.
    fleet.answer = async (body) => {
      if (body === 'old') {
        await store.commit((state) => ({ ...state, outbox: [] }));
        await add(LINE, 'new');
        void sender.send();
      }
    };
    await sender.send();
    expect(sent).toEqual(['old', 'new']);
    expect(await waiting()).toEqual([]);
  });
});

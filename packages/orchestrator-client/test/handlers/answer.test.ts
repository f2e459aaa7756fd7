import { describe, expect, it, vi } from 'vitest';
import { createMemoryStore, type FleetStore, type HandlerRequest } from '../../src/index.js';
import { capabilities, createFleet, deployment, PRESS, utf8 } from '../fixture.js';

/** A request as plain data; `read` tells how often its body was asked for. */
const ask = (method: string, target: string, { headers = {}, body = '' }: { headers?: object; body?: string } = {}) => {
  const read: number[] = [];
  const request: HandlerRequest = {
    method,
    target,
    header: (name) => (Object.hasOwn(headers, name) ? String(headers[name as keyof typeof headers]) : null),
    body: async (maxBytes) => {
      read.push(maxBytes);
      return body.length > maxBytes ? undefined : utf8(body);
    },
  };
  return { request, read };
};

const textOf = (body: Uint8Array | null): unknown => JSON.parse(new TextDecoder().decode(body ?? undefined));

describe('the handlers, asked with plain data', () => {
  it('answer with plain data: status, headers and bytes', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, []);
    const { status, headers, body } = await fleet.answer(ask('GET', '/api/v1/deployments').request, PRESS);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'Cache-Control': 'private', 'Content-Length': `${body?.byteLength}` });
    expect(textOf(body)).toMatchObject({ manifestVersion: 1 });
  });

  it('ask for a body once, with the limit, and only when they need it', async () => {
    const fleet = createFleet({ maxBodyBytes: 500 });
    const headers = { 'content-type': 'application/json' };
    const path = '/api/v1/capabilities/press-7';
    const put = ask('PUT', path, { headers, body: capabilities('press-7') });
    expect((await fleet.answer(put.request, PRESS)).status).toBe(201);
    expect(put.read).toEqual([500]);
    const tooLong = ask('PUT', path, { headers, body: 'x'.repeat(501) });
    expect((await fleet.answer(tooLong.request, PRESS)).status).toBe(413);
    for (const [method, target] of [
      ['GET', '/api/v1/deployments'],
      ['DELETE', path],
      ['PUT', '/api/v1/capabilities/a%20b'],
      ['PATCH', path],
    ] as const) {
      const other = ask(method, target, { headers });
      await fleet.answer(other.request, PRESS);
      expect(other.read).toEqual([]);
    }
  });

  it.each(['/api/v1/capabilities/gw/../gw', '/api/v1/capabilities/%2e%2e/x', '/api/v1/capabilities/.', '*', ''])(
    'refuse a target with detours as it was sent: %s (M-52)',
    async (target) => {
      const { status, body } = await createFleet().answer(ask('DELETE', target).request, PRESS);
      expect(status).toBe(400);
      expect(textOf(body)).toMatchObject({
        type: 'https://docs.margo.org/specification/problem-types#invalid-request',
        status: 400,
      });
    },
  );

  it('repeat the status in the body of every refusal (API-23)', async () => {
    const fleet = createFleet({ maxPathLength: 100 });
    const headers = { accept: 'text/html', 'content-type': 'text/plain' };
    const seen: number[] = [];
    for (const [method, target] of [
      ['DELETE', '*'],
      ['GET', '/unknown'],
      ['POST', '/api/v1/deployments'],
      ['GET', '/api/v1/deployments'],
      ['GET', `/${'x'.repeat(100)}`],
      ['PUT', '/api/v1/capabilities/press-7'],
    ] as const) {
      const { status, body } = await fleet.answer(ask(method, target, { headers }).request, PRESS);
      expect(textOf(body)).toMatchObject({ status });
      seen.push(status);
    }
    expect(seen).toEqual([400, 404, 405, 406, 414, 415]);
  });
});

describe('a poll without news', () => {
  it('asks the store for the newest manifest, once, and for nothing else', async () => {
    const store = createMemoryStore();
    const asked: string[] = [];
    const counted = Object.fromEntries(
      Object.entries(store).map(([name, method]) => [
        name,
        (...args: unknown[]): unknown => {
          asked.push(name);
          return (method as (...args: unknown[]) => unknown)(...args);
        },
      ]),
    ) as unknown as FleetStore;
    const fleet = createFleet({ store: counted });
    const { etag } = await fleet.publish(PRESS, [deployment()]);
    const poll = ask('GET', '/api/v1/deployments', { headers: { 'if-none-match': etag } });
    expect((await fleet.answer(poll.request, PRESS)).status).toBe(304);
    asked.length = 0;
    // The clock stands still: when the client was last heard is known.
    expect(await fleet.answer(poll.request, PRESS)).toEqual({
      status: 304,
      headers: { ETag: etag, 'Cache-Control': 'private' },
      body: null,
    });
    expect(asked).toEqual(['latestManifest']);
  });

  it('notes when the client was heard, at most once a second and again when that failed (L-24)', async () => {
    const clock = { now: 5_000 };
    const store = createMemoryStore();
    const put = vi.spyOn(store, 'putLastHeard');
    const fleet = createFleet({ store, now: () => clock.now, onError: () => undefined });
    for (const now of [5_000, 5_999, 6_000, 6_001, 3_000]) {
      clock.now = now;
      await fleet.ask('GET', '/api/v1/deployments');
    }
    expect(put.mock.calls.map(([, atMs]) => atMs)).toEqual([5_000, 6_000, 3_000]);
    put.mockRejectedValueOnce(new Error('locked'));
    for (const now of [4_000, 4_001, 4_002]) {
      clock.now = now;
      await fleet.ask('GET', '/api/v1/deployments');
    }
    expect(put.mock.calls.slice(3).map(([, atMs]) => atMs)).toEqual([4_000, 4_001]);
  });
});

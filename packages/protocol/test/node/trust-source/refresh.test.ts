import { describe, expect, it } from 'vitest';
import { createDevelopmentIssuer, type FakeIdentityService } from '@margo-sdk/testkit';
import { LONGEST_TIMER_MS } from '../../../src/client/index.js';
import { anchorsOf, anchorsOfIssuer, bundleWith, startService, startSource } from './fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const successor = await createDevelopmentIssuer({ trustDomain: 'factory.example' });

describe('a bundle in force', () => {
  it('is replaced as a whole, and whoever subscribed is told (TB-14, TB-13)', async () => {
    const service = await startService(issuer);
    const { source } = await startSource(service);
    const told: string[][] = [];
    const stop = source.subscribe((bundle) => told.push(anchorsOf(bundle)));
    service.publish(successor.trustBundle());

    expect(await source.refresh()).toBe('replaced');

    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(successor));
    expect(told).toEqual([anchorsOfIssuer(successor)]);
    stop();
    service.publish(issuer.trustBundle());
    await source.refresh();
    expect(told).toHaveLength(1);
  });

  it.each([
    'trust/empty-bundle',
    'trust/jwt-only',
    'trust/no-certificates',
    'trust/unreadable-certificates',
    'trust/not-json',
    'trust/truncated',
    'trust/huge',
    'trust/page-instead',
    'trust/unavailable',
    'trust/not-found',
    'trust/redirect',
    'trust/other-root',
    'trust/other-name',
    'trust/expired',
  ] as const)('stays in force after %s (TB-11, TB-12, TB-13, TLS-09)', async (name) => {
    const service = await startService(issuer);
    const { source, clock, events } = await startSource(service);
    const told: unknown[] = [];
    source.subscribe((bundle) => told.push(bundle));
    service.publish(successor.trustBundle());
    const end = service.fault(name);

    await clock.tick();

    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(issuer));
    expect(told).toEqual([]);
    expect(events).toMatchObject([{ type: 'refresh-failed', retryInMs: 30_000 }]);
    expect(clock.waits).toEqual([3_600_000, 30_000]);
    // And when the fault is over it converges.
    end();
    await clock.tick();
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(successor));
    expect(clock.waits.at(-1)).toBe(3_600_000);
  });

  it.each(['trust/one-unreadable-certificate', 'trust/unknown-members', 'trust/missing-etag'] as const)(
    'is replaced in spite of %s (TB-02, M-49)',
    async (name) => {
      const service = await startService(issuer);
      const { source } = await startSource(service);
      service.publish(successor.trustBundle());
      service.fault(name);
      expect(await source.refresh()).toBe('replaced');
      expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(successor));
    },
  );

  it('is not replaced by itself, also where there is no ETag (TB-05)', async () => {
    const service = await startService(issuer);
    service.fault('trust/missing-etag');
    const { source } = await startSource(service);
    const told: unknown[] = [];
    source.subscribe((bundle) => told.push(bundle));
    expect(await source.refresh()).toBe('unchanged');
    expect(told).toEqual([]);
  });

  it('stays readable after the source is closed, and nothing more is asked', async () => {
    const service = await startService(issuer);
    const { source } = await startSource(service);
    source.close();
    await expect(source.refresh()).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(issuer));
    expect(service.requests).toHaveLength(1);
  });

  it('reaches the other subscribers when one of them fails', async () => {
    const service = await startService(issuer);
    const { source, events } = await startSource(service);
    const told: unknown[] = [];
    source.subscribe(() => {
      throw new Error('mine');
    });
    source.subscribe((bundle) => told.push(bundle));
    service.publish(successor.trustBundle());
    await source.refresh();
    expect(told).toHaveLength(1);
    expect(events).toMatchObject([{ type: 'subscriber-failed' }]);
  });
});

describe('the time of the next refresh', () => {
  const firstWait = async (service: FakeIdentityService, refreshIntervalMs?: number): Promise<number | undefined> => {
    const { clock } = await startSource(service, refreshIntervalMs === undefined ? {} : { refreshIntervalMs });
    return clock.waits[0];
  };

  it('is after the hint of the bundle, else as often as the operator says (TB-15)', async () => {
    const service = await startService(issuer);
    expect(await firstWait(service, 5_000)).toBe(5_000);
    expect(await firstWait(service)).toBe(3_600_000);
    service.publish(bundleWith(issuer, { spiffe_refresh_hint: 300 }));
    expect(await firstWait(service, 5_000)).toBe(300_000);
  });

  it('is at the longest that a timer can wait, however large the hint (TB-15)', async () => {
    const service = await startService(issuer);
    service.publish(bundleWith(issuer, { spiffe_refresh_hint: Number.MAX_SAFE_INTEGER }));
    expect(await firstWait(service)).toBe(LONGEST_TIMER_MS);
  });

  it('is kept whatever HTTP says: each refresh asks the service, and a 304 counts (TB-16, TB-15)', async () => {
    const service = await startService(issuer);
    service.publish(bundleWith(issuer, { spiffe_refresh_hint: 300 }));
    const { source, clock } = await startSource(service);
    await clock.tick();
    await clock.tick();
    expect(service.requests).toEqual(['bundle', 'bundle', 'bundle']);
    expect(clock.waits).toEqual([300_000, 300_000, 300_000]);
    service.publish(successor.trustBundle());
    await clock.tick();
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(successor));
  });
});

describe('a falling spiffe_sequence', () => {
  const start = async (
    fallingSequence?: 'ignore' | 'warn' | 'refuse',
  ): Promise<Awaited<ReturnType<typeof startSource>> & { service: FakeIdentityService }> => {
    const service = await startService(issuer);
    service.publish(bundleWith(issuer, { spiffe_sequence: 7 }));
    return { service, ...(await startSource(service, fallingSequence === undefined ? {} : { fallingSequence })) };
  };

  it('is told, and the bundle is used (M-40)', async () => {
    const { service, source, events } = await start();
    service.publish(bundleWith(successor, { spiffe_sequence: 6 }));
    expect(await source.refresh()).toBe('replaced');
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(successor));
    expect(events).toEqual([{ type: 'sequence-fell', from: 7, to: 6 }]);
  });

  it('can be refused or not looked at (M-40)', async () => {
    const strict = await start('refuse');
    strict.service.publish(bundleWith(successor, { spiffe_sequence: 6 }));
    await expect(strict.source.refresh()).rejects.toMatchObject({ code: 'ERR_TRUST_BUNDLE_OLDER' });
    expect(anchorsOf(strict.source.bundle)).toEqual(anchorsOfIssuer(issuer));

    const lax = await start('ignore');
    lax.service.publish(bundleWith(successor, { spiffe_sequence: 6 }));
    await lax.source.refresh();
    expect(lax.events).toEqual([]);
  });

  it('is something else than one that stays, even where it is strict (M-40)', async () => {
    const { service, source } = await start('refuse');
    service.publish(bundleWith(successor, { spiffe_sequence: 7 }));
    expect(await source.refresh()).toBe('replaced');
  });
});

import { describe, expect, it } from 'vitest';
import type { ComeBack, Denial } from '../../src/index.js';
import { capabilities, createFleet, deployment, expectProblem, MONITOR, PRESS, report, ROBOT } from '../fixture.js';

const MANIFEST = '/api/v1/deployments';

describe('a client that is turned away', () => {
  it('is told in the words of the policy, under the type that Margo has for it (M-39, PT-01)', async () => {
    const denial: Denial = {
      title: 'Client Relationship Retired',
      detail: 'This press was sold.',
      members: { retiredSince: '2026-10-01' },
    };
    const response = await createFleet({ acceptClient: () => denial }).ask('GET', MANIFEST);
    expect(await expectProblem(response, 403, 'not-authorized')).toMatchObject({
      title: 'Client Relationship Retired',
      detail: 'This press was sold.',
      retiredSince: '2026-10-01',
      retryable: false,
    });
  });

  it('is turned away all the same when the words are not allowed (PT-13)', async () => {
    const codes: unknown[] = [];
    for (const members of [{ status: 200 }, { 'x-y': 1 }, { ab: 1 }, { retryable: true }]) {
      const fleet = createFleet({
        acceptClient: () => ({ members }),
        onError: (error) => codes.push((error as { code: string }).code),
      });
      expect((await fleet.ask('GET', MANIFEST)).status).toBe(500);
    }
    expect(codes).toEqual(Array.from({ length: 4 }, () => 'ERR_PROBLEM_MEMBER_INVALID'));
  });
});

describe('a client that asks too often', () => {
  it('is told when to come back (API-13)', async () => {
    const fleet = createFleet({ rateLimit: () => ({ retryAfterSeconds: 7 }) });
    const response = await fleet.ask('GET', MANIFEST);
    expect(response.headers.get('Retry-After')).toBe('7');
    expect(await expectProblem(response, 429, 'about:blank')).toMatchObject({
      title: 'Too Many Requests',
      retryable: true,
      backoffStrategy: 'exponential',
      retryAfterSeconds: 7,
    });
  });

  it('is counted by the operation that it asks for, before its body is read', async () => {
    const asked: string[] = [];
    const fleet = createFleet({
      rateLimit: (client, operation) => {
        asked.push(`${client === PRESS ? 'press' : 'other'} ${operation}`);
        return undefined;
      },
    });
    await fleet.publish(PRESS, [deployment()]);
    const { bundle, deployments } = await fleet.manifest();
    await fleet.ask('GET', bundle?.url ?? '');
    await fleet.ask('HEAD', deployments[0]?.url ?? '');
    await fleet.ask('PUT', '/api/v1/capabilities/press-7', { body: capabilities('press-7') });
    await fleet.ask('DELETE', '/api/v1/capabilities/press-7', { as: ROBOT });
    await fleet.ask('POST', `${MANIFEST}/${MONITOR}/status`, { body: report() });
    await fleet.ask('GET', '/unknown');
    expect(asked).toEqual([
      'press getStateManifest',
      'press getBundle',
      'press getDeployment',
      'press putCapabilities',
      'other deleteCapabilities',
      'press postDeploymentStatus',
    ]);
  });

  it('loses nothing: what was refused was not taken', async () => {
    let limited: ComeBack | undefined = { retryAfterSeconds: 1 };
    const fleet = createFleet({ rateLimit: async () => limited });
    await fleet.publish(PRESS, [deployment()]);
    const post = () => fleet.ask('POST', `${MANIFEST}/${MONITOR}/status`, { body: report() });
    expect((await post()).status).toBe(429);
    expect(await fleet.store.statuses(PRESS)).toEqual([]);
    limited = undefined;
    expect((await post()).status).toBe(201);
  });

  it.each([0, -5, 0.2])('is asked for whole seconds, one at least: %s', async (retryAfterSeconds) => {
    const response = await createFleet({ rateLimit: () => ({ retryAfterSeconds }) }).ask('GET', MANIFEST);
    expect(response.headers.get('Retry-After')).toBe('1');
  });

  it.each([NaN, Infinity])('meets an error on our side when the policy cannot say for how long: %s', async (time) => {
    const errors: unknown[] = [];
    const fleet = createFleet({
      rateLimit: () => ({ retryAfterSeconds: time }),
      onError: (error) => errors.push(error),
    });
    expect((await fleet.ask('GET', MANIFEST)).status).toBe(500);
    expect(errors).toMatchObject([{ code: 'ERR_RETRY_AFTER_MISSING' }]);
    expect(() => fleet.drain({ retryAfterSeconds: time })).toThrow();
  });

  it("may be told with a vendor's own type, where Margo has none (PT-04, PT-05)", async () => {
    const type = 'https://problems.acme.example/quota';
    const own = { type, title: 'Quota used up', members: { quotaPerHour: 60 } };
    const response = await createFleet({ rateLimit: () => ({ retryAfterSeconds: 7, ...own }) }).ask('GET', MANIFEST);
    expect(response.headers.get('Retry-After')).toBe('7');
    expect(await response.json()).toMatchObject({ status: 429, type, title: 'Quota used up', quotaPerHour: 60 });
  });

  it.each([
    ["Margo's namespace", 'https://docs.margo.org/specification/problem-types#quota', 'Quota'],
    ["another place of Margo's domain", 'https://margo.org/quota', 'Quota'],
    ['no https', 'http://acme.example/quota', 'Quota'],
    ['no absolute URI', '/quota', 'Quota'],
    ['about:blank, which needs no saying', 'about:blank', 'Quota'],
    ['a type without a title', 'https://acme.example/quota', undefined],
  ])('is never told with a type in %s (PT-05, PT-06)', async (_, type, title) => {
    const codes: unknown[] = [];
    const fleet = createFleet({
      rateLimit: () => ({ retryAfterSeconds: 7, type, ...(title !== undefined && { title }) }),
      onError: (error) => codes.push((error as { code: string }).code),
    });
    expect((await fleet.ask('GET', MANIFEST)).status).toBe(500);
    expect(codes).toEqual(['ERR_PROBLEM_TYPE_INVALID']);
  });
});

describe('a fleet manager that is drained', () => {
  it('sends everybody away and says when to come back (API-13)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, []);
    fleet.drain();
    for (const path of [MANIFEST, '/unknown']) {
      const response = await fleet.ask('GET', path);
      expect(response.headers.get('Retry-After')).toBe('10');
      expect(await expectProblem(response, 503, 'about:blank')).toMatchObject({
        title: 'Service Unavailable',
        retryable: true,
        backoffStrategy: 'exponential',
      });
    }
  });

  it('says it in its own words if it is told to', async () => {
    const fleet = createFleet();
    fleet.drain({ retryAfterSeconds: 60, detail: 'The database is being moved.' });
    const response = await fleet.ask('GET', MANIFEST);
    expect(response.headers.get('Retry-After')).toBe('60');
    expect((await expectProblem(response, 503, 'about:blank')).detail).toBe('The database is being moved.');
  });

  it('finishes what is under way', async () => {
    let go = (): void => undefined;
    const mayGo = new Promise<void>((resolve) => (go = resolve));
    const fleet = createFleet({
      acceptClient: async () => {
        await mayGo;
        return true;
      },
    });
    const polling = fleet.ask('GET', MANIFEST);
    fleet.drain();
    go();
    expect((await polling).status).toBe(200);
  });

  it('refuses words that are not allowed, and goes on', async () => {
    const fleet = createFleet();
    expect(() => fleet.drain({ type: 'https://docs.margo.org/x', title: 'x' })).toThrow(
      expect.objectContaining({ code: 'ERR_PROBLEM_TYPE_INVALID' }) as Error,
    );
    expect((await fleet.ask('GET', MANIFEST)).status).toBe(200);
  });
});

import { profileFacts, WIRE_RESOURCES } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import type { FleetManagerOptions } from '../../src/index.js';
import { createMemoryStore } from '../../src/index.js';
import { createFleet, deployment, MONITOR, PRESS, ROBOT } from '../fixture.js';
import { hostIn, pathOf, reportIn, SIGNED_PROFILES } from './spoken.js';

describe.each(SIGNED_PROFILES)('a refusal in %s', (profile) => {
  const { refusals } = profileFacts(profile);
  const manifest = pathOf(profile, 'stateManifest');
  const capabilities = pathOf(profile, 'capabilities');
  const status = pathOf(profile, 'deploymentStatus');

  const expectRefusal = async (response: Response, expected: number): Promise<string> => {
    expect(response.status).toBe(expected);
    expect(response.headers.get('Content-Type')).toBe('application/json');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(response.headers.get('Content-Length')).toBe(`${bytes.byteLength}`);
    const body = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, string>;
    expect(Object.keys(body)).toEqual([refusals]);
    const text = body[refusals] ?? '';
    expect(text).toMatch(/^[A-Z].*[.)]$/);
    return text;
  };
  const fleetOf = (options: Partial<FleetManagerOptions> = {}) => createFleet({ profile, ...options });
  const json = { 'Content-Type': 'application/json' };

  it.each([
    { method: 'POST', path: capabilities, body: '{', expected: 400 },
    { method: 'POST', path: status, body: 'no json', expected: 400 },
    { method: 'GET', path: `${manifest}/%zz/sha256:0`, expected: 400 },
    { method: 'GET', path: '/nowhere', expected: 404 },
    { method: 'GET', path: pathOf(profile, 'deployment'), expected: 404 },
    { method: 'GET', path: pathOf(profile, 'bundle'), expected: 404 },
    { method: 'GET', path: pathOf(profile, 'bundle', { digest: 'none' }), expected: 404 },
    { method: 'PATCH', path: manifest, expected: 405 },
    { method: 'GET', path: manifest, headers: { Accept: 'text/html' }, expected: 406 },
    { method: 'POST', path: status, body: ' '.repeat(200), expected: 413 },
    { method: 'GET', path: `/${'a'.repeat(300)}`, expected: 414 },
    { method: 'POST', path: status, body: '{}', headers: { 'Content-Type': 'text/plain' }, expected: 415 },
    { method: 'POST', path: status, body: '{}', headers: { 'Content-Encoding': 'gzip' }, expected: 415 },
    { method: 'POST', path: capabilities, body: '{}', expected: 422 },
    { method: 'POST', path: status, body: '{}', expected: 422 },
  ])('answers $expected to $method $path in one sentence (D-33)', async ({ method, path, expected, ...rest }) => {
    const { body, headers } = { body: undefined, headers: {}, ...rest };
    const fleet = fleetOf({ maxPathLength: 250, maxBodyBytes: 100 });
    const response = fleet.ask(method, path, { ...(body !== undefined && { body }), headers: { ...json, ...headers } });
    await expectRefusal(await response, expected);
  });

  it('is what a client gets that asks under the name of another, whatever it asks for (API-06, API-07)', async () => {
    const fleet = fleetOf();
    await fleet.publish(ROBOT, [deployment(MONITOR, { deviceId: 'robot-2' })]);
    const { digest, bundle } = (await fleet.store.latestManifest(ROBOT)) ?? {};
    const [wanted] = await fleet.store.wanted(ROBOT);
    for (const resource of WIRE_RESOURCES) {
      const digests = resource === 'bundle' ? bundle : resource === 'deployment' ? wanted?.digest : digest;
      const path = pathOf(profile, resource, { clientId: 'robot-2', digest: digests ?? '' });
      const isRead = resource !== 'capabilities' && resource !== 'deploymentStatus';
      const body = resource === 'capabilities' ? hostIn(profile) : reportIn(profile);
      const asked = fleet.ask(isRead ? 'GET' : 'POST', path, isRead ? {} : { body });
      expect(await expectRefusal(await asked, 403)).toBe('The path names another client.');
      const own = pathOf(profile, resource, { digest: digests ?? '' });
      if (resource === 'bundle' || resource === 'deployment') await expectRefusal(await fleet.ask('GET', own), 404);
    }
    expect(await fleet.store.devices(PRESS)).toEqual([]);
    expect(await fleet.store.devices(ROBOT)).toEqual([]);
    expect(await fleet.store.statuses(ROBOT)).toEqual([]);
  });

  it('reads a client id with escapes as what it means, and takes no other capitals for the same', async () => {
    const under = (clientId: string) => fleetOf().ask('GET', manifest.replace('press-7', clientId));
    expect((await under('press%2D7')).status).toBe(200);
    expect((await under('Press-7')).status).toBe(403);
    expect((await under('press-7%2F..%2Frobot-2')).status).toBe(403);
  });

  it('has the words of whoever turns a client away (WP-13)', async () => {
    const plain = fleetOf({ acceptClient: () => false });
    await expectRefusal(await plain.ask('GET', manifest), 403);
    const own = fleetOf({ acceptClient: () => ({ detail: 'This client is retired.' }) });
    expect(await expectRefusal(await own.ask('GET', manifest), 403)).toBe('This client is retired.');
    const titled = fleetOf({ acceptClient: () => ({ title: 'Retired.' }) });
    expect(await expectRefusal(await titled.ask('GET', manifest), 403)).not.toBe('');
  });

  it('says when to come back (API-13)', async () => {
    const limited = fleetOf({ rateLimit: () => ({ retryAfterSeconds: 7, detail: 'Too often.' }) });
    const tooOften = await limited.ask('GET', manifest);
    expect(tooOften.headers.get('Retry-After')).toBe('7');
    await expectRefusal(tooOften, 429);
    const draining = fleetOf();
    draining.drain({ retryAfterSeconds: 3, detail: 'Back soon.' });
    const later = await draining.ask('GET', manifest);
    expect(later.headers.get('Retry-After')).toBe('3');
    await expectRefusal(later, 503);
  });

  it('says nothing of what broke inside (API-13)', async () => {
    const store = { ...createMemoryStore(), latestManifest: () => Promise.reject(new Error('password is 1234')) };
    const response = await fleetOf({ store, onError: () => undefined }).ask('GET', manifest);
    expect(response.status).toBe(500);
    expect(response.headers.get('Retry-After')).toMatch(/^\d+$/);
    expect(await response.text()).not.toContain('1234');
  });

  it('has no body for HEAD, and promises none', async () => {
    const response = await fleetOf().ask('HEAD', pathOf(profile, 'bundle'));
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Type')).toBe('application/json');
    expect(response.headers.has('Content-Length')).toBe(false);
    expect(await response.text()).toBe('');
  });
});

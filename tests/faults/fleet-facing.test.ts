import {
  FAULTS,
  callWrongly,
  createFakeDevice,
  signWrongly,
  type CallerFaultName,
  type DeviceFaultName,
  type SignatureFaultName,
} from '@margo-sdk/testkit';
import { profileFacts, WIRE_PROFILES, type WireProfile } from '@margo-sdk/protocol';
import { afterAll, describe, expect, it } from 'vitest';
import { CLIENT, credentials, DEVICE, issuer } from './bench.js';
import { createFleet, createGatedFleet, serveFleet, serveGatedFleet, storedIn, type ServedFleet } from './fleets.js';

const signedFleet = await serveGatedFleet('rc2-signed');
const SERVED = { rc3: await serveFleet(), 'rc2-signed': signedFleet } satisfies Partial<
  Record<WireProfile, ServedFleet>
>;
afterAll(async () => {
  for (const fleet of Object.values(SERVED)) await fleet.close();
});

const ALL = Object.keys(WIRE_PROFILES) as WireProfile[];
const ON_SOCKETS = Object.keys(SERVED) as (keyof typeof SERVED)[];
const servedIn = (profile: WireProfile): ServedFleet | undefined => (SERVED as Record<string, ServedFleet>)[profile];
const faultsIn = (profile: WireProfile, start: string) =>
  FAULTS.filter(({ name, profiles }) => name.startsWith(start) && profiles.includes(profile));

/** Refusals of every profile say what is wrong, in its own form. */
const saysWhy = (profile: WireProfile, { problemType, error }: { problemType?: string; error?: string }): void => {
  if (profileFacts(profile).refusals === 'problem')
    expect(problemType).toMatch(/^(about:blank$|https:\/\/docs\.margo\.org\/)/);
  else expect([problemType, error]).toEqual([undefined, expect.stringMatching(/^[A-Z].+/)]);
};

const manifestOf = (profile: WireProfile): string =>
  profileFacts(profile).paths.stateManifest.replace('{clientId}', DEVICE);

describe.each(ALL)('a fault of a device that speaks %s', (profile) => {
  for (const { name, what, outcome, rules } of faultsIn(profile, 'device/'))
    for (const how of servedIn(profile) ? (['in the process', 'over TLS'] as const) : (['in the process'] as const))
      it(`${name} ${how}: ${what} (${rules.join(', ')})`, async () => {
        const served = how === 'over TLS' ? servedIn(profile) : undefined;
        const own = served ?? (await createFleet(profile));
        const device = createFakeDevice({
          profile,
          deviceId: DEVICE,
          ...(served
            ? { fetch: served.fetch, baseUrl: served.url }
            : { fetch: (request) => own.manager.fetch(request, CLIENT) }),
        });
        if (name !== 'device/report-before-capabilities') await device.introduce();
        const before = await storedIn(own.store);
        const answer = await device.misbehave(name as DeviceFaultName);
        expect(answer).toMatchObject({ asExpected: true });
        if (outcome === 'refused') {
          saysWhy(profile, answer);
          expect(await storedIn(own.store)).toEqual(before);
        }
        expect(own.errors).toEqual([]);
      });
});

describe.each(ON_SOCKETS)('a caller that must not be listened to, where %s is spoken', (profile) => {
  const { url, store, fetch } = SERVED[profile];
  for (const { name, what, rules } of faultsIn(profile, 'caller/'))
    it(`${name}: ${what} (${rules.join(', ')})`, async () => {
      const before = await storedIn(store);
      const call = await callWrongly(name as CallerFaultName, { url, issuer });
      expect(call).toMatchObject({ asExpected: true });
      expect(await storedIn(store)).toEqual(before);
      // It is still there for those who behave.
      const poll = await fetch(new Request(url + manifestOf(profile)));
      expect(poll.status).toBe(200);
    });

  it('lets a caller through whom nothing is wrong with, so that the others were refused for a reason', async () => {
    const poll = await fetch(new Request(url + manifestOf(profile)));
    expect([poll.status, poll.headers.get('content-type')]).toEqual([200, 'application/vnd.margo.manifest.v1+json']);
  });
});

describe('a request that is not signed as it has to be', () => {
  const profile = 'rc2-signed';
  const baseUrl = 'https://wfm.example.com';
  for (const { name, what, outcome, rules } of faultsIn(profile, 'signature/'))
    for (const how of ['in the process', 'over TLS'] as const)
      it(`${name} ${how}: ${what} (${rules.join(', ')})`, async () => {
        const served = how === 'over TLS' ? signedFleet : undefined;
        const own = served ?? (await createGatedFleet(profile, () => baseUrl));
        const before = await storedIn(own.store);
        const answer = await signWrongly(name as SignatureFaultName, {
          ...(served ? { fetch: served.unsigned, baseUrl: served.url } : { fetch: own.gate.fetch, baseUrl }),
          issuer,
          client: { clientId: DEVICE, credentials },
          revoke: (clientId) => own.registry.revoke({ clientId }, { by: 'a test', reason: 'it was lost' }),
        });
        expect({ name, ...answer }).toMatchObject({ asExpected: true });
        // Each fault has a code of its own, so none is refused for a reason that it was not made for.
        if (outcome === 'refused') {
          expect(answer.code).toMatch(/^ERR_/);
          expect(await storedIn(own.store)).toEqual(before);
        } else expect([200, 201]).toContain(answer.status);
        expect(own.errors).toEqual([]);
      });
});

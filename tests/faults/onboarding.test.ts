import { onboardDevice, type OnboardedDevice, type OnboardingRecord } from '@margo-sdk/device-client';
import { profileFacts, type SignedProfile } from '@margo-sdk/protocol';
import { createOnboardingClient, createWorkloadManagementClient, type Fetch } from '@margo-sdk/protocol/client';
import { signerFromKey } from '@margo-sdk/protocol/node';
import { createSigningFetch } from '@margo-sdk/protocol/signatures';
import {
  createFakeSignedFleetManager,
  createManualClock,
  FAULTS,
  type FakeSignedFleetManager,
  type FleetManagerFaultName,
} from '@margo-sdk/testkit';
import { describe, expect, it } from 'vitest';
import { credentials } from './bench.js';

/** A device that wants to be let in, and what it remembers. */
interface Newcomer {
  readonly fleet: FakeSignedFleetManager;
  readonly fetch: Fetch;
  /** What it was told of attempts that failed, as codes. */
  readonly retried: unknown[];
  kept(this: void): OnboardingRecord | undefined;
  onboard(this: void): Promise<OnboardedDevice>;
}

const createNewcomer = (profile: SignedProfile): Newcomer => {
  const clock = createManualClock();
  const fleet = createFakeSignedFleetManager({ profile, clock });
  const signer = signerFromKey(credentials.privateKey);
  const fetch = createSigningFetch({ fetch: fleet.fetch, signer, profile, now: clock.now });
  const retried: unknown[] = [];
  let record: OnboardingRecord | undefined;
  return {
    fleet,
    fetch,
    retried,
    kept: () => record,
    onboard: async () => {
      const sleep = async (ms: number): Promise<void> => void clock.advance(ms);
      return onboardDevice({
        client: createOnboardingClient({ profile, baseUrl: fleet.baseUrl, fetch, now: clock.now }),
        fleetManager: fleet.baseUrl,
        certificate: credentials.certificate,
        store: { read: async () => record, write: async (written) => void (record = written) },
        clock: { ...clock, sleep },
        onRetry: (error) => retried.push((error as { readonly code?: unknown }).code),
      });
    },
  };
};

const faults = FAULTS.filter(({ on }) => on.includes('onboarding'));

describe.each(['rc2-signed', 'symphony-2025'] as const)('a fleet manager that lets devices in, by %s', (profile) => {
  const { again } = profileFacts(profile).onboarding ?? {};

  for (const { name, outcome, rules } of faults.filter(({ profiles }) => profiles.includes(profile)))
    it(`${name} (${rules.join(', ')})`, async () => {
      const { fleet, fetch, retried, kept, onboard } = createNewcomer(profile);
      fleet.fault(name as FleetManagerFaultName, { times: 1 });

      if (outcome === 'refused') {
        await expect(onboard()).rejects.toMatchObject({
          code: expect.stringMatching(/^ERR_(PROBLEM|UNEXPECTED_|REDIRECT_|BODY_TOO_LARGE)/),
        });
        expect([kept(), retried]).toEqual([undefined, []]);
        // A fleet manager of this profile lets nobody in twice, so a person has to help.
        const { length: admitted } = await fleet.registry.clients();
        if (admitted > 0 && again !== 201) return expect(onboard()).rejects.toMatchObject({ status: 409 });
      }
      const { clientId, asked } = await onboard();
      expect([asked, retried.length]).toEqual([true, outcome === 'failed' ? 1 : 0]);
      expect(kept()).toMatchObject({ clientId });
      expect(await onboard()).toEqual({ clientId, asked: false });

      // It is one client, however often it had to ask, and is served as that.
      expect((await fleet.registry.clients()).map((client) => client.clientId)).toEqual([clientId]);
      const { baseUrl } = fleet;
      const device = createWorkloadManagementClient({ profile, clientId, baseUrl, fetch });
      expect((await device.getStateManifest()).status).toBe('changed');
    });
});

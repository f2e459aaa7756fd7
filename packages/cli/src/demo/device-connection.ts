import { join } from 'node:path';
import { isSignedProfile, parseTrustBundle, type WireProfile } from '@margo-sdk/protocol';
import { createWorkloadManagementClient, type WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { createMutualTlsFetch } from '@margo-sdk/protocol/node';
import { connectSignedDevice } from '../signed-profile/connect-device.js';
import { readIdentity, type IdentityFiles } from './identity-files.js';

/** How the device of the demo gets to its fleet manager. */
export interface DeviceConnection {
  readonly client: WorkloadManagementClient;
  /** What the fleet manager calls the device where it has let it in just now, and not before. */
  readonly letInAs: string | null;
  close(this: void): Promise<void>;
}

/** Connects the device in the way of its profile. */
export const connectDevice = async ({
  profile,
  identity,
  url,
  folder,
}: {
  readonly profile: WireProfile;
  readonly identity: IdentityFiles;
  readonly url: string;
  readonly folder: string;
}): Promise<DeviceConnection> => {
  const { trust, ...credentials } = await readIdentity(identity);
  if (!isSignedProfile(profile)) {
    const { fetch, close } = createMutualTlsFetch({ credentials, trustBundle: parseTrustBundle(trust) });
    return { client: createWorkloadManagementClient({ baseUrl: url, fetch }), letInAs: null, close };
  }
  const { client, clientId, isNew, close } = await connectSignedDevice({
    ...credentials,
    profile,
    baseUrl: url,
    rootCertificate: trust,
    onboardingFile: join(folder, 'onboarding.json'),
  });
  return { client, letInAs: isNew ? clientId : null, close };
};

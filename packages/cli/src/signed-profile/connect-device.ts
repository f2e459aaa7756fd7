import { createOnboardingFile, onboardDevice, type OnboardDeviceOptions } from '@margo-sdk/device-client';
import type { SignedProfile } from '@margo-sdk/protocol';
import {
  createOnboardingClient,
  createWorkloadManagementClient,
  type WorkloadManagementClient,
} from '@margo-sdk/protocol/client';
import { createServerTlsFetch, signerFromKey } from '@margo-sdk/protocol/node';
import { createSigningFetch } from '@margo-sdk/protocol/signatures';

/** What a device needs that signs its messages. */
export interface SignedDevice extends Pick<OnboardDeviceOptions, 'retry' | 'onRetry' | 'signal'> {
  readonly profile: SignedProfile;
  /** Address of the fleet manager. */
  readonly baseUrl: string;
  /** PEM of the authority that has issued the certificate of the fleet manager (LG-02). */
  readonly rootCertificate: string;
  /** PEM of the own certificate. */
  readonly certificate: string;
  /** PEM of the private key that belongs to it. */
  readonly privateKey: string;
  /** Where the device remembers what the fleet manager calls it. */
  readonly onboardingFile: string;
}

/** A device that was let in. */
export interface ConnectedDevice {
  readonly client: WorkloadManagementClient;
  /** What the fleet manager calls it (LG-03). */
  readonly clientId: string;
  /** Whether it was let in just now, and not before. */
  readonly isNew: boolean;
  close(this: void): Promise<void>;
}

/** Connects a device to its fleet manager, and has it let in where that was not done before. */
export const connectSignedDevice = async ({
  profile,
  baseUrl,
  rootCertificate,
  certificate,
  privateKey,
  onboardingFile,
  ...asking
}: SignedDevice): Promise<ConnectedDevice> => {
  const connection = createServerTlsFetch({ anchors: [rootCertificate] });
  try {
    const fetch = createSigningFetch({ fetch: connection.fetch, signer: signerFromKey(privateKey), profile });
    const { clientId, asked } = await onboardDevice({
      ...asking,
      client: createOnboardingClient({ profile, baseUrl, fetch }),
      fleetManager: baseUrl,
      certificate,
      store: createOnboardingFile({ file: onboardingFile }),
    });
    const client = createWorkloadManagementClient({ profile, clientId, baseUrl, fetch });
    return { client, clientId, isNew: asked, close: connection.close };
  } catch (error) {
    await connection.close();
    throw error;
  }
};

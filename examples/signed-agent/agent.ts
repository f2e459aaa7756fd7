import { join } from 'node:path';
import * as device from '@margo-sdk/device-client';
import { createOnboardingClient, createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { createServerTlsFetch } from '@margo-sdk/protocol/node';
import { createSigningFetch, type Signer } from '@margo-sdk/protocol/signatures';
import { parseDeviceId } from '@margo-sdk/spec-model';

/** What the fleet manager of the plant speaks: its operator says so, and nothing finds it out (M-01). */
const profile = 'rc2-signed';

/** The chip of the device: it made the key, and never gives it away. */
export interface Chip {
  /** ECDSA on P-256 over the SHA-256 of the bytes, as r and s of 32 bytes each. A chip that gives DER has it rewritten here. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** What the device was given where it was made or installed, and where it may write. */
export interface Provisioned extends Pick<device.OnboardDeviceOptions, 'onRetry' | 'clock' | 'signal'> {
  readonly chip: Chip;
  /** PEM of the certificate that was issued for the key in the chip. */
  readonly certificate: string;
  /** PEM of the root that has issued the certificate of the fleet manager; no other is trusted (LG-02). */
  readonly rootCertificate: string;
  readonly baseUrl: string;
  readonly folder: string;
}

/** A device that asks once to be let in, signs whatever it sends, and otherwise works as with mutual TLS. */
export const signedAgent = async ({ chip, certificate, rootCertificate, baseUrl, folder, ...asking }: Provisioned) => {
  const connection = createServerTlsFetch({ anchors: [rootCertificate] });
  const signer: Signer = { algorithm: 'ecdsa-p256-sha256', sign: (bytes) => chip.sign(bytes) };
  // Signs every attempt anew. A function in place of the signer is asked each time, so that a key can be replaced.
  const fetch = createSigningFetch({ fetch: connection.fetch, signer, profile });

  // Asks only where no answer is remembered; a refusal is thrown, and as long as nobody has decided it asks again.
  const { clientId } = await device.onboardDevice({
    ...asking,
    client: createOnboardingClient({ profile, baseUrl, fetch }),
    fleetManager: baseUrl,
    certificate,
    store: device.createOnboardingFile({ file: join(folder, 'onboarding.json') }),
  });

  const press = { id: parseDeviceId('press-7'), vendor: 'Example', modelNumber: 'P7', serialNumber: '1' };
  const runtimes = [device.createDryRunRuntime({ folder: join(folder, 'workloads') })]; // put yours in its place
  const agent = device.createDeviceAgent({
    client: createWorkloadManagementClient({ profile, clientId, baseUrl, fetch }),
    store: device.createFileStore({ folder: join(folder, 'store') }),
    runtimes,
    capabilities: () => device.collectCapabilities({ ...press, runtimes, storageFolder: folder, otelCollector: true }),
  });
  return { agent, clientId, disconnect: connection.close };
};

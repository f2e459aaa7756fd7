import { join, resolve } from 'node:path';
import type { SignedProfile } from '@margo-sdk/protocol';
import { parseDeviceId } from '@margo-sdk/spec-model';
import type { Context } from '../command.js';
import { freshCredentials, type DevelopmentPki } from '../fleet-folder/development-pki.js';
import { warnOfOpenKey, type Tell } from '../identity/identity.js';
import { readNeeded } from '../input/read-input.js';
import { connectSignedDevice } from '../signed-profile/connect-device.js';
import { asArgument, UsageError } from '../usage-error.js';
import type { Device } from './device.js';
import type { AgentCall } from './run-agent.js';

/** The certificate of a device is what it is known by (LG-12): a new one would make it another client. */
const LIFETIME_MS = 365 * 24 * 3_600_000;

/** What a signed device is made of: texts in PEM. */
interface Provisioned {
  readonly certificate: string;
  readonly privateKey: string;
  readonly rootCertificate: string;
}

/** A device of development, with a certificate of the issuer of the folder; its folder remembers it. */
export const developmentSignedDevice = async (
  profile: SignedProfile,
  { issuer, wfmId }: DevelopmentPki,
  { clientId, folder, wfm, once }: { clientId: string; folder: string; wfm: string; once: boolean },
  tell: Tell,
): Promise<Device> => {
  const notAfter = new Date(Date.now() + LIFETIME_MS);
  // Beside the certificate for mutual TLS, which lives for a day.
  const credentials = await freshCredentials(join(folder, 'signing'), { issuer, wfmId }, clientId, { notAfter });
  const provisioned = { ...credentials, rootCertificate: issuer.authority().root.certificate };
  return deviceWith(profile, provisioned, { folder, wfm, once, deviceId: clientId }, tell);
};

/** A device with the certificates of files. */
export const signedDeviceFrom = async (
  profile: SignedProfile,
  call: AgentCall,
  context: Context,
  tell: Tell,
): Promise<Device> => {
  const { certificate, key, 'root-ca': root, wfm, state, once = false } = call;
  if (certificate === undefined || key === undefined || root === undefined)
    throw new UsageError(
      `margo agent needs --certificate, --key and --root-ca in the profile ${profile}.`,
      `For a try on one machine: margo agent --dev --profile ${profile}`,
    );
  if (wfm === undefined) throw new UsageError('margo agent needs --wfm, the address of the fleet manager.');
  if (state === undefined) throw new UsageError('margo agent needs --state, the folder where it remembers.');
  const text = async (name: string): Promise<string> => new TextDecoder().decode(await readNeeded(name, context));
  await warnOfOpenKey(key, context, tell);
  const provisioned = {
    certificate: await text(certificate),
    privateKey: await text(key),
    rootCertificate: await text(root),
  };
  const given = call['device-id'];
  const deviceId = given === undefined ? undefined : asArgument('--device-id', () => parseDeviceId(given));
  const place = { folder: resolve(context.folder, state), wfm, once, deviceId };
  return deviceWith(profile, provisioned, place, tell);
};

const deviceWith = (
  profile: SignedProfile,
  provisioned: Provisioned,
  { folder, wfm, once, deviceId }: { folder: string; wfm: string; once: boolean; deviceId: string | undefined },
  tell: Tell,
): Device => ({
  folder,
  wfm,
  connect: async (signal) => {
    if (!URL.canParse(wfm)) throw new UsageError('--wfm: This is no address.', 'Write https://wfm.example.com.');
    const { client, clientId, isNew, close } = await connectSignedDevice({
      ...provisioned,
      profile,
      baseUrl: wfm,
      onboardingFile: join(folder, 'onboarding.json'),
      // Who asks once wants to know how it went.
      ...(once && { retry: { maxAttempts: 1 } }),
      onRetry: (error, retryInMs) =>
        tell(`not let in yet, asking again in ${Math.ceil(retryInMs / 1000)} s: ${error.message}`),
      signal,
    });
    return { client, id: clientId, deviceId: deviceId ?? clientId, letIn: isNew, close };
  },
  close: () => undefined,
});

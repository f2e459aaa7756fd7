import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSignedProfile, type SpiffeId, type WireProfile } from '@margo-sdk/protocol';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import type { IdentityFiles } from './identity-files.js';

/** Who takes part in the demo, and where their certificates are. */
export interface Cast {
  /** Ids of the fleet manager and of its client; where messages are signed, those that they will have with rc3. */
  readonly id: SpiffeId;
  readonly client: SpiffeId;
  readonly fleetManager: IdentityFiles;
  readonly device: IdentityFiles;
}

/** Issues development certificates for both processes. Keys are readable by their owner only. */
export const prepareCast = async (folder: string, profile: WireProfile): Promise<Cast> => {
  const issuer = await createDevelopmentIssuer({ trustDomain: 'demo.example' });
  const isSigned = isSignedProfile(profile);
  const trust = join(folder, isSigned ? 'root.pem' : 'trust-bundle.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(trust, isSigned ? issuer.authority().root.certificate : issuer.trustBundle());

  const write = async (
    name: string,
    { certificate, privateKey }: { readonly certificate: string; readonly privateKey: string },
  ): Promise<IdentityFiles> => {
    const files = { certificate: join(folder, `${name}.pem`), privateKey: join(folder, `${name}.key`), trust };
    await writeFile(files.certificate, certificate);
    await writeFile(files.privateKey, privateKey, { mode: 0o600 });
    return files;
  };
  const fleetManager = await issuer.issueFleetManager('demo-fleet');
  const device = await issuer.issueClient('demo-fleet', 'press-7');
  return {
    id: fleetManager.spiffeId,
    client: device.spiffeId,
    fleetManager: await write('fleet-manager', isSigned ? await issuer.issueServer() : fleetManager),
    device: await write('device', device),
  };
};

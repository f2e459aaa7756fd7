import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import type { IdentityFiles } from './messages.js';

/** Who takes part in the demo, and where their certificates are. */
export interface Cast {
  readonly clientId: string;
  readonly fleetManager: IdentityFiles;
  readonly device: IdentityFiles;
}

/** Issues development certificates for both processes. Keys are readable by their owner only. */
export const prepareCast = async (folder: string): Promise<Cast> => {
  const issuer = await createDevelopmentIssuer({ trustDomain: 'demo.example' });
  const trustBundle = join(folder, 'trust-bundle.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(trustBundle, issuer.trustBundle());

  const write = async (
    name: string,
    { certificate, privateKey }: { readonly certificate: string; readonly privateKey: string },
  ): Promise<IdentityFiles> => {
    const files = { certificate: join(folder, `${name}.pem`), privateKey: join(folder, `${name}.key`), trustBundle };
    await writeFile(files.certificate, certificate);
    await writeFile(files.privateKey, privateKey, { mode: 0o600 });
    return files;
  };
  const fleetManager = await issuer.issueFleetManager('demo-fleet');
  const device = await issuer.issueClient('demo-fleet', 'press-7');
  return {
    clientId: device.spiffeId,
    fleetManager: await write('fleet-manager', fleetManager),
    device: await write('device', device),
  };
};

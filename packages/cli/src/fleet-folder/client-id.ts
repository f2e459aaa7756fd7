import { margoIdentityOf, parseSpiffeId, spiffeIdOf, type SpiffeId } from '@margo-sdk/protocol';
import { asArgument, UsageError } from '../usage-error.js';
import { findPki } from './development-pki.js';
import type { FleetFolder } from './fleet-folder.js';

/**
 * Whom `--client` means: a whole SPIFFE id, or the last part of one, which belongs to the fleet manager of the folder.
 *
 * @throws UsageError when it is no id of a client, or the rest of it is not known
 */
export const clientIdOf = async (given: string, folder: FleetFolder): Promise<SpiffeId> => {
  if (given.includes(':')) {
    const id = asArgument('--client', () => parseSpiffeId(given));
    if (margoIdentityOf(id)?.role === 'client') return id;
    throw new UsageError(
      `--client: ${id} is not the id of a client.`,
      'It has the form spiffe://<trust-domain>/margo/wfm/<wfm-id>/client/<client-id>.',
    );
  }
  const pki = await findPki(folder);
  if (!pki) {
    throw new UsageError(
      `--client names no trust domain, and there is no development issuer in ${folder.name} that has one.`,
      'Give the whole id, spiffe://<trust-domain>/margo/wfm/<wfm-id>/client/<client-id>, or the --folder.',
    );
  }
  const { issuer, wfmId } = pki;
  return asArgument('--client', () =>
    spiffeIdOf({ role: 'client', trustDomain: issuer.trustDomain, wfmId, clientId: given }),
  );
};

/** How a client is called where it is clear which fleet manager it belongs to. */
export const shortNameOf = (client: SpiffeId): string => {
  const identity = margoIdentityOf(client);
  return identity?.role === 'client' ? identity.clientId : client;
};

import {
  acceptAnyCertificate,
  acceptAnyClient,
  createClientRegistry,
  createFleetManager,
  type CertificatePolicy,
  type ClientRegistry,
} from '@margo-sdk/orchestrator-client';
import type { ServerCertificate } from '@margo-sdk/orchestrator-client/node';
import type { SqliteStore } from '@margo-sdk/orchestrator-client/sqlite';
import { margoIdentityOf, parseSpiffeId, spiffeIdOf, type SignedProfile, type SpiffeId } from '@margo-sdk/protocol';
import type { Context, Format } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import type { DevelopmentPki } from '../fleet-folder/development-pki.js';
import { fleetFolderOf } from '../fleet-folder/fleet-folder.js';
import { storeFileOf } from '../fleet-folder/open-store.js';
import { lookAgain, warnOfOpenKey } from '../identity/identity.js';
import { readNeeded, type Source } from '../input/read-input.js';
import { serveGate } from '../signed-profile/serve-gate.js';
import { asArgument, UsageError } from '../usage-error.js';
import { untilStopped } from '../until-stopped.js';
import { certificatePolicyOf } from './accepted-certificates.js';
import { sayHowToGoOn } from './how-to-go-on.js';
import type { WfmCall } from './run-wfm.js';
import { addressOf, listeners, pkiOf, toldOf, withStore, type Emit } from './serving.js';
import { SIGNED_OPTIONS } from './signed-options.js';

/** Who the fleet manager is, what it shows, and whom it lets in. */
interface Setting {
  readonly id: SpiffeId;
  /** Reads what is shown now; another one is shown when it has changed. */
  readonly certificate: () => Promise<ServerCertificate>;
  readonly acceptCertificate: CertificatePolicy;
  /** What devices have as its address; undefined: where it listens. */
  readonly origin: string | undefined;
  /** The root that devices may download; undefined: none. */
  readonly rootCertificate?: string;
}

/** What is around a call. */
interface Around {
  readonly emit: Emit;
  readonly format: Format;
  readonly context: Context;
}

/** Serves clients that sign their messages, until it is stopped. */
export const runSignedWfm = async (
  call: WfmCall,
  profile: SignedProfile,
  { emit, format, context }: Around,
): Promise<ExitCode> => {
  const { signal } = context;
  const address = addressOf(call);
  const fleet = fleetFolderOf(call.folder, context);
  const tell = (message: string): void => emit({ type: 'warning', message });
  const setting = call.dev
    ? developmentSetting(call, await pkiOf(fleet, context), address.host)
    : await settingOf(call, context, tell);

  return withStore(storeFileOf(call.store, fleet, context), async (store) => {
    const { id, acceptCertificate, certificate, origin, rootCertificate } = setting;
    const manager = createFleetManager({ profile, store, acceptClient: acceptAnyClient, ...listeners(emit) });
    let shown = await certificate();
    const served = await serveGate({
      ...address,
      ...shown,
      manager: toldOf(manager, emit),
      registry: toldAdmissions(createClientRegistry({ store, fleetManager: id, acceptCertificate }), emit),
      origin,
      ...(rootCertificate !== undefined && { rootCertificate }),
      onRefused: ({ code, message }, { request }) =>
        emit({ type: 'refused', address: undefined, request, code, message }),
      onError: (error, { request }) =>
        emit({ type: 'failed', request, message: error instanceof Error ? error.message : String(error) }),
    });
    const stopLooking = lookAgain(async () => {
      const next = await certificate();
      if (next.certificate === shown.certificate && next.privateKey === shown.privateKey) return;
      served.reload(next);
      shown = next;
    }, tell);
    try {
      emit({ type: 'listening', id, url: served.url });
      const client = (await oneClient(store)) ?? 'CLIENT-ID';
      if (call.dev) sayHowToGoOn({ url: origin ?? served.url, call, format, context, client });
      const code = await untilStopped(signal);
      emit({ type: 'closing' });
      manager.drain();
      return code;
    } finally {
      stopLooking();
      await served.close();
    }
  });
};

/** An example for people: somebody who was let in before. */
const oneClient = async (store: SqliteStore): Promise<string | undefined> =>
  (await store.registeredClients()).find(({ revoked }) => revoked === null)?.clientId;

const toldAdmissions = (registry: ClientRegistry, emit: Emit): ClientRegistry => ({
  ...registry,
  admit: async (certificate) => {
    const admission = await registry.admit(certificate);
    if (admission.isNew) emit({ type: 'client.admitted', client: registry.idOf(admission.clientId) });
    return admission;
  },
});

/** A certificate of development is good for 24 hours. */
const RENEW_AFTER_MS = 12 * 3_600_000;

const developmentSetting = (call: WfmCall, { issuer, wfmId }: DevelopmentPki, host: string): Setting => {
  const surplus = Object.keys(SIGNED_OPTIONS).find((name) => call[name as keyof typeof SIGNED_OPTIONS] !== undefined);
  if (surplus !== undefined && surplus !== 'origin')
    throw new UsageError(`margo wfm --dev lets every device in and does not take --${surplus}.`);
  const origin = call.origin === undefined ? undefined : originOf(call.origin);
  // Devices that come by another address have to find it in the certificate.
  const named = origin === undefined ? host : new URL(origin).hostname.replace(/^\[|\]$/g, '');
  const hosts = [...new Set([host, named, 'localhost', '127.0.0.1', '::1'])];
  let issued: { readonly atMs: number; readonly certificate: ServerCertificate } | undefined;
  return {
    id: spiffeIdOf({ role: 'fleet-manager', trustDomain: issuer.trustDomain, wfmId }),
    certificate: async () => {
      if (issued === undefined || Date.now() - issued.atMs > RENEW_AFTER_MS)
        issued = { atMs: Date.now(), certificate: await issuer.issueServer(hosts) };
      return issued.certificate;
    },
    acceptCertificate: acceptAnyCertificate,
    origin,
    rootCertificate: issuer.authority().root.certificate,
  };
};

const originOf = (given: string): string => {
  if (URL.canParse(given) && new URL(given).protocol === 'https:') return given;
  throw new UsageError('--origin: This is no https address.', 'Write it as devices have it: https://wfm.example.com.');
};

const settingOf = async (call: WfmCall, source: Source, tell: (message: string) => void): Promise<Setting> => {
  const { 'tls-certificate': certificate, 'tls-key': key } = call;
  const hint = `For a try on one machine: margo wfm --dev --profile ${call.profile ?? ''}`;
  if (certificate === undefined || key === undefined)
    throw new UsageError('margo wfm needs --tls-certificate and --tls-key.', hint);
  if (call.origin === undefined || call.id === undefined)
    throw new UsageError('margo wfm needs --id and --origin.', hint);
  const origin = originOf(call.origin);
  const id = asArgument('--id', () => parseSpiffeId(call.id ?? ''));
  if (margoIdentityOf(id)?.role !== 'fleet-manager')
    throw new UsageError(
      `--id: ${id} is not the id of a fleet manager.`,
      'Write spiffe://<trust-domain>/margo/wfm/<wfm-id>.',
    );
  const acceptCertificate = await certificatePolicyOf(call, source);
  await warnOfOpenKey(key, source, tell);
  const text = async (name: string): Promise<string> => new TextDecoder().decode(await readNeeded(name, source));
  return {
    id,
    certificate: async () => ({ certificate: await text(certificate), privateKey: await text(key) }),
    acceptCertificate,
    origin,
  };
};

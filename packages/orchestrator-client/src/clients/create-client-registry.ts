import { margoIdentityOf, spiffeIdOf, type SpiffeId } from '@margo-sdk/protocol';
import type { SignatureAlgorithm } from '@margo-sdk/protocol/signatures';
import { MargoError } from '@margo-sdk/spec-model';
import { judgeCertificate, type CertificatePolicy } from './certificate-policy.js';
import {
  createCertificateReader,
  readClientCertificate,
  refuseOutsideValidity,
  type UsableCertificate,
} from './client-certificate.js';
import { isClientId } from './client-id.js';
import { ClientRefusedError } from './client-refused-error.js';
import type { Admission, AdmittedClient, ClientRegistry } from './client-registry.js';
import type { ClientStore, RegisteredClient } from './client-store.js';
import {
  countingCertificates,
  refusedAsRevoked,
  refuseUnlessCounting,
  revocationsOf,
  withCertificate,
  withRevocation,
} from './registered-certificates.js';

/** Algorithms that a fleet manager has to verify (LG-05), and Ed25519. */
export const CLIENT_SIGNATURE_ALGORITHMS: readonly SignatureAlgorithm[] = Object.freeze([
  'ecdsa-p256-sha256',
  'ecdsa-p384-sha384',
  'rsa-v1_5-sha256',
  'rsa-pss-sha256',
  'rsa-pss-sha512',
  'ed25519',
]);

/** Options of {@link createClientRegistry}. */
export interface ClientRegistryOptions {
  readonly store: ClientStore;
  /**
   * Id that this fleet manager has, or will have once its clients are on rc3: `spiffe://<trust-domain>/margo/wfm/<wfm-id>`.
   * Clients are kept under the ids that they will have then, so that a client goes on where it was.
   */
  readonly fleetManager: SpiffeId;
  /** Who is let in. There is no default, because holding a key says nothing about whose it is. */
  readonly acceptCertificate: CertificatePolicy;
  /** Algorithms that clients may sign with. Default: {@link CLIENT_SIGNATURE_ALGORITHMS}. */
  readonly algorithms?: readonly SignatureAlgorithm[];
  /** Makes the id of a new client. Default: a random UUID (LG-03). */
  readonly newClientId?: () => string;
  /** Milliseconds by which clocks may differ when the validity of a certificate is judged. Default: a minute. */
  readonly clockSkewMs?: number;
  /** Milliseconds since 1970. Default: the system clock. */
  readonly now?: () => number;
}

/** Others that write the same client at the same moment are few. */
const MAX_TRIES = 10;

/**
 * Makes the register of clients for the profiles in which messages are signed: who they are, with which certificates,
 * and what was taken away from them. Revocations and replacements hold from the next request on, in every process that
 * shares the store.
 *
 * @throws MargoError `ERR_OPTION_INVALID`: the id is not one of a fleet manager
 *
 * @example
 * ```ts
 * import { acceptAnyCertificate, createClientRegistry, createMemoryClientStore } from '@margo-sdk/orchestrator-client';
 * import { parseSpiffeId } from '@margo-sdk/protocol';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const registry = createClientRegistry({
 *   store: createMemoryClientStore(),
 *   fleetManager: parseSpiffeId('spiffe://factory.example/margo/wfm/line-1'),
 *   acceptCertificate: acceptAnyCertificate, // for a laboratory
 * });
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const { certificate } = await issuer.issueClient('line-1', 'press-7');
 * await registry.register(certificate, { clientId: 'press-7' });
 * console.log(await registry.admit(certificate)); // { clientId: 'press-7', isNew: true }
 * console.log(registry.idOf('press-7')); // spiffe://factory.example/margo/wfm/line-1/client/press-7
 * ```
 */
export const createClientRegistry = ({
  store,
  fleetManager,
  acceptCertificate,
  algorithms = CLIENT_SIGNATURE_ALGORITHMS,
  newClientId = () => crypto.randomUUID(),
  clockSkewMs = 60_000,
  now = Date.now,
}: ClientRegistryOptions): ClientRegistry => {
  const namespace = margoIdentityOf(fleetManager);
  if (namespace?.role !== 'fleet-manager')
    throw new MargoError('ERR_OPTION_INVALID', `Expected the id of a fleet manager, got ${fleetManager}.`, {
      hint: 'Write spiffe://<trust-domain>/margo/wfm/<wfm-id>.',
    });
  const usable = createCertificateReader(algorithms);

  const idOf = (clientId: string): SpiffeId => {
    if (!isClientId(clientId))
      throw new MargoError(
        'ERR_CLIENT_ID_INVALID',
        `Not an id of a client: ${JSON.stringify(clientId.slice(0, 100))}.`,
        {
          hint: 'Use at most 255 letters, digits and . _ -, and neither . nor .. alone.',
        },
      );
    return spiffeIdOf({ ...namespace, role: 'client', clientId });
  };
  const read = (given: string | Uint8Array): UsableCertificate => {
    const certificate = usable(readClientCertificate(given).pem);
    refuseOutsideValidity(certificate, now(), clockSkewMs);
    return certificate;
  };
  const known = async (clientId: string): Promise<RegisteredClient> => {
    const client = isClientId(clientId) ? await store.registeredClient(clientId) : undefined;
    if (client === undefined) throw unknown();
    return client;
  };
  const newClient = (
    certificate: UsableCertificate,
    clientId: string,
    onboardedAtMs: number | null,
  ): RegisteredClient => {
    idOf(clientId);
    const admittedAtMs = now();
    const empty = { clientId, revision: 1, admittedAtMs, onboardedAtMs, certificates: [], revoked: null };
    return { ...withCertificate(empty, certificate, admittedAtMs), revision: 1 };
  };
  /** Makes a change and writes it, again when somebody else was faster. Nothing to write gives what is there. */
  const change = async <Result>(
    attempt: () => Promise<{ readonly put?: RegisteredClient; readonly result: Result }>,
  ): Promise<Result> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { put, result } = await attempt();
      if (put === undefined || (await store.putRegisteredClient(put))) return result;
    }
    throw new MargoError('ERR_STORE_CONFLICT', 'The client could not be written: the store refuses every revision.', {
      hint: 'Check that putRegisteredClient does what ClientStore says, and that newClientId gives new ids.',
    });
  };

  const admit = async (given: string | Uint8Array): Promise<Admission> => {
    const certificate = read(given);
    let accepted = false;
    /** Asked once, however often the store has to be tried. */
    const accept = async (): Promise<void> => {
      if (!accepted) await judgeCertificate(acceptCertificate, certificate);
      accepted = true;
    };
    return change(async () => {
      const owner = await store.registeredClientOf('keyId', certificate.keyId);
      if (owner === undefined) {
        await accept();
        const client = newClient(certificate, newClientId(), now());
        return { put: client, result: { clientId: client.clientId, isNew: true } };
      }
      refuseUnlessCounting(owner, certificate, now());
      const { clientId, onboardedAtMs } = owner;
      const result = { clientId, isNew: onboardedAtMs === null };
      const isKnown = owner.certificates.some(({ fingerprint }) => fingerprint === certificate.fingerprint);
      if (isKnown && onboardedAtMs !== null) return { result };
      // A renewed certificate for the same key: the same client, if the policy takes the certificate.
      if (!isKnown) await accept();
      const client = isKnown ? nextOf(owner) : withCertificate(owner, certificate, now());
      return { put: { ...client, onboardedAtMs: onboardedAtMs ?? now() }, result };
    });
  };

  const register: ClientRegistry['register'] = async (given, { clientId } = {}) => {
    const certificate = read(given);
    return change(async () => {
      const owner = await store.registeredClientOf('keyId', certificate.keyId);
      if (owner !== undefined) {
        if (clientId !== undefined && owner.clientId !== clientId) throw taken();
        refuseUnlessCounting(owner, certificate, now());
        if (owner.certificates.some(({ fingerprint }) => fingerprint === certificate.fingerprint))
          return { result: owner };
        const renewed = withCertificate(owner, certificate, now());
        return { put: renewed, result: renewed };
      }
      const client = newClient(certificate, clientId ?? newClientId(), null);
      if (clientId !== undefined && (await store.registeredClient(clientId)) !== undefined)
        throw new ClientRefusedError('ERR_CLIENT_ID_TAKEN', `There is a client ${clientId} already.`, {
          hint: 'Choose another id, or give the client its new certificate by replaceCertificate.',
        });
      return { put: client, result: client };
    });
  };

  const lookUp = async (clientId: string): Promise<AdmittedClient> => {
    const client = await known(clientId);
    const counting = countingCertificates(client, now());
    if (counting.length === 0) throw refusedAsRevoked();
    const certificates = counting.map(({ pem }) => usable(pem));
    const valid = certificates.filter(
      (certificate) => !fails(() => refuseOutsideValidity(certificate, now(), clockSkewMs)),
    );
    const [last] = certificates.slice(-1);
    if (valid.length === 0 && last !== undefined) refuseOutsideValidity(last, now(), clockSkewMs);
    return { clientId, id: idOf(clientId), keys: valid.flatMap(({ keys }) => keys) };
  };

  const replaceCertificate: ClientRegistry['replaceCertificate'] = async (clientId, given, { overlapMs }) => {
    if (!(Number.isFinite(overlapMs) && overlapMs >= 0))
      throw new MargoError('ERR_OPTION_INVALID', 'The overlap of two certificates is no number of milliseconds.', {
        hint: 'Give overlapMs the milliseconds that the device needs to change over, or 0.',
      });
    const certificate = read(given);
    return change(async () => {
      const client = await known(clientId);
      if (client.revoked !== null) throw refusedAsRevoked();
      const owner = await store.registeredClientOf('keyId', certificate.keyId);
      if (owner !== undefined && owner.clientId !== clientId) throw taken();
      if (owner !== undefined) refuseUnlessCounting(client, certificate, now());
      const put = withCertificate(client, certificate, now(), overlapMs);
      return { put, result: put };
    });
  };

  const revoke: ClientRegistry['revoke'] = async (what, { by, reason }) => {
    if (by.trim() === '')
      throw new MargoError('ERR_OPTION_INVALID', 'Nobody was named who decides to revoke.', {
        hint: 'Give `by` the name of a person or a system.',
      });
    return change(async () => {
      const client =
        'clientId' in what
          ? await known(what.clientId)
          : await store.registeredClientOf('fingerprint', plainFingerprint(what.fingerprint));
      if (client === undefined) throw unknown();
      const fingerprint = 'clientId' in what ? undefined : plainFingerprint(what.fingerprint);
      const put = withRevocation(client, { atMs: now(), by, reason }, fingerprint);
      return put === undefined ? { result: client } : { put, result: put };
    });
  };

  return {
    algorithms,
    keysOf: (given) => usable(readClientCertificate(given).pem).keys,
    admit,
    register,
    lookUp,
    client: (clientId) => store.registeredClient(clientId),
    clients: () => store.registeredClients(),
    idOf,
    replaceCertificate,
    revoke,
    revocations: async () => revocationsOf(await store.registeredClients()),
  };
};

/** As tools print it: in capital letters, and with colons. */
const plainFingerprint = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

const nextOf = (client: RegisteredClient): RegisteredClient => ({ ...client, revision: client.revision + 1 });

const fails = (check: () => void): boolean => {
  try {
    check();
    return false;
  } catch {
    return true;
  }
};

const unknown = (): ClientRefusedError =>
  new ClientRefusedError('ERR_CLIENT_UNKNOWN', 'There is no such client.', {
    hint: 'Onboard the device first, and use the id that it gets.',
  });

const taken = (): ClientRefusedError =>
  new ClientRefusedError('ERR_CLIENT_CERTIFICATE_TAKEN', 'The key of the certificate belongs to another client.', {
    hint: 'Give every device a key of its own.',
  });

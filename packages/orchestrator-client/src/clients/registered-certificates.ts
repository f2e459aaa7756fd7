import type { ClientCertificate } from './client-certificate.js';
import { ClientRefusedError } from './client-refused-error.js';
import type { RevokedCertificate } from './client-registry.js';
import type { RegisteredCertificate, RegisteredClient, Revocation } from './client-store.js';

/** The certificates of a client that its signatures may be verified with now, validity aside. */
export const countingCertificates = (client: RegisteredClient, nowMs: number): readonly RegisteredCertificate[] =>
  client.revoked === null
    ? client.certificates.filter((one) => isInForce(one, nowMs) && !isKeyRevoked(client, one.keyId))
    : [];

/**
 * Refuses a certificate whose key was revoked or replaced; the key of a client that is there must count still.
 *
 * @throws ClientRefusedError `ERR_CLIENT_REVOKED`, `ERR_CLIENT_CERTIFICATE_REPLACED`
 */
export const refuseUnlessCounting = (
  client: RegisteredClient,
  { keyId, fingerprint }: Pick<ClientCertificate, 'keyId' | 'fingerprint'>,
  nowMs: number,
): void => {
  if (client.revoked !== null || isKeyRevoked(client, keyId)) throw refusedAsRevoked();
  const same = client.certificates.filter((one) => one.keyId === keyId);
  const itself = same.find((one) => one.fingerprint === fingerprint);
  // A key that is on its way out must not stay by having another certificate made for it.
  const counts = itself === undefined ? same.some((one) => one.validUntilMs === null) : isInForce(itself, nowMs);
  if (same.length === 0 || counts) return;
  throw new ClientRefusedError(
    'ERR_CLIENT_CERTIFICATE_REPLACED',
    'The certificate was replaced by another one of the same client, and does not count any more.',
    { hint: 'Use the certificate that has replaced it.' },
  );
};

/** The next revision of a client, with a certificate more. With an overlap, those before count until it ends. */
export const withCertificate = (
  client: RegisteredClient,
  { pem, fingerprint, keyId }: ClientCertificate,
  nowMs: number,
  overlapMs?: number,
): RegisteredClient => {
  const endMs = overlapMs === undefined ? undefined : nowMs + overlapMs;
  const before = client.certificates
    .filter((one) => one.fingerprint !== fingerprint)
    .map((one) => (endMs === undefined ? one : { ...one, validUntilMs: Math.min(one.validUntilMs ?? endMs, endMs) }));
  const again = client.certificates.find((one) => one.fingerprint === fingerprint);
  const added = again ?? { pem, fingerprint, keyId, admittedAtMs: nowMs, validUntilMs: null, revoked: null };
  return { ...client, revision: client.revision + 1, certificates: [...before, { ...added, validUntilMs: null }] };
};

/**
 * The next revision of a client, with a revocation of one of its certificates or of itself; `undefined` when that was
 * revoked before.
 */
export const withRevocation = (
  client: RegisteredClient,
  revoked: Revocation,
  fingerprint: string | undefined,
): RegisteredClient | undefined => {
  const revision = client.revision + 1;
  if (fingerprint === undefined) return client.revoked === null ? { ...client, revision, revoked } : undefined;
  const certificates = client.certificates.map((one) =>
    one.fingerprint === fingerprint && one.revoked === null ? { ...one, revoked } : one,
  );
  return certificates.some((one, at) => one !== client.certificates[at])
    ? { ...client, revision, certificates }
    : undefined;
};

/** What was revoked, in the order of time. */
export const revocationsOf = (clients: readonly RegisteredClient[]): readonly RevokedCertificate[] =>
  clients
    .flatMap(({ clientId, certificates, revoked }) =>
      certificates.flatMap((one) => {
        // The earlier one is when it ended.
        const [first] = [one.revoked, revoked].filter((each) => each !== null).sort((a, b) => a.atMs - b.atMs);
        return first === undefined ? [] : [{ ...first, clientId, fingerprint: one.fingerprint }];
      }),
    )
    .sort((a, b) => a.atMs - b.atMs);

/** Why nothing is to be had from a client that was revoked. */
export const refusedAsRevoked = (): ClientRefusedError =>
  new ClientRefusedError('ERR_CLIENT_REVOKED', 'The client, or its certificate, was revoked.', {
    hint: 'Let the device in anew with a new key, if that is wanted.',
  });

/** Before the end of its overlap; asked so that a clock without a time says no. */
const isInForce = ({ validUntilMs }: RegisteredCertificate, nowMs: number): boolean =>
  validUntilMs === null || nowMs < validUntilMs;

/** A key that is not trusted in one certificate is trusted in none. */
const isKeyRevoked = ({ certificates }: RegisteredClient, keyId: string): boolean =>
  certificates.some((one) => one.keyId === keyId && one.revoked !== null);

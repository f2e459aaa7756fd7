import type { SpiffeId } from '@margo-sdk/protocol';
import type { SignatureAlgorithm, VerificationKey } from '@margo-sdk/protocol/signatures';
import type { RegisteredClient, Revocation } from './client-store.js';

/** What came of a certificate that wanted to be let in. */
export interface Admission {
  readonly clientId: string;
  /** `false`: the same certificate was let in before, and has the id of then. */
  readonly isNew: boolean;
}

/** A client whose signatures can be verified now. */
export interface AdmittedClient {
  readonly clientId: string;
  /** Under which the fleet manager knows it. */
  readonly id: SpiffeId;
  /** Of all its certificates that count now. */
  readonly keys: readonly VerificationKey[];
}

/** One entry of the revocation list. */
export interface RevokedCertificate extends Revocation {
  readonly clientId: string;
  readonly fingerprint: string;
}

/** Who decides to revoke, and why. */
export type RevocationReason = Pick<Revocation, 'by' | 'reason'>;

/** The clients of the signed profiles; see {@link createClientRegistry}. */
export interface ClientRegistry {
  readonly algorithms: readonly SignatureAlgorithm[];
  /**
   * The keys that verify who holds a certificate, whether it was let in or not.
   *
   * @param certificate - PEM, base64 of PEM, or base64 of DER
   * @throws ClientRefusedError `ERR_CLIENT_CERTIFICATE_INVALID`
   */
  keysOf(this: void, certificate: string | Uint8Array): readonly VerificationKey[];
  /**
   * Lets in the device that holds a certificate, if the policy does. Asked twice, it gives the same id. Call it only for
   * who has proved to have the key, as the signature gate does (LG-12).
   *
   * @param certificate - PEM, base64 of PEM, or base64 of DER
   * @throws ClientRefusedError `ERR_CLIENT_CERTIFICATE_INVALID`, `ERR_CLIENT_CERTIFICATE_EXPIRED`,
   *   `ERR_CLIENT_CERTIFICATE_REPLACED`, `ERR_CLIENT_CERTIFICATE_TAKEN`, `ERR_CLIENT_REVOKED`, `ERR_CLIENT_NOT_ACCEPTED`,
   *   `ERR_CLIENT_PENDING`
   */
  admit(this: void, certificate: string | Uint8Array): Promise<Admission>;
  /**
   * Accepts a certificate before its device asks, as an operator who has it from elsewhere does. Registered twice, it
   * stays the same client.
   *
   * @param options - `clientId`: an id of one's own choice in place of a random one
   * @throws ClientRefusedError as {@link ClientRegistry.admit}, and `ERR_CLIENT_ID_TAKEN`
   * @throws MargoError `ERR_CLIENT_ID_INVALID`
   */
  register(
    this: void,
    certificate: string | Uint8Array,
    options?: { readonly clientId?: string },
  ): Promise<RegisteredClient>;
  /**
   * Finds the client of an id in a path, with the keys of its certificates that count now (LG-11).
   *
   * @throws ClientRefusedError `ERR_CLIENT_UNKNOWN`, `ERR_CLIENT_REVOKED`, `ERR_CLIENT_CERTIFICATE_EXPIRED`,
   *   `ERR_CLIENT_CERTIFICATE_REPLACED`
   */
  lookUp(this: void, clientId: string): Promise<AdmittedClient>;
  /** All that is known about a client; `undefined`: there is none of this id. */
  client(this: void, clientId: string): Promise<RegisteredClient | undefined>;
  /** All clients, sorted by id, those that were revoked among them. */
  clients(this: void): Promise<readonly RegisteredClient[]>;
  /**
   * The id under which the fleet manager knows a client: publish to it, and watch it, by this one.
   *
   * @throws MargoError `ERR_CLIENT_ID_INVALID`
   */
  idOf(this: void, clientId: string): SpiffeId;
  /**
   * Gives a client a new certificate. What it signs with the ones before counts for a while longer, so that the device
   * can change over without a gap.
   *
   * @param options - `overlapMs`: milliseconds for which the certificates before still count; 0 for none
   * @throws ClientRefusedError `ERR_CLIENT_UNKNOWN`, `ERR_CLIENT_REVOKED`, `ERR_CLIENT_CERTIFICATE_INVALID`,
   *   `ERR_CLIENT_CERTIFICATE_EXPIRED`, `ERR_CLIENT_CERTIFICATE_REPLACED`, `ERR_CLIENT_CERTIFICATE_TAKEN`
   * @throws MargoError `ERR_OPTION_INVALID`: the overlap is no number of milliseconds
   */
  replaceCertificate(
    this: void,
    clientId: string,
    certificate: string | Uint8Array,
    options: { readonly overlapMs: number },
  ): Promise<RegisteredClient>;
  /**
   * Takes the right away from a client, or from one certificate of it that was lost or copied. Its next request is
   * refused with 403. There is no way back: let the device in anew, with a new key. Revoked twice, the first reason stays.
   *
   * @param what - the client by its id, or a certificate by its fingerprint
   * @param why - who decides, and why
   * @throws ClientRefusedError `ERR_CLIENT_UNKNOWN`
   */
  revoke(
    this: void,
    what: { readonly clientId: string } | { readonly fingerprint: string },
    why: RevocationReason,
  ): Promise<RegisteredClient>;
  /** The revocation list: every certificate that was revoked, on its own or with its client, in the order of time. */
  revocations(this: void): Promise<readonly RevokedCertificate[]>;
}

/** That something was taken away from a client: when, by whom and why. */
export interface Revocation {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Who decided it. */
  readonly by: string;
  /** Why, in words for people. */
  readonly reason: string;
}

/** A certificate that a client has or had. */
export interface RegisteredCertificate {
  /** The certificate as PEM text. */
  readonly pem: string;
  /** SHA-256 of the certificate in DER, in lower-case hexadecimal. */
  readonly fingerprint: string;
  /** SHA-256 of its public key (`SubjectPublicKeyInfo`) in lower-case hexadecimal: many clients send it as `keyid`. */
  readonly keyId: string;
  /** Milliseconds since 1970. */
  readonly admittedAtMs: number;
  /** Until when it counts besides the one that replaced it, in milliseconds since 1970; `null` while nothing has. */
  readonly validUntilMs: number | null;
  /** Set when this certificate was revoked, and not the whole client. */
  readonly revoked: Revocation | null;
}

/** A client that is known by its id in the path, and by the signatures that its certificates vouch for. */
export interface RegisteredClient {
  /** Letters, digits, `.`, `-` and `_` (LG-03). */
  readonly clientId: string;
  /** Begins at 1, and is higher by 1 with each change. */
  readonly revision: number;
  /** When the client was written down first, in milliseconds since 1970. */
  readonly admittedAtMs: number;
  /** When it asked to be let in first; `null`: an operator has registered it, and it has not asked yet. */
  readonly onboardedAtMs: number | null;
  /** All that it ever had, oldest first: a key that was replaced belongs to nobody else. */
  readonly certificates: readonly RegisteredCertificate[];
  readonly revoked: Revocation | null;
}

/** By what a client is found: SHA-256 of one of its certificates, or of a public key in one. */
export type ClientMark = 'fingerprint' | 'keyId';

/**
 * Where the clients of the signed profiles are kept. What a method has taken is durable when its promise resolves, so
 * that no answer 201 is ever forgotten. `createMemoryClientStore` is the model; the SQLite store is one too.
 */
export interface ClientStore {
  /** The client of an id. */
  registeredClient(this: void, clientId: string): Promise<RegisteredClient | undefined>;
  /** The client that has a certificate with this fingerprint or key, whatever became of the certificate. */
  registeredClientOf(this: void, mark: ClientMark, value: string): Promise<RegisteredClient | undefined>;
  /** All clients, sorted by id. */
  registeredClients(this: void): Promise<readonly RegisteredClient[]>;
  /**
   * Takes a new client (revision 1), or the next revision of one that is there: all of it or nothing.
   *
   * @returns `false`, with nothing done, when the revision before is not the one in the store, or when a certificate or
   *   key belongs to another client
   */
  putRegisteredClient(this: void, client: RegisteredClient): Promise<boolean>;
}

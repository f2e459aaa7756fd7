import { KeyObject, webcrypto } from 'node:crypto';
import { parseSpiffeId, spiffeIdOf, stringifyTrustBundle, type SpiffeId } from '@margo-sdk/protocol';
import { signX509Svid, type CertificateSigner, type Validity } from './x509-svid.js';

/** What one party needs to take part: its certificate and key, ready for `createMutualTlsFetch` or a server. */
export interface DevelopmentCredentials {
  readonly spiffeId: SpiffeId;
  /** PEM: the leaf, and the intermediate where the issuer has one. */
  readonly certificate: string;
  /** PEM, PKCS #8, not encrypted. */
  readonly privateKey: string;
}

/** How a certificate differs from the ordinary one. Everything here is for tests of the other side. */
export interface IssueOptions {
  /** Default: one hour before now. */
  readonly notBefore?: Date;
  /** Default: 24 hours after now. */
  readonly notAfter?: Date;
  /** DNS names beside the SPIFFE id; nobody may decide anything by them (SV-16). */
  readonly dnsNames?: readonly string[];
  /** URI names in place of the SPIFFE id, to make certificates with none, with two, or with a wrong one. */
  readonly uriNames?: readonly string[];
  /** Makes it a certificate of an authority, which no peer may accept from the other end of a connection (SV-20). */
  readonly isCa?: boolean;
}

/** Options of {@link createDevelopmentIssuer}. */
export interface DevelopmentIssuerOptions {
  /** For example `factory.example`. */
  readonly trustDomain: string;
  /** The clock that validity is counted from; default: the system's. */
  readonly now?: () => Date;
  /** Validity of the root; default: one hour before now to ten years after. */
  readonly rootValidity?: Validity;
  /** Given: leaves are signed by an intermediate of that validity, which they carry along. */
  readonly intermediateValidity?: Validity;
}

/** A certification authority for tests and demonstrations; see {@link createDevelopmentIssuer}. */
export interface DevelopmentIssuer {
  readonly trustDomain: string;
  /** The SPIFFE bundle with the root as its only anchor, as JSON text. */
  trustBundle(): string;
  /** Certificate and key for `spiffe://<trust-domain>/margo/wfm/<wfm-id>`. Throws `ERR_SPIFFE_ID_INVALID`. */
  issueFleetManager(wfmId: string, options?: IssueOptions): Promise<DevelopmentCredentials>;
  /** Certificate and key for `…/margo/wfm/<wfm-id>/client/<client-id>`. Throws `ERR_SPIFFE_ID_INVALID`. */
  issueClient(wfmId: string, clientId: string, options?: IssueOptions): Promise<DevelopmentCredentials>;
  /** Certificate and key for any id, also of another trust domain. Throws `ERR_SPIFFE_ID_INVALID`. */
  issue(spiffeId: string, options?: IssueOptions): Promise<DevelopmentCredentials>;
}

const HOUR_MS = 3_600_000;
const ROOT_LIFETIME_MS = 10 * 365 * 24 * HOUR_MS;
const LEAF_LIFETIME_MS = 24 * HOUR_MS;

/**
 * Makes a certification authority for one trust domain. **For development and tests only**: its key lives in memory
 * without protection, it issues whatever it is asked for and keeps no record. A plant needs a real identity service.
 *
 * @throws MargoError `ERR_SPIFFE_ID_INVALID` when the trust domain is none
 *
 * @example
 * ```ts
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const device = await issuer.issueClient('line-1', 'press-7');
 * console.log(device.spiffeId); // spiffe://factory.example/margo/wfm/line-1/client/press-7
 * ```
 */
export const createDevelopmentIssuer = async ({
  trustDomain,
  now = () => new Date(),
  rootValidity,
  intermediateValidity,
}: DevelopmentIssuerOptions): Promise<DevelopmentIssuer> => {
  const domainId = parseSpiffeId(`spiffe://${trustDomain}`);
  const root = await createAuthority(`Margo DEVELOPMENT ONLY root of ${trustDomain}`);
  const rootCertificate = await signX509Svid(
    {
      ...root,
      validity: rootValidity ?? validityAround(now(), ROOT_LIFETIME_MS),
      isCa: true,
      uriNames: [domainId],
    },
    root,
  );
  const intermediate =
    intermediateValidity && (await createAuthority(`Margo DEVELOPMENT ONLY intermediate of ${trustDomain}`));
  const intermediateCertificate =
    intermediate &&
    (await signX509Svid({ ...intermediate, validity: intermediateValidity, isCa: true, uriNames: [domainId] }, root));

  const issue = async (id: string, options: IssueOptions = {}): Promise<DevelopmentCredentials> => {
    const spiffeId = parseSpiffeId(id);
    const { publicKey, privateKey } = await createKeys();
    const usual = validityAround(now(), LEAF_LIFETIME_MS);
    const leaf = await signX509Svid(
      {
        commonName: 'Margo DEVELOPMENT ONLY',
        publicKey,
        validity: { notBefore: options.notBefore ?? usual.notBefore, notAfter: options.notAfter ?? usual.notAfter },
        isCa: options.isCa ?? false,
        uriNames: options.uriNames ?? [spiffeId],
        dnsNames: options.dnsNames ?? [],
      },
      intermediate ?? root,
    );
    return {
      spiffeId,
      certificate: [leaf, intermediateCertificate].map((one) => (one ? `${one.toString('pem')}\n` : '')).join(''),
      privateKey: KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  };

  return {
    trustDomain,
    trustBundle: () =>
      stringifyTrustBundle({
        anchors: [{ certificate: new Uint8Array(rootCertificate.rawData), publicKey: publicJwk(root.publicKey) }],
        sequence: 1,
      }),
    issue,
    issueFleetManager: async (wfmId, options) =>
      issue(spiffeIdOf({ role: 'fleet-manager', trustDomain, wfmId }), options),
    issueClient: async (wfmId, clientId, options) =>
      issue(spiffeIdOf({ role: 'client', trustDomain, wfmId, clientId }), options),
  };
};

const createKeys = async (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);

const createAuthority = async (commonName: string): Promise<CertificateSigner> => ({
  commonName,
  ...(await createKeys()),
});

const validityAround = (now: Date, lifetimeMs: number): Validity => ({
  notBefore: new Date(now.getTime() - HOUR_MS), // a device whose clock is a little behind can still use it
  notAfter: new Date(now.getTime() + lifetimeMs),
});

const publicJwk = (key: webcrypto.CryptoKey): { kty: string; crv: string; x: string; y: string } => {
  const { kty = '', crv = '', x = '', y = '' } = KeyObject.from(key).export({ format: 'jwk' });
  return { kty, crv, x, y };
};

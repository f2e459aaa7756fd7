import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { parseSpiffeId, spiffeIdOf, stringifyTrustBundle, type SpiffeId } from '@margo-sdk/protocol';
import { createAuthority, type Authority, type AuthorityPem } from './authority.js';
import { createKeys, pemOf, publicJwk } from './keys.js';
import { signX509Svid, type CertificateContent, type Validity } from './x509-svid.js';

/** What one party needs to take part: its certificate and key, ready for `createMutualTlsFetch` or a server. */
export interface DevelopmentCredentials {
  readonly spiffeId: SpiffeId;
  /** PEM: the leaf, and the intermediate where the issuer has one. */
  readonly certificate: string;
  /** PEM, PKCS #8, not encrypted. */
  readonly privateKey: string;
}

/** What a server shows where TLS proves who it is by its host name, as in the profiles whose messages are signed. */
export type DevelopmentServerCertificate = Pick<DevelopmentCredentials, 'certificate' | 'privateKey'>;

/** All that an issuer signs with. **Whoever reads it can pose as anybody in the trust domain.** */
export interface DevelopmentAuthority {
  readonly trustDomain: string;
  /** Its certificate is the only anchor of the trust bundle. */
  readonly root: AuthorityPem;
  /** Signs in the place of the root where there is one. */
  readonly intermediate?: AuthorityPem;
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
  /** What `saveDevelopmentIssuer` keeps: certificates and keys of its authorities. */
  authority(): DevelopmentAuthority;
  /** Certificate and key for `spiffe://<trust-domain>/margo/wfm/<wfm-id>`. Throws `ERR_SPIFFE_ID_INVALID`. */
  issueFleetManager(wfmId: string, options?: IssueOptions): Promise<DevelopmentCredentials>;
  /** Certificate and key for `…/margo/wfm/<wfm-id>/client/<client-id>`. Throws `ERR_SPIFFE_ID_INVALID`. */
  issueClient(wfmId: string, clientId: string, options?: IssueOptions): Promise<DevelopmentCredentials>;
  /**
   * Certificate and key of a TLS server that is known by its host names and addresses, and has no SPIFFE id. Whoever calls
   * it trusts the root: `authority().root.certificate`.
   *
   * @param hosts - DNS names and IP addresses; default: `localhost`, `127.0.0.1` and `::1`
   */
  issueServer(hosts?: readonly string[], options?: IssueOptions): Promise<DevelopmentServerCertificate>;
  /** Certificate and key for any id, also of another trust domain. Throws `ERR_SPIFFE_ID_INVALID`. */
  issue(spiffeId: string, options?: IssueOptions): Promise<DevelopmentCredentials>;
}

const HOUR_MS = 3_600_000;
const ROOT_LIFETIME_MS = 10 * 365 * 24 * HOUR_MS;
const LEAF_LIFETIME_MS = 24 * HOUR_MS;
const THIS_MACHINE = ['localhost', '127.0.0.1', '::1'];

/**
 * Makes a certification authority for one trust domain. **For development and tests only**: its key lies in memory
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
  const root = await createAuthority('root', trustDomain, rootValidity ?? validityAround(now(), ROOT_LIFETIME_MS));
  const intermediate =
    intermediateValidity && (await createAuthority('intermediate', trustDomain, intermediateValidity, root.signer));
  return issuerWith({ trustDomain, now, root, intermediate });
};

/** What an issuer issues with. */
export interface IssuerParts {
  readonly trustDomain: string;
  readonly now: () => Date;
  readonly root: Authority;
  readonly intermediate: Authority | undefined;
}

/** An issuer with authorities that are there already. */
export const issuerWith = ({ trustDomain, now, root, intermediate }: IssuerParts): DevelopmentIssuer => {
  const sign = async (
    names: Pick<CertificateContent, 'uriNames' | 'dnsNames' | 'ipAddresses'>,
    options: IssueOptions,
  ): Promise<DevelopmentServerCertificate> => {
    const { publicKey, privateKey } = await createKeys();
    const usual = validityAround(now(), LEAF_LIFETIME_MS);
    const leaf = await signX509Svid(
      {
        commonName: 'Margo DEVELOPMENT ONLY',
        publicKey,
        validity: { notBefore: options.notBefore ?? usual.notBefore, notAfter: options.notAfter ?? usual.notAfter },
        isCa: options.isCa ?? false,
        ...names,
      },
      (intermediate ?? root).signer,
    );
    const certificate = `${leaf.toString('pem')}\n${intermediate?.pem.certificate ?? ''}`;
    return { certificate, privateKey: pemOf(privateKey) };
  };
  const issue = async (id: string, options: IssueOptions = {}): Promise<DevelopmentCredentials> => {
    const spiffeId = parseSpiffeId(id);
    const { uriNames = [spiffeId], dnsNames = [] } = options;
    return { spiffeId, ...(await sign({ uriNames, dnsNames }, options)) };
  };

  return {
    trustDomain,
    trustBundle: () => {
      const certificate = new Uint8Array(new X509Certificate(root.pem.certificate).raw);
      return stringifyTrustBundle({
        anchors: [{ certificate, publicKey: publicJwk(root.signer.publicKey) }],
        sequence: 1,
      });
    },
    authority: () => ({ trustDomain, root: root.pem, ...(intermediate && { intermediate: intermediate.pem }) }),
    issue,
    issueServer: async (hosts = THIS_MACHINE, { uriNames = [], dnsNames = [], ...options } = {}) => {
      const ipAddresses = hosts.filter((host) => isIP(host) > 0);
      return sign(
        { uriNames, dnsNames: [...dnsNames, ...hosts.filter((host) => isIP(host) === 0)], ipAddresses },
        options,
      );
    },
    issueFleetManager: async (wfmId, options) =>
      issue(spiffeIdOf({ role: 'fleet-manager', trustDomain, wfmId }), options),
    issueClient: async (wfmId, clientId, options) =>
      issue(spiffeIdOf({ role: 'client', trustDomain, wfmId, clientId }), options),
  };
};

const validityAround = (now: Date, lifetimeMs: number): Validity => ({
  notBefore: new Date(now.getTime() - HOUR_MS), // a device whose clock is a little behind can still use it
  notAfter: new Date(now.getTime() + lifetimeMs),
});

import {
  createDevelopmentIssuer,
  type DevelopmentCredentials,
  type DevelopmentIssuer,
  type DevelopmentServerCertificate,
} from '../../issuer/index.js';
import { onMutualTls, onSignedMessages } from '../fault.js';
import type { IdentityFault } from './fleet-manager-fault.js';

const HOUR_MS = 3_600_000;

const fault = (what: string, rules: readonly string[], credentials: IdentityFault['credentials']): IdentityFault => ({
  kind: 'identity',
  channel: 'identity',
  outcome: 'cut off',
  where: onMutualTls,
  what,
  rules,
  credentials,
});

const server = (
  what: string,
  rules: readonly string[],
  credentials: (issuer: DevelopmentIssuer, nowMs: number) => Promise<DevelopmentServerCertificate>,
): IdentityFault => ({
  ...fault(what, ['LG-02', ...rules], (issuer, _, nowMs) => credentials(issuer, nowMs)),
  where: onSignedMessages,
});

const idOf = (issuer: DevelopmentIssuer, wfmId: string): string => `spiffe://${issuer.trustDomain}/margo/wfm/${wfmId}`;

const elsewhere = async (trustDomain: string, wfmId: string): Promise<DevelopmentCredentials> =>
  (await createDevelopmentIssuer({ trustDomain })).issueFleetManager(wfmId);

const from = (nowMs: number, hours: number): Date => new Date(nowMs + hours * HOUR_MS);

/** Fleet managers that are not who they have to be. No request may ever reach one of them. */
export const IDENTITY_FAULTS = {
  'identity/other-fleet-manager': fault(
    'The certificate is that of another fleet manager of the same trust domain.',
    ['WP-14'],
    async (issuer, wfmId) => issuer.issueFleetManager(`${wfmId}-other`),
  ),
  'identity/other-case': fault(
    'The certificate is that of a fleet manager whose name differs in case only.',
    ['WP-14'],
    async (issuer, wfmId) =>
      issuer.issueFleetManager(wfmId === wfmId.toUpperCase() ? wfmId.toLowerCase() : wfmId.toUpperCase()),
  ),
  'identity/client': fault(
    'The certificate is that of a client of this fleet manager.',
    ['WP-14'],
    async (issuer, wfmId) => issuer.issueClient(wfmId, 'press-7'),
  ),
  'identity/other-service': fault(
    'The certificate is that of a service that is no fleet manager.',
    ['WP-14', 'ID-03'],
    async (issuer) => issuer.issue(`spiffe://${issuer.trustDomain}/database`),
  ),
  'identity/foreign-trust-domain': fault(
    'The certificate names the right fleet manager of another trust domain, and this one’s anchor stands behind it.',
    ['SV-15'],
    async (issuer, wfmId) =>
      issuer.issueFleetManager(wfmId, { uriNames: [`spiffe://elsewhere.example/margo/wfm/${wfmId}`] }),
  ),
  'identity/other-root': fault(
    'The certificate says all that it should, and another root has signed it.',
    ['SV-17'],
    async ({ trustDomain }, wfmId) => elsewhere(trustDomain, wfmId),
  ),
  'identity/expired': fault('The certificate ended an hour ago.', ['SV-18', 'TLS-13'], async (issuer, wfmId, nowMs) =>
    issuer.issueFleetManager(wfmId, { notBefore: from(nowMs, -48), notAfter: from(nowMs, -1) }),
  ),
  'identity/not-yet-valid': fault(
    'The certificate begins a day from now.',
    ['SV-18', 'TLS-13'],
    async (issuer, wfmId, nowMs) =>
      issuer.issueFleetManager(wfmId, { notBefore: from(nowMs, 24), notAfter: from(nowMs, 48) }),
  ),
  'identity/authority': fault('The certificate is that of an authority.', ['SV-20'], async (issuer, wfmId) =>
    issuer.issueFleetManager(wfmId, { isCa: true }),
  ),
  'identity/two-names': fault(
    'The certificate has the right name and a second one.',
    ['SV-20'],
    async (issuer, wfmId) =>
      issuer.issueFleetManager(wfmId, { uriNames: [idOf(issuer, wfmId), idOf(issuer, `${wfmId}-too`)] }),
  ),
  'identity/no-name': fault(
    'The certificate has no SPIFFE id, and the DNS name of the server.',
    ['SV-16', 'SV-20'],
    async (issuer, wfmId) => issuer.issueFleetManager(wfmId, { uriNames: [], dnsNames: ['localhost'] }),
  ),
  'identity/name-without-path': fault(
    'The SPIFFE id of the certificate is the trust domain alone.',
    ['SV-20'],
    async (issuer, wfmId) => issuer.issueFleetManager(wfmId, { uriNames: [`spiffe://${issuer.trustDomain}`] }),
  ),
  'identity/server-of-other-root': server(
    'The certificate of the server says all that it should, and another root has signed it.',
    ['TLS-11'],
    async ({ trustDomain }) => (await createDevelopmentIssuer({ trustDomain })).issueServer(),
  ),
  'identity/server-of-other-name': server(
    'The certificate of the server is for another host name.',
    ['TLS-12'],
    async (issuer) => issuer.issueServer(['elsewhere.example', '192.0.2.1']),
  ),
  'identity/server-expired': server('The certificate of the server ended an hour ago.', ['TLS-13'], (issuer, nowMs) =>
    issuer.issueServer(undefined, { notBefore: from(nowMs, -48), notAfter: from(nowMs, -1) }),
  ),
  'identity/server-not-yet-valid': server(
    'The certificate of the server begins a day from now.',
    ['TLS-13'],
    (issuer, nowMs) => issuer.issueServer(undefined, { notBefore: from(nowMs, 24), notAfter: from(nowMs, 48) }),
  ),
  'identity/server-is-a-device': server(
    'The server shows the certificate of a device, which the same root has signed.',
    ['TLS-12'],
    (issuer) => issuer.issueClient('line-1', 'press-7'),
  ),
} satisfies Record<string, IdentityFault>;

import { createDevelopmentIssuer, type DevelopmentCredentials, type DevelopmentIssuer } from '../../issuer/index.js';
import { onMutualTls, type FaultFacts } from '../fault.js';

/** Who calls, and where. */
export interface Caller {
  readonly issuer: DevelopmentIssuer;
  readonly wfmId: string;
  readonly clientId: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** A fault of a device that shows before its request is read. */
export interface CallerFault extends FaultFacts {
  /** Null for a caller that shows no certificate. */
  readonly credentials: (caller: Caller) => Promise<DevelopmentCredentials | null>;
  /** Options of the TLS connection. */
  readonly tls?: object;
  /** What goes over the connection once it stands. Default: an ordinary poll. */
  readonly sends?: string;
}

const HOUR_MS = 3_600_000;
const from = (nowMs: number, hours: number): Date => new Date(nowMs + hours * HOUR_MS);

const right: CallerFault['credentials'] = async ({ issuer, wfmId, clientId }) => issuer.issueClient(wfmId, clientId);

const stranger = (what: string, rules: readonly string[], credentials: CallerFault['credentials']): CallerFault => ({
  where: onMutualTls,
  channel: 'identity',
  outcome: 'cut off',
  what,
  rules,
  credentials,
});

const line = (what: string, rules: readonly string[], more: Partial<CallerFault>): CallerFault => ({
  channel: 'connection',
  outcome: 'cut off',
  credentials: right,
  what,
  rules,
  ...more,
});

const HEAD = 'PUT /api/v1/capabilities/fake HTTP/1.1\r\nHost: fleet-manager\r\nContent-Type: application/json\r\n';

/** Callers that a fleet manager must not listen to, and connections that it must not let harm it. */
export const CALLER_FAULTS = {
  'caller/no-certificate': stranger('A device shows no certificate.', ['API-05'], () => Promise.resolve(null)),
  'caller/other-fleet-manager': stranger(
    'A device belongs to another fleet manager.',
    ['WP-10'],
    async ({ issuer, wfmId, clientId }) => issuer.issueClient(`${wfmId}-other`, clientId),
  ),
  'caller/fleet-manager': stranger('A fleet manager comes as a client.', ['WP-11'], async ({ issuer, wfmId }) =>
    issuer.issueFleetManager(wfmId),
  ),
  'caller/other-service': stranger(
    'A service of the trust domain that is no client comes as one.',
    ['WP-11'],
    async ({ issuer }) => issuer.issue(`spiffe://${issuer.trustDomain}/database`),
  ),
  'caller/foreign-trust-domain': stranger(
    'A device names another trust domain, and this one’s anchor stands behind it.',
    ['SV-15', 'WP-10'],
    async ({ issuer, wfmId, clientId }) =>
      issuer.issueClient(wfmId, clientId, {
        uriNames: [`spiffe://elsewhere.example/margo/wfm/${wfmId}/client/${clientId}`],
      }),
  ),
  'caller/other-root': stranger(
    'A device has the right name, and another root has signed it.',
    ['SV-17'],
    async ({ issuer, wfmId, clientId }) =>
      (await createDevelopmentIssuer({ trustDomain: issuer.trustDomain })).issueClient(wfmId, clientId),
  ),
  'caller/expired': stranger(
    'The certificate of a device ended an hour ago.',
    ['SV-18', 'TLS-13'],
    async ({ issuer, wfmId, clientId, nowMs }) =>
      issuer.issueClient(wfmId, clientId, { notBefore: from(nowMs, -48), notAfter: from(nowMs, -1) }),
  ),
  'caller/not-yet-valid': stranger(
    'The certificate of a device begins a day from now.',
    ['SV-18', 'TLS-13'],
    async ({ issuer, wfmId, clientId, nowMs }) =>
      issuer.issueClient(wfmId, clientId, { notBefore: from(nowMs, 24), notAfter: from(nowMs, 48) }),
  ),
  'caller/authority': stranger(
    'A device shows the certificate of an authority.',
    ['SV-20'],
    async ({ issuer, wfmId, clientId }) => issuer.issueClient(wfmId, clientId, { isCa: true }),
  ),
  'caller/two-names': stranger(
    'The certificate of a device has two SPIFFE ids.',
    ['SV-20'],
    async ({ issuer, wfmId, clientId }) => {
      const id = `spiffe://${issuer.trustDomain}/margo/wfm/${wfmId}/client/${clientId}`;
      return issuer.issueClient(wfmId, clientId, { uriNames: [id, `${id}-too`] });
    },
  ),
  'caller/no-name': stranger(
    'The certificate of a device has no SPIFFE id.',
    ['SV-20'],
    async ({ issuer, wfmId, clientId }) =>
      issuer.issueClient(wfmId, clientId, { uriNames: [], dnsNames: ['device.example'] }),
  ),
  'caller/tls-1-2': line('A device speaks TLS 1.2 at most.', ['TLS-03', 'TLS-04'], { tls: { maxVersion: 'TLSv1.2' } }),
  'caller/other-protocol': line('A device offers HTTP/2 only.', ['API-03'], { tls: { ALPNProtocols: ['h2'] } }),
  'caller/two-lengths': line('A request has two different lengths.', ['PT-01'], {
    outcome: 'refused',
    expected: 'refuses the request and ends the connection',
    sends: `${HEAD}Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}`,
  }),
  'caller/length-and-chunks': line('A request has a length and comes in chunks, as smugglers do.', ['PT-01'], {
    outcome: 'refused',
    expected: 'refuses the request and ends the connection',
    sends: `${HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  }),
  'caller/broken-chunks': line('The chunks of a request are no chunks.', ['PT-01'], {
    outcome: 'refused',
    expected: 'refuses the request and ends the connection',
    sends: `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
  }),
  'caller/header-with-line-break': line('A header of a request is broken in the middle.', ['PT-01'], {
    outcome: 'refused',
    expected: 'refuses the request and ends the connection',
    sends: `${HEAD}X-Broken\r\n : yes\r\nContent-Length: 0\r\n\r\n`,
  }),
  'caller/header-flood': line('The header of a request has 64 KiB.', ['PT-01'], {
    outcome: 'refused',
    expected: 'refuses the request and ends the connection',
    sends: `${HEAD}X-Flood: ${'x'.repeat(64 * 1024)}\r\n\r\n`,
  }),
} satisfies Record<string, CallerFault>;

/** Names of the faults that a fake device can have before its request is read. */
export type CallerFaultName = keyof typeof CALLER_FAULTS;

import { createDevelopmentIssuer } from '../../issuer/index.js';
import { withBody, withHeaders, withoutHeaders, type Reply } from '../../fleet-manager/reply.js';
import { bytesOf, textOf } from '../fleet-manager/publication.js';
import {
  webCertificate,
  type IdentityServiceFault,
  type TrustDocument,
  type TrustIdentityFault,
  type TrustReplyFault,
} from './identity-service-fault.js';

type Options = Pick<TrustReplyFault, 'spoil' | 'rules'> & Partial<Pick<TrustReplyFault, 'outcome' | 'of' | 'expected'>>;
type Members = Record<string, unknown> & { keys?: Record<string, unknown>[] };

const REFUSES = 'refuses it and goes on with the bundle in force; without one it trusts nobody';
const GOES_ON = 'goes on with the bundle in force and asks again later';

const fault = (
  what: string,
  { outcome = 'refused', of = ['bundle'], expected, ...rest }: Options,
): TrustReplyFault => ({
  kind: 'reply',
  channel: 'content',
  what,
  outcome,
  of,
  expected: expected ?? (outcome === 'refused' ? REFUSES : GOES_ON),
  ...rest,
});

const impostor = (
  what: string,
  rules: readonly string[],
  credentials: TrustIdentityFault['credentials'],
): TrustIdentityFault => ({
  kind: 'identity',
  channel: 'identity',
  outcome: 'cut off',
  expected: 'ends the connection before it asks, and goes on with the bundle in force',
  what,
  rules,
  credentials,
});

const members =
  (change: (right: Members) => Members) =>
  (reply: Reply): Reply =>
    reply.body === null
      ? reply
      : withBody(reply, bytesOf(JSON.stringify(change(JSON.parse(textOf(reply.body)) as Members))));

const keys = (change: (right: Record<string, unknown>[]) => Record<string, unknown>[]) =>
  members((bundle) => ({ ...bundle, keys: change(bundle.keys ?? []) }));

const bare = (status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers,
  body: null,
  delivery: 'whole',
});

const BOTH: readonly TrustDocument[] = ['discovery', 'bundle'];
const HOUR_MS = 3_600_000;
const NO_CERTIFICATE = { kty: 'EC', use: 'x509-svid', x5c: ['AAAA'] };

const ALL = {
  'trust/empty-bundle': fault('The bundle has no key.', { rules: ['TB-11', 'TB-12', 'TB-13'], spoil: keys(() => []) }),
  'trust/jwt-only': fault('All keys of the bundle are for other uses.', {
    rules: ['TB-11', 'TB-19'],
    spoil: keys((right) => right.map((key) => ({ ...key, use: 'jwt-svid' }))),
  }),
  'trust/no-certificates': fault('The keys of the bundle come without certificates.', {
    rules: ['TB-11', 'TB-21'],
    spoil: keys((right) => right.map(({ kty, use }) => ({ kty, use }))),
  }),
  'trust/unreadable-certificates': fault('The certificates of the bundle are none.', {
    rules: ['TB-11', 'M-49'],
    spoil: keys((right) => right.map((key) => ({ ...key, x5c: ['AAAA'] }))),
  }),
  'trust/one-unreadable-certificate': fault('One of several certificates of the bundle is none.', {
    rules: ['M-49'],
    outcome: 'harmless',
    expected: 'leaves that one out, says so, and takes the others',
    spoil: keys((right) => [NO_CERTIFICATE, ...right]),
  }),
  'trust/unknown-members': fault('Bundle and discovery document have members that nobody knows.', {
    rules: ['TB-02'],
    outcome: 'harmless',
    of: BOTH,
    expected: 'takes no notice of them',
    spoil: members((right) => ({ ...right, 'x-note': [1] })),
  }),
  'trust/not-json': fault('What comes is no JSON.', {
    rules: ['TB-10', 'TB-13'],
    of: BOTH,
    spoil: (reply) => withBody(reply, bytesOf('-----BEGIN CERTIFICATE-----\n')),
  }),
  'trust/truncated': fault('What comes breaks off in the middle.', {
    rules: ['TB-10', 'TB-13'],
    of: BOTH,
    spoil: (reply) => withBody(reply, (reply.body ?? new Uint8Array()).slice(0, 40)),
  }),
  'trust/huge': fault('What comes is padded to 16 MiB.', {
    rules: ['TB-13'],
    outcome: 'failed',
    of: BOTH,
    expected: 'stops reading at a limit of its own, and goes on with the bundle in force',
    spoil: (reply) => withBody(reply, bytesOf(textOf(reply.body ?? new Uint8Array()).padEnd(16 * 1024 * 1024))),
  }),
  'trust/page-instead': fault('A page comes with 200, as from a portal where guests log in.', {
    rules: ['TB-04', 'TB-13'],
    outcome: 'failed',
    of: BOTH,
    spoil: (reply) => withHeaders(withBody(reply, bytesOf('<h1>Welcome</h1>')), { 'content-type': 'text/html' }),
  }),
  'trust/unavailable': fault('503, to come back in 120 seconds.', {
    rules: ['TB-13', 'TB-18'],
    outcome: 'failed',
    of: BOTH,
    spoil: () => bare(503, { 'retry-after': '120' }),
  }),
  'trust/not-found': fault('404.', { rules: ['TB-13'], outcome: 'failed', of: BOTH, spoil: () => bare(404) }),
  'trust/redirect': fault('The answer leads to another host.', {
    rules: ['TLS-09', 'TLS-10'],
    outcome: 'failed',
    of: BOTH,
    expected: 'does not follow, and goes on with the bundle in force',
    spoil: () => bare(302, { location: 'https://elsewhere.example/bundle.json' }),
  }),
  'trust/missing-etag': fault('There is no ETag.', {
    rules: ['TB-05'],
    outcome: 'harmless',
    of: BOTH,
    expected: 'takes it, and asks for all of it each time',
    spoil: (reply) => withoutHeaders(reply, ['etag']),
  }),
  'trust/plain-address': fault('The discovery document leads to a bundle without TLS.', {
    rules: ['TB-09'],
    of: ['discovery'],
    spoil: members((right) => ({ ...right, trustBundleUri: 'http://localhost/bundle.json' })),
  }),
  'trust/relative-address': fault('The discovery document leads to a bundle by a relative address.', {
    rules: ['TB-09'],
    of: ['discovery'],
    spoil: members((right) => ({ ...right, trustBundleUri: '/bundle.json' })),
  }),
  'trust/other-trust-domain': fault('The discovery document names another trust domain.', {
    rules: ['TB-07'],
    of: ['discovery'],
    expected: 'takes it for a mistake in the configuration, and goes on with the bundle in force',
    spoil: members((right) => ({ ...right, trustDomain: 'elsewhere.example' })),
  }),
  'trust/other-root': impostor(
    'Another root stands behind the server.',
    ['TLS-09', 'TLS-11', 'TLS-15'],
    async (issuer) => webCertificate(await createDevelopmentIssuer({ trustDomain: issuer.trustDomain })),
  ),
  'trust/other-name': impostor(
    'The certificate of the server is for another DNS name.',
    ['TLS-07', 'TLS-15'],
    async (issuer) => webCertificate(issuer, { dnsName: 'elsewhere.example' }),
  ),
  'trust/expired': impostor(
    'The certificate of the server ended an hour ago.',
    ['TLS-09', 'TLS-13'],
    async (issuer, nowMs) =>
      webCertificate(issuer, { notBefore: new Date(nowMs - 48 * HOUR_MS), notAfter: new Date(nowMs - HOUR_MS) }),
  ),
} satisfies Record<string, IdentityServiceFault>;

/** Names of the faults that a fake identity service can have. */
export type IdentityServiceFaultName = keyof typeof ALL;

/** The same with what they do. */
export const IDENTITY_SERVICE_FAULTS: Readonly<Record<IdentityServiceFaultName, IdentityServiceFault>> = ALL;

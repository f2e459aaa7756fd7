import { generateKeyPairSync } from 'node:crypto';
import {
  fault,
  keyOf,
  onboarding,
  poll,
  put,
  signedAfter,
  type SignatureFault,
  type SigningCaller,
} from './signature-fault.js';
import { signed, type SentRequest } from './signed-request.js';

const TEN_MINUTES_MS = 600_000;

const at =
  (byMs: number) =>
  (caller: SigningCaller): SentRequest =>
    signed(poll({ ...caller, nowMs: caller.nowMs + byMs }));

const withParameter = (written: string) =>
  signedAfter(poll, (draft) => ({ ...draft, parameters: `${draft.parameters}${written}` }));

const stranger = async ({ issuer }: SigningCaller) => issuer.issueClient('line-1', 'stranger');

const ONBOARDING = ['LG-12'];

/** Senders that are not whom they say they are, or come at the wrong time. */
export const SENDER_FAULTS = {
  'signature/replayed': fault('The very same request comes a second time.', {
    rules: ['LG-10'],
    code: 'ERR_SIGNATURE_REPLAYED',
    times: 2,
    request: signedAfter(poll, (draft) => draft),
  }),
  'signature/too-old': fault('The signature was made ten minutes ago.', {
    rules: ['LG-10'],
    code: 'ERR_SIGNATURE_TOO_OLD',
    request: at(-TEN_MINUTES_MS),
  }),
  'signature/from-the-future': fault('The signature will be made in ten minutes.', {
    rules: ['LG-10'],
    code: 'ERR_SIGNATURE_FROM_FUTURE',
    request: at(TEN_MINUTES_MS),
  }),
  'signature/expired': fault('The signature says that it has expired.', {
    rules: ['LG-10'],
    code: 'ERR_SIGNATURE_EXPIRED',
    request: (caller) => withParameter(`;expires=${Math.floor((caller.nowMs - 120_000) / 1000)}`)(caller),
  }),
  'signature/other-key': fault('The signature is of a key that nobody knows.', {
    rules: ['LG-08', 'LG-11'],
    code: 'ERR_SIGNATURE_INVALID',
    request: async (caller) => signed({ ...poll(caller), key: keyOf(await stranger(caller)) }),
  }),
  'signature/other-clients-path': fault('A client signs with its own key for the path of another client.', {
    rules: ['LG-11', 'API-07'],
    statuses: [401, 403],
    code: 'ERR_SIGNATURE_INVALID',
    request: async (caller) => {
      const other = await stranger(caller);
      await caller.admit(other);
      return signed(poll({ ...caller, credentials: other }));
    },
  }),
  'signature/unknown-client': fault('The path names a client that was never admitted.', {
    rules: ['LG-11'],
    code: 'ERR_CLIENT_UNKNOWN',
    request: (caller) => signed(poll({ ...caller, wire: { ...caller.wire, clientId: 'never-admitted' } })),
  }),
  'signature/unknown-client-introduces-itself': fault('A client that was never admitted says what it can do.', {
    rules: ['LG-11'],
    statuses: [401, 404],
    code: 'ERR_CLIENT_UNKNOWN',
    request: (caller) => signed(put({ ...caller, wire: { ...caller.wire, clientId: 'never-admitted' } })),
  }),
  'signature/revoked': fault('The certificate of a client was revoked.', {
    rules: ['LG-11'],
    statuses: [401, 403],
    code: 'ERR_CLIENT_REVOKED',
    request: async (caller) => {
      const credentials = await stranger(caller);
      const clientId = await caller.admit(credentials);
      await caller.revoke(clientId);
      return signed(poll({ ...caller, credentials, wire: { ...caller.wire, clientId } }));
    },
  }),
  'signature/other-algorithm': fault('The signature names an algorithm that the key is not for.', {
    rules: ['LG-05'],
    code: 'ERR_SIGNATURE_ALGORITHM_REFUSED',
    request: withParameter(';alg="ed25519"'),
  }),
  'signature/unknown-algorithm': fault('The signature names an algorithm that there is not.', {
    rules: ['LG-05'],
    code: 'ERR_SIGNATURE_ALGORITHM_REFUSED',
    request: withParameter(';alg="none"'),
  }),
  'signature/shared-secret': fault('The signature names an algorithm by which a public key would be a secret.', {
    rules: ['LG-05'],
    code: 'ERR_SIGNATURE_ALGORITHM_REFUSED',
    request: withParameter(';alg="hmac-sha256"'),
  }),
  'signature/onboarding-with-other-key': fault('A certificate is onboarded by somebody who does not have its key.', {
    rules: ONBOARDING,
    statuses: [400, 401, 403],
    code: 'ERR_SIGNATURE_INVALID',
    request: async (caller) => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return signed(onboarding(caller, await stranger(caller), privateKey));
    },
  }),
  'signature/onboarding-unsigned': fault('A certificate is onboarded without a signature.', {
    rules: ONBOARDING,
    statuses: [400, 401, 403],
    code: 'ERR_SIGNATURE_MISSING',
    request: async (caller) => {
      const other = await stranger(caller);
      const { headers, ...rest } = signed(onboarding(caller, other, keyOf(other)));
      return { ...rest, headers: headers.filter(([name]) => !name.startsWith('signature')) };
    },
  }),
  'signature/onboarding-without-digest': fault('A certificate is onboarded, and its bytes are not covered.', {
    rules: ONBOARDING,
    statuses: [400, 401, 403],
    code: 'ERR_CONTENT_DIGEST_MISSING',
    request: async (caller) => {
      const other = await stranger(caller);
      const draft = onboarding(caller, other, keyOf(other));
      return signed({ ...draft, digest: null, components: draft.components.slice(0, 2) });
    },
  }),
  'signature/onboarding-expired': fault('A certificate is onboarded that ended an hour ago.', {
    rules: ['LG-04', 'LG-12'],
    statuses: [400, 403],
    code: 'ERR_CLIENT_CERTIFICATE_EXPIRED',
    request: async (caller) => {
      const { issuer, nowMs } = caller;
      const ended = await issuer.issueClient('line-1', 'ended', {
        notBefore: new Date(nowMs - 2 * 24 * 3_600_000),
        notAfter: new Date(nowMs - 3_600_000),
      });
      return signed(onboarding(caller, ended, keyOf(ended)));
    },
  }),
  'signature/onboarding-without-certificate': fault('What is onboarded is no certificate.', {
    rules: ['LG-04', 'LG-12'],
    statuses: [400],
    code: 'ERR_CLIENT_CERTIFICATE_INVALID',
    channel: 'content',
    request: (caller) => signed(onboarding(caller, { certificate: 'no certificate' }, keyOf(caller.credentials))),
  }),
} satisfies Record<string, SignatureFault>;

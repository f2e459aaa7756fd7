import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { joinBasePath, profileFacts } from '@margo-sdk/protocol';
import type { DevelopmentCredentials, DevelopmentIssuer } from '../../../issuer/index.js';
import { onSignedMessages, type FaultFacts } from '../../fault.js';
import { targetOf, type Wire } from '../../wire.js';
import { capabilitiesOf } from '../device-fault.js';
import { digestOf, signed, type SentRequest, type SignatureDraft } from './signed-request.js';

/** Who signs wrongly, and whom it calls. */
export interface SigningCaller {
  readonly wire: Wire;
  /** Origin of the fleet manager. */
  readonly baseUrl: string;
  /** Of the client, which is admitted. */
  readonly credentials: DevelopmentCredentials;
  /** Makes certificates that were never admitted. */
  readonly issuer: DevelopmentIssuer;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Onboards somebody else, as it should be done, and gives the id. */
  readonly admit: (credentials: DevelopmentCredentials) => Promise<string>;
  /** Has the right taken away from a client. */
  readonly revoke: (clientId: string) => Promise<void>;
}

/** A fault of a device in how it signs. */
export interface SignatureFault extends FaultFacts {
  /** What a correct fleet manager may answer. */
  readonly statuses: readonly number[];
  /** What the fleet manager of this SDK says in the member `code`. */
  readonly code?: string;
  readonly request: (caller: SigningCaller) => SentRequest | Promise<SentRequest>;
  /** How often the very same request is sent; the last answer counts. Default: once. */
  readonly times?: number;
}

type Options = Pick<SignatureFault, 'rules' | 'request'> &
  Partial<Pick<SignatureFault, 'statuses' | 'code' | 'outcome' | 'expected' | 'times' | 'channel'>>;

/** A fault that a correct fleet manager answers with 401 unless something else is said (LG-11). */
export const fault = (what: string, options: Options): SignatureFault => ({
  channel: 'identity',
  outcome: 'refused',
  statuses: [401],
  where: onSignedMessages,
  what,
  ...options,
});

/** Key of whoever has these credentials. */
export const keyOf = ({ privateKey }: Pick<DevelopmentCredentials, 'privateKey'>): KeyObject =>
  createPrivateKey(privateKey);

/** The parameters of a signature, as a client of ours writes them. */
export const parametersOf = (key: KeyObject, nowMs: number): string => {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha256').update(spki).digest('hex');
  return `;created=${Math.floor(nowMs / 1000)};keyid="${keyId}"`;
};

/** A correct poll, before it is signed. */
export const poll = ({ wire, baseUrl, credentials, nowMs }: SigningCaller): SignatureDraft => {
  const key = keyOf(credentials);
  return {
    method: 'GET',
    url: baseUrl + targetOf(wire, 'stateManifest'),
    key,
    label: 'sig1',
    components: ['"@method"', '"@target-uri"'],
    parameters: parametersOf(key, nowMs),
    digest: null,
  };
};

/** The same with a body: capabilities that would be taken. */
export const put = (caller: SigningCaller): SignatureDraft => {
  const { wire, baseUrl } = caller;
  const deviceId = wire.clientId;
  const body = capabilitiesOf({ wire, deviceId });
  return {
    ...withBody(poll(caller), body),
    method: profileFacts(wire.profile).capabilities.again,
    url: baseUrl + targetOf(wire, 'capabilities', { deviceId }),
  };
};

/** Correct onboarding with a certificate, signed with a key that need not be its own (LG-12). */
export const onboarding = (
  { wire, baseUrl, nowMs }: Pick<SigningCaller, 'wire' | 'baseUrl' | 'nowMs'>,
  { certificate }: Pick<DevelopmentCredentials, 'certificate'>,
  key: KeyObject,
): SignatureDraft => {
  const { onboarding: facts, basePath } = profileFacts(wire.profile);
  const body = JSON.stringify({
    apiVersion: 'onboarding.margo.org/v1alpha1',
    kind: 'OnboardingRequest',
    [facts?.certificateMember ?? 'certificate']: Buffer.from(certificate).toString('base64'),
  });
  return withBody(
    {
      method: 'POST',
      url: baseUrl + joinBasePath(basePath, facts?.path ?? ''),
      key,
      label: 'sig1',
      components: ['"@method"', '"@target-uri"'],
      parameters: parametersOf(key, nowMs),
      digest: null,
    },
    body,
  );
};

const withBody = (draft: SignatureDraft, body: string): SignatureDraft => ({
  ...draft,
  body,
  digest: digestOf(body),
  components: [...draft.components, '"content-digest"'],
});

/** Signs a draft after a change, so that the signature fits what is sent. */
export const signedAfter =
  (draft: (caller: SigningCaller) => SignatureDraft, change: (draft: SignatureDraft) => SignatureDraft) =>
  (caller: SigningCaller): SentRequest =>
    signed(change(draft(caller)));

/** Changes a request after it was signed. */
export const altered =
  (
    draft: (caller: SigningCaller) => SignatureDraft,
    change: (request: SentRequest, caller: SigningCaller) => SentRequest,
  ) =>
  (caller: SigningCaller): SentRequest =>
    change(signed(draft(caller)), caller);

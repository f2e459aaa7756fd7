import type { SignedProfile } from '@margo-sdk/protocol';
import { profileFacts } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import { SIGNATURE_FAULTS, type SignatureFaultName } from '../faults/device/signatures/index.js';
import { keyOf, onboarding, type SignatureFault } from '../faults/device/signatures/signature-fault.js';
import { signed, type SentRequest } from '../faults/device/signatures/signed-request.js';
import type { DevelopmentCredentials, DevelopmentIssuer } from '../issuer/index.js';

/** Whom to call, and as whom. */
export interface SignWronglyOptions {
  /** Sends a request as it is, and signs nothing: one that trusts the server, or the `fetch` of a fake in the process. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Origin of the fleet manager, as it knows itself; signatures are made for it. */
  readonly baseUrl: string;
  /** Default `rc2-signed`. */
  readonly profile?: SignedProfile;
  /** Makes certificates of devices that the fleet manager would let in. */
  readonly issuer: DevelopmentIssuer;
  /** A client that is admitted. Default: one that is onboarded first. */
  readonly client?: { readonly clientId: string; readonly credentials: DevelopmentCredentials };
  /** Takes the right away from a client, at the fleet manager. Only `signature/revoked` needs it. */
  readonly revoke?: (clientId: string) => unknown;
  /** Milliseconds since 1970 that requests are signed at. Default: the system clock. */
  readonly now?: () => number;
}

/** What came back. */
export interface WrongSignature {
  readonly status: number;
  /** Member `code` of the answer, if it has one; a fleet manager of this SDK says there what was wrong. */
  readonly code?: string;
  /** Whether the answer is one that a correct fleet manager may give. */
  readonly asExpected: boolean;
}

/**
 * Sends a request that is signed wrongly, or signed rightly by the wrong one. What makes the signature shares no code with
 * what verifies it.
 *
 * @param name - a fault of the catalogue that begins with `signature/`
 * @param options - whom to call, and as whom
 * @throws MargoError `ERR_OPTION_INVALID`: `signature/revoked` without `revoke`
 * @throws MargoError `ERR_CLIENT_NOT_ACCEPTED`: the fleet manager did not let a device in that is right
 *
 * @example
 * ```ts
 * import { createDevelopmentIssuer, createFakeSignedFleetManager, signWrongly } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const { fetch, baseUrl } = createFakeSignedFleetManager(); // or your own: a `fetch` over TLS, and its address
 * const { status, code } = await signWrongly('signature/altered-path', { fetch, baseUrl, issuer });
 * console.log(status, code); // 401 ERR_SIGNATURE_INVALID
 * ```
 */
export const signWrongly = async (
  name: SignatureFaultName,
  { fetch, baseUrl, profile = 'rc2-signed', issuer, client, revoke, now = Date.now }: SignWronglyOptions,
): Promise<WrongSignature> => {
  const { request, statuses, code: expected, times = 1 }: SignatureFault = SIGNATURE_FAULTS[name];
  const send = ({ method, url, headers, body }: SentRequest): Promise<Response> => {
    const all = new Headers();
    for (const [header, value] of headers) all.append(header, value);
    return fetch(new Request(url, { method, headers: all, ...(body !== undefined && { body }) }));
  };
  const admit = async (credentials: DevelopmentCredentials): Promise<string> => {
    const wire = { profile, clientId: '' };
    const asked = signed(onboarding({ wire, baseUrl, nowMs: now() }, credentials, keyOf(credentials)));
    const response = await send(asked);
    const { [profileFacts(profile).onboarding?.clientIdMember ?? '']: id } = await membersOf(response);
    if (response.status === 201 && typeof id === 'string') return id;
    throw new MargoError('ERR_CLIENT_NOT_ACCEPTED', `Onboarding a device was answered with ${response.status}.`, {
      hint: 'Have the fleet manager accept the certificates of the issuer.',
    });
  };

  const credentials = client?.credentials ?? (await issuer.issueClient('line-1', 'press-7'));
  const clientId = client?.clientId ?? (await admit(credentials));
  const sent = await request({
    wire: { profile, clientId },
    baseUrl,
    credentials,
    issuer,
    nowMs: now(),
    admit,
    revoke: async (id) => {
      if (revoke === undefined)
        throw new MargoError('ERR_OPTION_INVALID', 'Expected the option revoke, got none.', {
          hint: 'Give a function that revokes a client at the fleet manager under test.',
        });
      await revoke(id);
    },
  });
  for (let before = 1; before < times; before += 1) await (await send(sent)).arrayBuffer();
  const response = await send(sent);
  const { code } = await membersOf(response);
  return {
    status: response.status,
    ...(typeof code === 'string' && { code }),
    asExpected:
      statuses.includes(response.status) && (code === undefined || expected === undefined || code === expected),
  };
};

/** Members of an answer; none where it is no JSON. */
const membersOf = async (response: Response): Promise<Readonly<Record<string, unknown>>> => {
  try {
    return ((await response.json()) ?? {}) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};

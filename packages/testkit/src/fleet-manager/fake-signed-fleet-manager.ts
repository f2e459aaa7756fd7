import {
  acceptAnyCertificate,
  createClientRegistry,
  createMemoryClientStore,
  createMemoryReplayGuard,
  createSignatureGate,
  type ClientRegistry,
  type ClientRegistryOptions,
  type HandlerAnswer,
  type HandlerRequest,
  type SignatureGateOptions,
} from '@margo-sdk/orchestrator-client';
import { joinBasePath, parseSpiffeId, profileFacts, type SignedProfile } from '@margo-sdk/protocol';
import { createFake, type FakeFleetManager, type FakeFleetManagerOptions } from './fake-fleet-manager.js';
import type { Reply } from './reply.js';
import { serveFake, type ServedFakeFleetManager, type ServeFakeOptions } from './serve-fake.js';
import { toResponse } from './to-response.js';
import { serverTls } from './transport.js';

/**
 * Options of {@link createFakeSignedFleetManager}; none of them is needed. Signatures are judged by `clock`: where that is
 * turned while requests are under way, give a `maxAgeMs` that is long enough.
 */
export interface FakeSignedFleetManagerOptions
  extends
    FakeFleetManagerOptions,
    Partial<Omit<ClientRegistryOptions, 'store' | 'now' | 'algorithms' | 'clockSkewMs'>>,
    Pick<SignatureGateOptions, 'maxAgeMs' | 'clockSkewMs' | 'algorithms' | 'rootCertificate'> {
  /** What is spoken with devices. Default `rc2-signed`. */
  readonly profile?: SignedProfile;
  /** What devices in the same process have as its address. Default `https://wfm.example.com`. */
  readonly baseUrl?: string;
}

/** A request that was not let through, because it is not signed as it has to be. */
export interface RefusedSignature {
  /** Method and path. */
  readonly request: string;
  /** Which of the checks it failed, for example `ERR_SIGNATURE_TOO_OLD`. */
  readonly code: string;
}

/** A fleet manager of a signed profile that misbehaves on demand; see {@link createFakeSignedFleetManager}. */
export interface FakeSignedFleetManager extends Omit<FakeFleetManager, 'serve'> {
  /** What devices in the same process have as its address. */
  readonly baseUrl: string;
  /** Its clients: let devices in, look them up and revoke them with it. `idOf` gives the id that is published to. */
  readonly registry: ClientRegistry;
  /** Every request so far that was not let through, in the order in which they came. */
  readonly refused: readonly RefusedSignature[];
  /** The `fetch` of any device in the same process: requests have to be signed, and onboarding is one of them. */
  fetch(this: void, request: Request): Promise<Response>;
  /** Puts it on a socket with TLS; devices trust the root of the issuer. */
  serve(this: void, options: Omit<ServeFakeOptions, 'wfmId'>): Promise<ServedFakeFleetManager>;
}

/**
 * Makes a fleet manager for tests of devices that sign their messages: it lets every device in that asks for it, verifies
 * every signature as a correct one does, and can have every fault of the catalogue that means anything in its profile.
 *
 * @param options - passed on to the fleet manager, the register of its clients and the gate in front of it
 *
 * @example
 * ```ts
 * import { signerFromKey } from '@margo-sdk/protocol/node';
 * import { createOnboardingClient, createWorkloadManagementClient } from '@margo-sdk/protocol/client';
 * import { createSigningFetch } from '@margo-sdk/protocol/signatures';
 * import { createDevelopmentIssuer, createFakeSignedFleetManager } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const { certificate, privateKey } = await issuer.issueClient('line-1', 'press-7');
 * const { baseUrl, fetch: network, registry, manager, fault } = createFakeSignedFleetManager();
 *
 * const profile = 'rc2-signed';
 * const fetch = createSigningFetch({ fetch: network, signer: signerFromKey(privateKey), profile });
 * const { clientId } = await createOnboardingClient({ profile, baseUrl, fetch }).onboard({ certificate });
 * await manager.publish(registry.idOf(clientId), []);
 *
 * const device = createWorkloadManagementClient({ profile, clientId, baseUrl, fetch });
 * fault('traffic/too-many-requests', { times: 1 });
 * await device.getStateManifest().catch((error) => console.log(error.status)); // 429
 * console.log((await device.getStateManifest()).status); // changed
 * ```
 */
export const createFakeSignedFleetManager = ({
  profile = 'rc2-signed',
  baseUrl = 'https://wfm.example.com',
  fleetManager = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1'),
  acceptCertificate = acceptAnyCertificate,
  newClientId,
  maxAgeMs,
  clockSkewMs,
  algorithms,
  rootCertificate,
  ...options
}: FakeSignedFleetManagerOptions = {}): FakeSignedFleetManager => {
  const { fake, reply, switches, clock } = createFake({ ...options, profile });
  const facts = profileFacts(profile);
  const { onboarding, basePath } = facts;
  const { now } = clock;
  const refused: RefusedSignature[] = [];
  const registry = createClientRegistry({
    store: createMemoryClientStore(),
    fleetManager,
    acceptCertificate,
    now,
    ...(newClientId && { newClientId }),
    ...(algorithms && { algorithms }),
  });
  const replayGuard = createMemoryReplayGuard({ now });
  const onboardingPaths = [onboarding?.path, onboarding?.certificatePath].map((path = '') =>
    joinBasePath(basePath, path),
  );

  /** Answers a device that is not let in yet, so that nobody knows who asks. */
  const replyToNewcomer = async ({ method, headers }: Request, right: () => Promise<HandlerAnswer>): Promise<Reply> => {
    const resource = 'onboarding';
    const fault = switches.take((one) => one.kind === 'reply' && one.on.includes(resource), { client: '', resource });
    if (fault?.kind !== 'reply') return replyOfAnswer(await right());
    const asked = { facts, resource, method, headers, nowMs: now() } as const;
    return fault.spoil(fault.instead ? NOTHING : replyOfAnswer(await right()), asked);
  };

  /** Replies to whoever has `origin` as the address. */
  const repliesAt = (origin: () => string): ((request: Request) => Promise<Reply>) => {
    const gate = createSignatureGate({
      manager: fake.manager,
      registry,
      origin,
      replayGuard,
      now,
      onRefused: ({ code }, { request }) => void refused.push({ request, code }),
      ...(maxAgeMs !== undefined && { maxAgeMs }),
      ...(clockSkewMs !== undefined && { clockSkewMs }),
      ...(rootCertificate !== undefined && { rootCertificate }),
    });
    return async (request) => {
      const body = new Uint8Array(await request.arrayBuffer());
      const asked = handlerRequestOf(request, body);
      if (onboardingPaths.includes(new URL(request.url).pathname))
        return replyToNewcomer(request, () => gate.answer(asked));
      const known = await gate.authenticate(asked);
      if ('answer' in known) return replyOfAnswer(known.answer);
      const { method, headers, url, signal } = request;
      return reply(new Request(url, { method, headers, signal, ...(body.length > 0 && { body }) }), known.caller);
    };
  };
  const replyHere = repliesAt(() => baseUrl);

  return {
    ...fake,
    baseUrl,
    registry,
    refused,
    fetch: async (request) => toResponse(await replyHere(request), request.signal, clock.sleep),
    serve: async ({ issuer, host = '127.0.0.1', port = 0 }) => {
      let url = baseUrl;
      const transport = await serverTls(
        { issuer, host },
        repliesAt(() => url),
      );
      const served = await serveFake({ transport, switches, clock, issuer, wfmId: '', host, port });
      ({ url } = served);
      return served;
    },
  };
};

const NOTHING: Reply = { status: 200, headers: {}, body: null, delivery: 'whole' };

const handlerRequestOf = ({ method, url, headers }: Request, body: Uint8Array): HandlerRequest => {
  const { pathname, search } = new URL(url);
  return {
    method,
    target: pathname + search,
    header: (name) => headers.get(name),
    body: (maxBytes) => Promise.resolve(body.byteLength > maxBytes ? undefined : body),
  };
};

const replyOfAnswer = ({ status, headers, body }: HandlerAnswer): Reply => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  body: body && new Uint8Array(body),
  delivery: 'whole',
});

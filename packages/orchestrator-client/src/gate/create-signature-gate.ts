import { profileFacts } from '@margo-sdk/protocol';
import type { VerifiedSignature } from '@margo-sdk/protocol/signatures';
import { MargoError } from '@margo-sdk/spec-model';
import { isClientId } from '../clients/client-id.js';
import { refuse } from '../handlers/answer.js';
import { FLEET_MANAGER_DEFAULTS } from '../handlers/handler.js';
import { inRefusalForm } from '../handlers/refusal-form.js';
import { readRequestPath } from '../handlers/request-path.js';
import type { HandlerAnswer, HandlerRequest } from '../handlers/request.js';
import { fromWeb, toWeb } from '../serve/web.js';
import { answerOnboarding, answerRootCertificate } from './answer-onboarding.js';
import { bufferBody, withBody } from './buffered-request.js';
import { createGatePaths } from './gate-path.js';
import { createOrigin } from './origin.js';
import { createRefusing } from './refuse-request.js';
import { createMemoryReplayGuard } from './replay-guard.js';
import type { Authentication, SignatureGate, SignatureGateOptions } from './signature-gate.js';
import { createVerifyRequest, refuseUnsigned } from './verify-request.js';

/**
 * Makes the gate in front of a fleet manager that speaks a signed profile. It proves who sends a request, in this order:
 * the path names a client; the client is known and not revoked; the body is the one that its digest names; the signature
 * covers method, address and digest, is made just now, by a key of this client, and for the first time (LG-10, LG-11).
 * Everything behind it works as with mutual TLS. Devices that ask to be let in are answered here.
 *
 * @throws MargoError `ERR_OPTION_INVALID`: the profile of the manager has no signatures, or the origin is none
 * @throws MargoError `ERR_BASE_PATH_INVALID`
 *
 * @example
 * ```ts
 * import {
 *   acceptAnyCertificate,
 *   acceptAnyClient,
 *   createClientRegistry,
 *   createFleetManager,
 *   createMemoryClientStore,
 *   createMemoryStore,
 *   createSignatureGate,
 * } from '@margo-sdk/orchestrator-client';
 * import { parseSpiffeId } from '@margo-sdk/protocol';
 *
 * const gate = createSignatureGate({
 *   manager: createFleetManager({ profile: 'rc2-signed', store: createMemoryStore(), acceptClient: acceptAnyClient }),
 *   registry: createClientRegistry({
 *     store: createMemoryClientStore(),
 *     fleetManager: parseSpiffeId('spiffe://factory.example/margo/wfm/line-1'),
 *     acceptCertificate: acceptAnyCertificate, // for a laboratory
 *   }),
 *   origin: 'https://wfm.example.com',
 *   onRefused: (error, { request }) => console.log(request, error.code),
 * });
 * // GET /api/v1/clients/press-7/deployments ERR_CLIENT_UNKNOWN
 * const response = await gate.fetch(new Request('https://wfm.example.com/api/v1/clients/press-7/deployments'));
 * console.log(response.status); // 401
 * ```
 */
export const createSignatureGate = (options: SignatureGateOptions): SignatureGate => {
  const { manager, registry, now = Date.now, maxAgeMs = 300_000 } = options;
  const { maxBodyBytes = FLEET_MANAGER_DEFAULTS.maxBodyBytes } = options;
  const { replayGuard = createMemoryReplayGuard({ now }) } = options;
  const facts = profileFacts(manager.profile);
  const { signing, onboarding, basePath } = facts;
  if (signing === null || onboarding === null)
    throw new MargoError('ERR_OPTION_INVALID', `No message is signed in the profile ${manager.profile}.`, {
      hint: 'Serve it with serveFleetManager, or make the fleet manager with a signed profile.',
    });
  const pathOf = createGatePaths(facts, options.basePath ?? basePath);
  const refusing = createRefusing(facts, options);
  const inForm = (answer: HandlerAnswer): HandlerAnswer => inRefusalForm(answer, facts.refusals);
  const verify = createVerifyRequest({
    signing,
    origin: createOrigin(options.origin),
    algorithms: options.algorithms ?? registry.algorithms,
    maxAgeMs,
    clockSkewMs: options.clockSkewMs ?? 60_000,
    now,
    allowUncoveredBody: options.dangerouslyAllowUncoveredBody ?? false,
  });
  const isReplay = (clientId: string, { replayId, created }: VerifiedSignature) =>
    replayGuard.isReplay({ clientId, replayId, expiresAtMs: created.getTime() + maxAgeMs });

  const authenticate = async (request: HandlerRequest): Promise<Authentication> => {
    const path = readRequestPath(request.target);
    if (path === undefined)
      return { answer: inForm(refuse('invalid-request', { detail: 'The path must be written without detours.' })) };
    const named = pathOf(path);
    if (named?.place !== 'client')
      return { answer: inForm(refuse(404, { detail: 'The workload-management interface has no such path.' })) };
    const { clientId, isCapabilities: unknownIs404 } = named;
    const where = { request: `${request.method} ${path}`, ...(isClientId(clientId) && { clientId }) };
    return refusing({ ...where, unknownIs404 }, async () => {
      const { id: caller, keys } = await registry.lookUp(clientId);
      refuseUnsigned(request);
      const body = await bufferBody(request, maxBodyBytes);
      if ('refusal' in body) return { answer: inForm(body.refusal) };
      const { bytes } = body;
      const signature = await verify({ request, bytes }, keys, (verified) => isReplay(clientId, verified));
      return { caller, request: withBody(request, bytes), signature };
    });
  };

  const onboard = async (request: HandlerRequest): Promise<HandlerAnswer> => {
    const { answer } = await refusing({ request: `${request.method} ${onboarding.path}` }, async () => ({
      answer: inForm(await answerOnboarding(request, { onboarding, registry, verify, isReplay })),
    }));
    return answer;
  };

  const answerAny = async (request: HandlerRequest): Promise<HandlerAnswer> => {
    const path = readRequestPath(request.target);
    const place = path === undefined ? undefined : pathOf(path)?.place;
    if (place === 'onboarding') return onboard(request);
    if (place === 'certificate') return inForm(answerRootCertificate(request, options.rootCertificate));
    const known = await authenticate(request);
    return 'answer' in known ? known.answer : manager.answer(known.request, known.caller);
  };
  const answer = async (request: HandlerRequest): Promise<HandlerAnswer> => {
    const given = await answerAny(request);
    return request.method === 'HEAD' ? { ...given, body: null } : given;
  };
  return { answer, authenticate, fetch: async (request) => toWeb(await answer(fromWeb(request))) };
};

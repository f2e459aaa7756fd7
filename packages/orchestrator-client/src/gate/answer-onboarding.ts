import { createProblem, type OnboardingFacts } from '@margo-sdk/protocol';
import { SignatureError, type VerifiedSignature } from '@margo-sdk/protocol/signatures';
import type { ClientRegistry } from '../clients/client-registry.js';
import { answerProblem, refuse } from '../handlers/answer.js';
import type { HandlerAnswer, HandlerRequest } from '../handlers/request.js';
import { bufferBody } from './buffered-request.js';
import { certificateIn, MAX_ONBOARDING_BYTES } from './onboarding.js';
import { answerJson } from './refusal.js';
import { refuseUnsigned, type VerifyRequest } from './verify-request.js';

/** What answers to requests to be let in are made of. */
export interface OnboardingParts {
  readonly onboarding: OnboardingFacts;
  readonly registry: Pick<ClientRegistry, 'admit' | 'keysOf'>;
  readonly verify: VerifyRequest;
  /** Tells whether a signature of a client was used before, and remembers it. */
  readonly isReplay: (clientId: string, verified: VerifiedSignature) => boolean | Promise<boolean>;
}

/**
 * Answers a request to be let in. It is signed with the key of the certificate that it holds (LG-12): that proves whose
 * it is, and whether it may become a client is asked after that.
 *
 * @throws SignatureError; ClientRefusedError; and whatever the registry and the guard throw
 */
export const answerOnboarding = async (
  request: HandlerRequest,
  { onboarding, registry, verify, isReplay }: OnboardingParts,
): Promise<HandlerAnswer> => {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  refuseUnsigned(request);
  const body = await bufferBody(request, MAX_ONBOARDING_BYTES);
  if ('refusal' in body) return body.refusal;
  const { bytes } = body;
  const certificate = certificateIn(bytes, request.header('content-type'), onboarding);
  const verified = await verify({ request, bytes }, registry.keysOf(certificate));
  const { clientId, isNew } = await registry.admit(certificate);
  // Remembered for clients only, or strangers could fill the memory; letting in the same one twice changes nothing.
  if (await isReplay(clientId, verified)) throw replayed();
  return isNew || onboarding.again === 201
    ? answerJson(201, { [onboarding.clientIdMember]: clientId })
    : refuse(onboarding.again, { detail: 'This certificate was onboarded before.' });
};

/**
 * Answers who wants the root certificate of the fleet manager (LG-02).
 *
 * @param pem - the certificate; `undefined` when it is not to be had
 */
export const answerRootCertificate = ({ method }: HandlerRequest, pem: string | undefined): HandlerAnswer => {
  if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed('GET, HEAD');
  if (pem === undefined) return refuse(404, { detail: 'The root certificate is not to be had here.' });
  return answerJson(200, { certificate: Buffer.from(pem).toString('base64') });
};

const methodNotAllowed = (Allow: string): HandlerAnswer =>
  answerProblem(createProblem(405, { detail: `There is ${Allow}.` }), { Allow });

const replayed = (): SignatureError =>
  new SignatureError('ERR_SIGNATURE_REPLAYED', 'Expected a new signature, got one that was seen before.', {
    hint: 'Sign every attempt anew.',
  });

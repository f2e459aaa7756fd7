import { WIRE_PROFILES } from '../../profiles/index.js';
import { componentRef } from '../component-schemas.js';
import { jsonAnswer, jsonBody, refusal } from '../operation-parts.js';

const { path, certificatePath } = WIRE_PROFILES['rc2-signed'].onboarding;

/** How a device is let in, in both published profiles with signed messages. */
export const onboardingPaths = {
  [path]: {
    post: {
      operationId: 'onboard',
      summary: 'Ask to be let in, signed with the key of the certificate that the body holds (LG-12).',
      requestBody: jsonBody(componentRef('OnboardingRequest')),
      responses: {
        201: jsonAnswer(
          'The client is let in; this is what paths call it (LG-03).',
          componentRef('OnboardingResponse'),
        ),
        400: refusal('The certificate cannot be read.'),
        401: refusal('The request is not signed with the key of the certificate (LG-12).'),
        403: refusal('The certificate is not trusted, or the client is not wanted.'),
      },
    },
  },
  [certificatePath]: {
    get: {
      operationId: 'getRootCertificate',
      summary: 'Fetch the certificate that the fleet manager is to be known by.',
      description: 'Proves nothing by itself, so it counts only over a channel that is trusted already (LG-02).',
      security: [],
      responses: {
        200: jsonAnswer('The root certificate.', componentRef('CACertificate')),
        404: refusal('There is none to be had here.'),
      },
    },
  },
};

import { deploymentIdSchema, deviceIdSchema, digestSchema } from '@margo-sdk/spec-model';
import { schemaRef } from '../component-schemas.js';
import { TEXT, headerParameter, pathParameter, refusal } from '../operation-parts.js';

/** The client that a path names. */
export const clientId = pathParameter('clientId', 'The client, as onboarding named it (LG-03).', {
  ...TEXT,
  pattern: '^[A-Za-z0-9._-]+$',
});

/** The device that a path names. */
export const deviceId = pathParameter(
  'deviceId',
  'The device; gateway/child with its slashes as they are for a device behind a gateway (M-52).',
  schemaRef(deviceIdSchema),
);

/** The deployment that a path names. */
export const deploymentId = pathParameter('deploymentId', 'UUID of the deployment.', schemaRef(deploymentIdSchema));

/** The content that a path names. */
export const digest = pathParameter(
  'digest',
  'Digest that the manifest gives for the content.',
  schemaRef(digestSchema),
);

/** What a client holds already. */
export const ifNoneMatch = headerParameter(
  'If-None-Match',
  'ETag of what the client holds, with its quotes (DS-39, DS-41).',
);

/** Why anything that has to be signed may be refused. */
export const UNSIGNED = {
  401: refusal('The signature is missing, or is not one of this client over this very request (LG-11).'),
  403: refusal('The certificate of the client is not trusted or no longer.'),
};

/** Why a body may be refused before anybody reads it. */
export const UNDIGESTED = { 400: refusal('Content-Digest is missing, or is not the digest of this body (LG-06).') };

/** Why a body that can be read may be refused. */
export const CONTRADICTORY = { 422: refusal('The body can be read but makes no sense.') };

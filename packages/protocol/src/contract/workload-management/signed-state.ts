import { MEDIA_TYPES, stateManifestSchema } from '@margo-sdk/spec-model';
import { WIRE_PROFILES } from '../../profiles/index.js';
import { componentRef, schemaRef } from '../component-schemas.js';
import { TEXT, header, headerParameter, jsonBody, refusal } from '../operation-parts.js';
import { CONTRADICTORY, UNDIGESTED, UNSIGNED, clientId, deploymentId, digest, ifNoneMatch } from './signed-parts.js';

const { stateManifest, deployment, deploymentStatus, bundle } = WIRE_PROFILES['rc2-signed'].paths;

const IMMUTABLE = 'public, max-age=31536000, immutable: the content of this URL never changes (DS-23).';

/** Desired and current state, in both published profiles with signed messages. */
export const statePaths = {
  [bundle]: {
    get: {
      operationId: 'getBundle',
      summary: 'Fetch all deployments of a manifest as one archive.',
      parameters: [clientId, digest, ifNoneMatch],
      responses: {
        200: {
          description: 'The archive; its digest is the one in the URL (DS-14).',
          headers: { ETag: header('The digest in quotes (DS-28).'), 'Cache-Control': header(IMMUTABLE) },
          content: { [MEDIA_TYPES.bundle]: { schema: { type: 'string', format: 'binary' } } },
        },
        304: { description: 'The client holds this archive already.' },
        400: refusal('The request cannot be understood.'),
        ...UNSIGNED,
        404: refusal('Bytes with this digest are not available. Never a deletion (DS-24, DS-25).'),
      },
    },
  },
  [stateManifest]: {
    get: {
      operationId: 'getStateManifest',
      summary: 'Fetch the desired state of everything this client is responsible for.',
      parameters: [
        clientId,
        ifNoneMatch,
        headerParameter('Accept', 'Formats that the client reads; absent means the only one (DS-05).'),
      ],
      responses: {
        200: {
          description: 'The manifest in force.',
          headers: {
            'Content-Type': header('The media type of the manifest (DS-06).'),
            ETag: header('Strong: digest of exactly this body, in quotes (DS-34, DS-35).'),
          },
          content: { [MEDIA_TYPES.manifest]: { schema: schemaRef(stateManifestSchema) } },
        },
        304: { description: 'The client holds the manifest in force; no body (DS-39).' },
        ...UNSIGNED,
        406: refusal('Accept lists no format that the server has (DS-04).'),
      },
    },
  },
  [deployment]: {
    get: {
      operationId: 'getDeployment',
      summary: 'Fetch one deployment by its digest.',
      parameters: [
        clientId,
        deploymentId,
        digest,
        ifNoneMatch,
        headerParameter(
          'Accept-Encoding',
          'Compressions that the client undoes; the digest is over what comes out (DS-26).',
        ),
      ],
      responses: {
        200: {
          description: 'The ApplicationDeployment as YAML; its digest is the one in the URL (DS-17).',
          headers: {
            'Content-Type': header('application/yaml'),
            ETag: header('Digest of the deployment in quotes (DS-22).'),
            'Cache-Control': header(IMMUTABLE),
            Vary: header('Accept-Encoding, where the server compresses (DS-27).'),
          },
          content: { [MEDIA_TYPES.deployment]: { schema: TEXT } },
        },
        304: { description: 'The client holds this deployment already (DS-41).' },
        ...UNSIGNED,
        404: refusal('Bytes with this digest are not available. Never a deletion (DS-24).'),
      },
    },
  },
  [deploymentStatus]: {
    post: {
      operationId: 'postDeploymentStatus',
      summary: 'Report how far a device has come with a deployment (DS-02).',
      parameters: [clientId, deploymentId],
      requestBody: jsonBody(componentRef('DeploymentStatusManifest')),
      responses: {
        200: { description: 'The report is taken; an earlier one is replaced.' },
        ...UNDIGESTED,
        ...UNSIGNED,
        ...CONTRADICTORY,
      },
    },
  },
};

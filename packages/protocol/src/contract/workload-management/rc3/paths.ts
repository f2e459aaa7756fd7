import {
  MEDIA_TYPES,
  deploymentIdSchema,
  deploymentStatusManifestSchema,
  deviceCapabilitiesManifestSchema,
  deviceIdSchema,
  digestSchema,
  stateManifestSchema,
} from '@margo-sdk/spec-model';
import { WIRE_PROFILES } from '../../../profiles/index.js';
import { schemaRef } from '../../component-schemas.js';
import { TEXT, header, headerParameter, jsonBody, pathParameter, problem } from '../../operation-parts.js';

const { capabilities, stateManifest, deployment, deploymentStatus, bundle } = WIRE_PROFILES.rc3.paths;

const IMMUTABLE = 'private, max-age=31536000, immutable: the content of this URL never changes (DS-23).';

const MALFORMED = { 400: problem('The body cannot be read: #invalid-request.') };
const DENIED = { 403: problem('Local policy does not accept this client: #not-authorized (API-10).') };
const CONTRADICTORY = { 422: problem('The body can be read but makes no sense: #semantic-error with errors (PT-12).') };

const deviceId = pathParameter(
  'deviceId',
  'The device; gateway/child with its slashes as they are for a device behind a gateway (M-52).',
  schemaRef(deviceIdSchema),
);
const deploymentId = pathParameter('deploymentId', 'UUID of the deployment.', schemaRef(deploymentIdSchema));
const digest = pathParameter('digest', 'Digest that the manifest gives for the content.', schemaRef(digestSchema));
const ifNoneMatch = headerParameter('If-None-Match', 'ETag of what the client holds, with its quotes (DS-39, DS-41).');

/** Every operation of the interface, in its own words; facts are those of 1.0.0-rc.3. */
export const paths = {
  [capabilities]: {
    put: {
      operationId: 'putCapabilities',
      summary: 'Say what a device is and can do; also what a gateway does for each device behind it.',
      parameters: [deviceId],
      requestBody: jsonBody(schemaRef(deviceCapabilitiesManifestSchema)),
      responses: {
        200: { description: 'The device was known; its capabilities are replaced.' },
        201: { description: 'The device is new.' },
        ...MALFORMED,
        ...DENIED,
        404: problem('The gateway that the device id names has not reported itself yet: #gateway-not-found (CAP-15).'),
        ...CONTRADICTORY,
      },
    },
    delete: {
      operationId: 'deleteCapabilities',
      summary: 'Take a device away from the fleet manager.',
      parameters: [deviceId],
      responses: {
        204: { description: 'The device is no longer known.' },
        ...DENIED,
        404: problem('This client has no such device: #device-not-found.'),
      },
    },
  },
  [bundle]: {
    get: {
      operationId: 'getBundle',
      summary: 'Fetch all deployments of a manifest as one archive.',
      parameters: [digest, ifNoneMatch],
      responses: {
        200: {
          description: 'The archive; its digest is the one in the URL (DS-14).',
          headers: { ETag: header('The digest in quotes (DS-28).'), 'Cache-Control': header(IMMUTABLE) },
          content: { [MEDIA_TYPES.bundle]: { schema: { type: 'string', format: 'binary' } } },
        },
        304: { description: 'The client holds this archive already.' },
        ...DENIED,
        404: problem('Bytes with this digest are not available: #invalid-bundle. Never a deletion (DS-24, DS-25).'),
      },
    },
  },
  [stateManifest]: {
    get: {
      operationId: 'getStateManifest',
      summary: 'Fetch the desired state of everything this client is responsible for.',
      parameters: [
        ifNoneMatch,
        headerParameter('Accept', 'Formats that the client reads; absent means the only one (DS-05).'),
      ],
      responses: {
        200: {
          description: 'The manifest in force.',
          headers: {
            'Content-Type': header('The media type of the manifest (DS-06).'),
            ETag: header('Strong: digest of exactly this body, in quotes (DS-34, DS-35).'),
            'Cache-Control': header('private, and nothing that lets it grow old (DS-37, DS-38).'),
          },
          content: { [MEDIA_TYPES.manifest]: { schema: schemaRef(stateManifestSchema) } },
        },
        304: { description: 'The client holds the manifest in force; no body (DS-39).' },
        ...DENIED,
        406: problem('Accept lists no format that the server has: #server-cannot-generate-response (DS-04).'),
      },
    },
  },
  [deployment]: {
    get: {
      operationId: 'getDeployment',
      summary: 'Fetch one deployment by its digest.',
      parameters: [
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
        ...DENIED,
        404: problem('Bytes with this digest are not available: #deployment-not-found. Never a deletion (DS-24).'),
      },
    },
  },
  [deploymentStatus]: {
    post: {
      operationId: 'postDeploymentStatus',
      summary: 'Report how far a device has come with a deployment (DS-02).',
      parameters: [deploymentId],
      requestBody: jsonBody(schemaRef(deploymentStatusManifestSchema)),
      responses: {
        200: { description: 'There was a report; this one takes its place.' },
        201: { description: 'This is the first report.' },
        ...MALFORMED,
        ...DENIED,
        ...CONTRADICTORY,
      },
    },
  },
};

import { MEDIA_TYPES, discoveryDocumentSchema, spiffeBundleSchema } from '@margo-sdk/spec-model';
import { schemaRef } from '../component-schemas.js';
import { header, headerParameter, problem } from '../operation-parts.js';

const parameters = [
  headerParameter('If-None-Match', 'ETag of what the client holds, with its quotes (TB-05).'),
  headerParameter('Accept', 'application/json (TB-04).'),
];
const found = (description: string, schema: Parameters<typeof schemaRef>[0]) => ({
  description,
  headers: { ETag: header('Names this content, in quotes (TB-05).') },
  content: { [MEDIA_TYPES.json]: { schema: schemaRef(schema) } },
});
const UNCHANGED = { description: 'The client holds this content already; no body.' };

/** Every operation of the interface, in its own words; facts are those of 1.0.0-rc.3. */
export const paths = {
  '/.well-known/margo': {
    get: {
      operationId: 'getDiscoveryDocument',
      summary: 'Learn where the trust bundle of a trust domain is.',
      description: 'Optional. An origin with several trust domains has one such document each, elsewhere (TB-03).',
      parameters,
      responses: {
        200: found('The document of one trust domain.', discoveryDocumentSchema),
        304: UNCHANGED,
        404: problem('There is no such document here.'),
      },
    },
  },
  '/.well-known/spiffe/bundle.json': {
    get: {
      operationId: 'getTrustBundle',
      summary: 'Fetch the anchors of a trust domain.',
      description:
        'The path is an example: `trustBundleUri` of the discovery document, or the operator, names the real one.',
      parameters,
      responses: {
        200: found('The bundle in force, in the format of SPIFFE (TB-10).', spiffeBundleSchema),
        304: UNCHANGED,
        404: problem('There is no bundle here.'),
      },
    },
  },
};

import { discoveryDocumentSchema, problemDetailSchema, spiffeBundleSchema } from '@margo-sdk/spec-model';
import { componentSchemas } from '../component-schemas.js';
import { paths } from './paths.js';

/**
 * Builds the contract between whoever needs trust anchors and the identity service as an OpenAPI 3.1 document, in the
 * same way as that of workload management.
 */
export const trustBundleContract = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Margo trust bundle',
    version: '1.0.0-rc.3',
    license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    description:
      'Where a trust domain publishes its anchors. Anybody may ask; the connection is authenticated by what the caller ' +
      'was given to begin with, never by the anchors themselves (TB-01). Ids in brackets, such as TB-03, name rules of ' +
      'the specification that the documentation lists.',
  },
  servers: [{ url: 'https://mis.example.com', description: 'Wherever the identity service is; https only (TB-09).' }],
  security: [],
  paths,
  components: { schemas: componentSchemas([discoveryDocumentSchema, problemDetailSchema, spiffeBundleSchema]) },
});

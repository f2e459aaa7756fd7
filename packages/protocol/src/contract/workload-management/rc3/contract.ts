import {
  applicationDeploymentSchema,
  deploymentStatusManifestSchema,
  deviceCapabilitiesManifestSchema,
  deviceIdSchema,
  digestSchema,
  manifestVersionSchema,
  problemDetailSchema,
  stateManifestSchema,
} from '@margo-sdk/spec-model';
import { componentSchemas } from '../../component-schemas.js';
import { paths } from './paths.js';

/**
 * Builds the contract between a device and its fleet manager as an OpenAPI 3.1 document: operations are written here
 * from the specification's facts, documents come from the model. `tools/generate.mjs` writes it to `src/generated`.
 */
export const workloadManagementContract = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Margo workload management',
    version: '1.0.0-rc.3',
    license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    description:
      'What a device asks of its fleet manager and tells it. The caller of every request is who its certificate says ' +
      'it is (API-06). Ids in brackets, such as DS-04, name rules of the specification that the documentation lists.',
  },
  servers: [{ url: 'https://wfm.example.com', description: 'Wherever the fleet manager is; port 443 (API-04).' }],
  security: [{ mTLS: [] }],
  paths,
  components: {
    securitySchemes: {
      mTLS: {
        type: 'mutualTLS',
        description: 'Both sides present an X.509-SVID that the trust bundle of the trust domain vouches for (API-05).',
      },
    },
    schemas: componentSchemas([
      applicationDeploymentSchema,
      deploymentStatusManifestSchema,
      deviceCapabilitiesManifestSchema,
      deviceIdSchema,
      digestSchema,
      manifestVersionSchema,
      problemDetailSchema,
      stateManifestSchema,
    ]),
  },
});

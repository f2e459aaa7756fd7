import { APPLICATION_DEPLOYMENT } from '../application-deployment/application-deployment.js';
import type { ApplicationDeployment } from '../application-deployment/schema.js';
import { APPLICATION_DESCRIPTION } from '../application-description/application-description.js';
import type { ApplicationDescription } from '../application-description/schema.js';
import { DEPLOYMENT_STATUS_MANIFEST } from '../deployment-status/deployment-status.js';
import type { DeploymentStatusManifest } from '../deployment-status/schema.js';
import { DEVICE_CAPABILITIES_MANIFEST } from '../device-capabilities/device-capabilities.js';
import type { DeviceCapabilitiesManifest } from '../device-capabilities/schema.js';
import type { StateManifest } from '../state-manifest/schema.js';
import { STATE_MANIFEST } from '../state-manifest/state-manifest.js';
import { stringifyDocument } from './stringify-document.js';

/**
 * Writes an application description (1.0.0-rc.3) as YAML, the same way every time: see {@link stringifyDocument}.
 *
 * @throws DocumentError `ERR_DOCUMENT_INVALID`
 *
 * @example
 * ```ts
 * import { parseApplicationDescription, stringifyApplicationDescription } from '@margo-sdk/spec-model';
 *
 * const description = parseApplicationDescription(`
 * id: com-example-hello
 * apiVersion: v1
 * metadata: { name: Hello, version: '1.0', catalog: { organization: [{ name: Example }] } }
 * deploymentProfiles:
 *   - id: cluster
 *     type: helm
 *     components: [{ name: hello, properties: { repository: oci://registry.example.com/hello, revision: 1.0.0 } }]
 * `);
 * console.log(stringifyApplicationDescription(description).split('\n', 2)); // [ 'apiVersion: v1', 'id: com-example-hello' ]
 * ```
 */
export const stringifyApplicationDescription = (description: ApplicationDescription): string =>
  stringifyDocument(APPLICATION_DESCRIPTION, description);

/**
 * Writes an application deployment (1.0.0-rc.3) as YAML, the same way every time: see {@link stringifyDocument}. From
 * then on the bytes are the truth: they have a digest, and nobody writes them again (DS-31).
 *
 * @throws DocumentError `ERR_DOCUMENT_INVALID`
 *
 * @example
 * ```ts
 * import { parseApplicationDeployment, stringifyApplicationDeployment } from '@margo-sdk/spec-model';
 *
 * const deployment = parseApplicationDeployment(`
 * metadata: { name: hello, namespace: hello, deviceId: press-7 }
 * id: a3e2f5dc-912e-494f-8395-52cf3769bc06
 * spec:
 *   applicationId: com-example-hello
 *   deploymentProfile:
 *     type: helm
 *     components: [{ name: hello, properties: { repository: oci://registry.example.com/hello, revision: 1.0.0 } }]
 * `);
 * console.log(stringifyApplicationDeployment(deployment).split('\n', 1)); // [ 'id: a3e2f5dc-912e-494f-8395-52cf3769bc06' ]
 * ```
 */
export const stringifyApplicationDeployment = (deployment: ApplicationDeployment): string =>
  stringifyDocument(APPLICATION_DEPLOYMENT, deployment);

/**
 * Writes a deployment status manifest (1.0.0-rc.3) as JSON, the same way every time: see {@link stringifyDocument}. The
 * version is an integer of full size (M-06).
 *
 * @throws DocumentError `ERR_DOCUMENT_INVALID`
 *
 * @example
 * ```ts
 * import { parseDeploymentId, stringifyDeploymentStatusManifest } from '@margo-sdk/spec-model';
 *
 * const text = stringifyDeploymentStatusManifest({
 *   deploymentId: parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06'),
 *   adoptedManifestVersion: 18446744073709551615n,
 *   status: { state: 'installed' },
 *   components: [{ name: 'hello', state: 'installed' }],
 * });
 * console.log(text.slice(0, 46)); // {"adoptedManifestVersion":18446744073709551615
 * ```
 */
export const stringifyDeploymentStatusManifest = (status: DeploymentStatusManifest): string =>
  stringifyDocument(DEPLOYMENT_STATUS_MANIFEST, status);

/**
 * Writes a device capabilities manifest (1.0.0-rc.3) as JSON, the same way every time: see {@link stringifyDocument}.
 *
 * @throws DocumentError `ERR_DOCUMENT_INVALID`
 *
 * @example
 * ```ts
 * import { parseDeviceId, stringifyDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
 *
 * console.log(
 *   stringifyDeviceCapabilitiesManifest({
 *     properties: { id: parseDeviceId('gateway-1'), vendor: 'Example', modelNumber: 'G1', serialNumber: '7' },
 *   }),
 * ); // {"properties":{"id":"gateway-1","modelNumber":"G1","serialNumber":"7","vendor":"Example"}}
 * ```
 */
export const stringifyDeviceCapabilitiesManifest = (capabilities: DeviceCapabilitiesManifest): string =>
  stringifyDocument(DEVICE_CAPABILITIES_MANIFEST, capabilities);

/**
 * Writes a state manifest (1.0.0-rc.3) as JSON, the same way every time: see {@link stringifyDocument}. The same desired
 * state is the same text (DS-36), and the version is an integer of full size (M-06).
 *
 * @throws DocumentError `ERR_DOCUMENT_INVALID`
 *
 * @example
 * ```ts
 * import { stringifyStateManifest } from '@margo-sdk/spec-model';
 *
 * console.log(stringifyStateManifest({ manifestVersion: 7n, bundle: null, deployments: [] }));
 * // {"bundle":null,"deployments":[],"manifestVersion":7}
 * ```
 */
export const stringifyStateManifest = (manifest: StateManifest): string => stringifyDocument(STATE_MANIFEST, manifest);

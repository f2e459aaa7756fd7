import type { Issue } from '../issue.js';

/** Rules that a reader lets pass with a warning, since peers are known to break them, and that a writer keeps. */
const KEPT_BY_WRITERS: readonly string[] = ['AX-04', 'AX-08'];

/**
 * The issues over which nobody publishes a document, although readers put up with it: a profile type that nobody knows
 * (AX-04, M-11), and members of older revisions (AX-08).
 *
 * @param issues - those of a document that was read
 * @returns the ones that a writer keeps to, as errors
 *
 * @example
 * ```ts
 * import { refusedByWriters, safeParseApplicationDeployment } from '@margo-sdk/spec-model';
 *
 * const { issues } = safeParseApplicationDeployment(`
 * kind: ApplicationDeployment
 * id: a3e2f5dc-912e-494f-8395-52cf3769bc06
 * metadata: { name: hello, namespace: hello, deviceId: edge-1 }
 * spec:
 *   applicationId: com-example-hello
 *   deploymentProfile:
 *     type: helm
 *     components:
 *       - { name: hello, properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 } }
 * `);
 * console.log(refusedByWriters(issues).map(({ rule, severity }) => `${rule} ${severity}`)); // [ 'AX-08 error' ]
 * ```
 */
export const refusedByWriters = (issues: readonly Issue[]): Issue[] =>
  issues.filter(({ rule }) => KEPT_BY_WRITERS.includes(rule)).map((issue): Issue => ({ ...issue, severity: 'error' }));

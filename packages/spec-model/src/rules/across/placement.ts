import type { ApplicationDeployment } from '../../application-deployment/schema.js';
import type { DeviceCapabilitiesManifest } from '../../device-capabilities/schema.js';
import type { Issue } from '../../issue.js';
import { explainPlacement } from '../../placement/explain-placement.js';
import { openStatements } from '../../placement/reason.js';
import { collectIssues } from '../../reading/collect-issues.js';

/**
 * Tells whether a device can take a deployment: it deploys that type, has the capacity, and meets an eligibility rule
 * (AX-09). The target of the deployment is not looked at. What cannot be told, because an amount cannot be read,
 * is a warning.
 *
 * @param deployment - a deployment that is valid by itself (1.0.0-rc.3)
 * @param capabilities - what the device reports
 * @returns one issue for each thing that is in the way; none when the deployment fits
 *
 * @example
 * ```ts
 * import { checkDeploymentOn, parseApplicationDeployment, parseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
 *
 * const deployment = parseApplicationDeployment(`
 * id: a3e2f5dc-912e-494f-8395-52cf3769bc06
 * metadata: { name: hello, namespace: hello, deviceId: gw-1 }
 * spec:
 *   applicationId: com-example-hello
 *   deploymentProfile:
 *     type: helm
 *     components:
 *       - name: hello
 *         properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 }
 * `);
 * const gateway = parseDeviceCapabilitiesManifest(
 *   '{"properties": {"id": "gw-1", "vendor": "Example", "modelNumber": "G1", "serialNumber": "1"}}',
 * );
 * for (const { rule, message } of checkDeploymentOn(deployment, gateway)) console.log(rule, message);
 * // AX-09 gw-1 hosts no workloads.
 * ```
 */
export const checkDeploymentOn = (
  deployment: ApplicationDeployment,
  capabilities: DeviceCapabilitiesManifest,
): Issue[] =>
  collectIssues((report) => {
    for (const { reason } of explainPlacement(deployment, capabilities).profiles) {
      for (const statement of openStatements(reason)) {
        report('AX-09', ['spec', 'deploymentProfile'], statement, reason.holds === 'no' ? {} : { severity: 'warning' });
      }
    }
  });

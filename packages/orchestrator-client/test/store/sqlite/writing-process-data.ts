import { parseSpiffeId } from '@margo-sdk/protocol';
import { parseDeploymentId, parseDeviceId } from '@margo-sdk/spec-model';
import type { DeviceRecord, StatusRecord } from '../../../src/store/fleet-store.js';

export const PRESS = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7');
export const deviceId = parseDeviceId('press-7');
export const deploymentId = parseDeploymentId('7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11');

/** Large enough for the log to be folded into the file now and then. */
export const deploymentOf = (number: number): string => `# ${'filling '.repeat(12_000)}
id: ${deploymentId}
metadata: { name: monitor, namespace: default, deviceId: press-7 }
spec:
  applicationId: monitor
  deploymentProfile:
    type: helm
    components:
      - name: collector
        properties: { repository: "oci://registry.example/charts/collector", revision: 1.0.${number} }
`;

export const statusOf = (number: number): StatusRecord => ({
  deploymentId,
  deviceId,
  status: {
    deploymentId,
    adoptedManifestVersion: BigInt(number),
    status: { state: 'installed' },
    components: [{ name: 'collector', state: 'installed' }],
  },
  receivedAtMs: number,
});

export const deviceOf = (number: number): DeviceRecord => ({
  deviceId,
  capabilities: { properties: { id: deviceId, vendor: 'ACME', modelNumber: 'M1', serialNumber: `${number}` } },
  receivedAtMs: number,
});

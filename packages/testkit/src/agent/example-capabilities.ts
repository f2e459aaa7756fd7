import { parseDeviceCapabilitiesManifest, type DeviceCapabilitiesManifest } from '@margo-sdk/spec-model';

/**
 * Capabilities of a made-up device that can run anything: for tests that need some, and are about something else.
 *
 * @param deviceId - of the device
 * @throws DocumentError `ERR_DOCUMENT_INVALID` when it is no id of a device
 *
 * @example
 * ```ts
 * import { exampleCapabilities } from '@margo-sdk/testkit';
 *
 * console.log(exampleCapabilities('press-7').properties.memory); // 8Gi
 * ```
 */
export const exampleCapabilities = (deviceId: string): DeviceCapabilitiesManifest =>
  parseDeviceCapabilitiesManifest(
    JSON.stringify({
      properties: {
        id: deviceId,
        vendor: 'Example',
        modelNumber: 'M1',
        serialNumber: '1',
        cpus: [{ cores: 4, architecture: 'amd64' }],
        memory: '8Gi',
        storage: '64Gi',
        peripherals: [],
        interfaces: [{ type: 'ethernet' }],
        otelCollector: true,
        supportedRuntimes: ['oci'],
        supportedDeploymentTypes: ['helm', 'compose'],
      },
    }),
  );

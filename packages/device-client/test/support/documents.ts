import {
  parseDeviceCapabilitiesManifest,
  stringifyJson,
  type DeviceCapabilitiesManifest,
  type JsonValue,
} from '@margo-sdk/spec-model';

export const LINE = 'ad9b614e-8912-45f4-a523-372358765def';
export const PUMP = '0b7a3f52-6f0e-4a55-9a3e-2f6e0f6a7c11';
export const DEVICE = 'device-1';

export interface ComponentChoice {
  readonly name: string;
  readonly revision?: string;
  readonly repository?: string;
  readonly wait?: boolean;
  readonly timeout?: string;
}

export interface DeploymentChoice {
  readonly id?: string;
  readonly type?: 'helm' | 'compose' | 'custom';
  readonly device?: string;
  readonly components?: readonly ComponentChoice[];
  /** Value of one parameter by the component that it reaches. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly constraints?: JsonValue;
}

/** Text of a deployment document; JSON is YAML. */
export const deploymentText = ({
  id = LINE,
  type = 'helm',
  device = DEVICE,
  components = [{ name: 'broker' }, { name: 'dashboard' }],
  settings = {},
  constraints,
}: DeploymentChoice = {}): string =>
  stringifyJson({
    id,
    metadata: { name: 'line-monitor', namespace: 'factory', deviceId: device },
    spec: {
      applicationId: 'com-example-line-monitor',
      deploymentProfile: {
        type,
        components: components.map(({ name, revision = '1.0.0', repository, wait, timeout }) => ({
          name,
          properties: {
            repository: repository ?? `oci://registry.example.com/charts/${name}`,
            revision,
            ...(wait === undefined ? {} : { wait }),
            ...(timeout === undefined ? {} : { timeout }),
          },
        })),
        ...(constraints === undefined ? {} : { deviceConstraints: constraints }),
      },
      parameters: Object.fromEntries(
        Object.entries(settings).map(([component, value]) => [
          `setting-of-${component}`,
          { value, targets: [{ pointer: 'SETTING', components: [component] }] },
        ]),
      ),
    },
  });

export const CAPABILITIES: DeviceCapabilitiesManifest = parseDeviceCapabilitiesManifest(
  JSON.stringify({
    properties: {
      id: DEVICE,
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

/** What a deployment of a custom type has to ask for (DC-07), and a device that has it. */
export const CUSTOM_CONSTRAINTS: JsonValue = {
  eligibilityRules: [{ labelSelector: { matchExpressions: [{ key: 'example.com/runtime', operator: 'Exists' }] } }],
};
export const CUSTOM_CAPABILITIES: DeviceCapabilitiesManifest = {
  ...CAPABILITIES,
  labels: { 'example.com/runtime': 'scripts' },
  properties: { ...CAPABILITIES.properties, supportedDeploymentTypes: ['custom'] },
};

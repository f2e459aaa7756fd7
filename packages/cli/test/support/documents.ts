export const DESCRIPTION = `apiVersion: v1
id: com-example-hello
metadata:
  name: Hello
  version: 1.0.0 # first
  catalog: { organization: [{ name: Example }] }
deploymentProfiles:
  - type: helm
    id: hello-helm
    components:
      - name: hello
        properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 }
  - type: compose
    id: hello-compose
    components:
      - name: hello-app
        properties: { repository: oci://registry.example.com/hello, revision: 1.0.0 }
parameters:
  greeting:
    value: Hi
    targets: [{ pointer: text, components: [hello] }, { pointer: TEXT, components: [hello-app] }]
  volume: { value: 3, targets: [{ pointer: sound.volume, components: [hello] }] }
  loud: { value: false, targets: [{ pointer: sound.loud, components: [hello] }] }
  hosts: { value: [a, b], targets: [{ pointer: hosts, components: [hello] }] }
  token: { targets: [{ pointer: auth.token, components: [hello] }] }
configuration:
  sections:
    - name: Sound
      settings:
        - { parameter: volume, name: Volume, schema: percent }
        - { parameter: greeting, name: Greeting, schema: text }
  schema:
    - { name: percent, dataType: integer, minValue: 0, maxValue: 100 }
    - { name: text, dataType: string, maxLength: 20 }
`;

export const PR1_DESCRIPTION = `apiVersion: margo.org/v1-alpha1
kind: ApplicationDescription
metadata:
  id: com-example-hello
  name: Hello
  version: 1.0.0 # first
  catalog: { organization: [{ name: Example }] }
deploymentProfiles:
  - type: helm.v3
    id: hello-helm
    components:
      - name: hello # the only one
        properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 }
`;

export const DEPLOYMENT = `id: a3e2f5dc-912e-494f-8395-52cf3769bc06
metadata: { name: hello, namespace: hello, deviceId: edge-1 }
spec:
  applicationId: com-example-hello
  deploymentProfile:
    type: helm
    components:
      - name: hello
        properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 }
      - name: extra
        properties: { repository: oci://registry.example.com/charts/extra, revision: 1.0.0 }
  parameters:
    greeting: { value: Hi, targets: [{ pointer: text, components: [hello] }] }
    volume: { value: 3, targets: [{ pointer: sound.volume, components: [hello, extra] }] }
`;

export const capabilities = (id: string, more: object = {}): string =>
  JSON.stringify({
    properties: {
      id,
      vendor: 'Example',
      modelNumber: 'E1',
      serialNumber: '1',
      ...more,
    },
  });

export const CLUSTER = {
  supportedDeploymentTypes: ['helm'],
  supportedRuntimes: ['oci'],
  cpus: [{ cores: 4, architecture: 'amd64' }],
  memory: '8Gi',
  storage: '64Gi',
  peripherals: [],
  interfaces: [],
  otelCollector: true,
};

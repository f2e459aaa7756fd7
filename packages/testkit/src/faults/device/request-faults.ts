import { capabilitiesOf, put, type DeviceFault } from './device-fault.js';

type Options = Pick<DeviceFault, 'rules' | 'request' | 'statuses'> &
  Partial<Pick<DeviceFault, 'outcome' | 'expected' | 'channel' | 'on'>>;

const fault = (
  what: string,
  { outcome = 'refused', channel = 'content', on = 'capabilities', ...rest }: Options,
): DeviceFault => ({ on, channel, what, outcome, ...rest });

const NO_DIGEST = `sha256:${'0'.repeat(64)}`;
const TWO_MIB = 2 * 1024 * 1024;

/** What can be wrong with every other request of a device. */
export const REQUEST_FAULTS = {
  'device/child-before-gateway': fault('A child is reported whose gateway nobody knows.', {
    rules: ['CAP-14', 'CAP-15'],
    statuses: [404],
    request: () => put('unknown-gateway/child', capabilitiesOf('unknown-gateway/child')),
  }),
  'device/capabilities-of-another-id': fault('Capabilities name another device than their path.', {
    rules: ['M-20'],
    statuses: [422],
    request: ({ deviceId }) => put(deviceId, capabilitiesOf(`${deviceId}-too`)),
  }),
  'device/capabilities-in-an-envelope': fault('Capabilities have apiVersion and kind, as older revisions had.', {
    rules: ['M-10'],
    statuses: [200, 201, 422],
    outcome: 'harmless',
    expected: 'takes it or says what is wrong',
    request: ({ deviceId }) =>
      put(
        deviceId,
        capabilitiesOf(deviceId, { apiVersion: 'device.margo.org/v1alpha1', kind: 'DeviceCapabilitiesManifest' }),
      ),
  }),
  'device/capabilities-without-vendor': fault('Capabilities lack what they must have.', {
    rules: ['PT-12'],
    statuses: [422],
    request: ({ deviceId }) => put(deviceId, JSON.stringify({ properties: { id: deviceId } })),
  }),
  'device/capabilities-with-duplicate-member': fault('A member of the capabilities is there twice.', {
    rules: ['M-06'],
    statuses: [400, 422],
    request: ({ deviceId }) =>
      put(deviceId, capabilitiesOf(deviceId).replace(/\}$/, ',"properties":{"id":"somebody-else"}}')),
  }),
  'device/capabilities-too-large': fault('Capabilities have 2 MiB.', {
    rules: ['PT-10'],
    statuses: [413],
    request: ({ deviceId }) => put(deviceId, capabilitiesOf(deviceId).padEnd(TWO_MIB)),
  }),
  'device/path-with-detour': fault('The path of a device goes up and down again, percent-encoded.', {
    rules: ['M-52', 'API-07'],
    statuses: [400, 404],
    request: ({ deviceId }) => put(`${deviceId}%2F..%2Fsomebody-else`, capabilitiesOf('somebody-else')),
  }),
  'device/path-with-line-break': fault('The path of a device has a line break and a header in it, percent-encoded.', {
    rules: ['CAP-03'],
    statuses: [400, 404],
    request: ({ deviceId }) => put(`${deviceId}%0d%0aX-Admin:%20yes`, capabilitiesOf(deviceId)),
  }),
  'device/path-with-zero-byte': fault('The path of a device has a zero byte in it, percent-encoded.', {
    rules: ['CAP-03'],
    statuses: [400, 404],
    request: ({ deviceId }) => put(`${deviceId}%00`, capabilitiesOf(deviceId)),
  }),
  'device/path-with-broken-encoding': fault('The percent-encoding of a path is broken.', {
    rules: ['PT-10'],
    statuses: [400, 404],
    request: ({ deviceId }) => put(`${deviceId}%zz`, capabilitiesOf(deviceId)),
  }),
  'device/path-too-long': fault('A path has 10,000 characters.', {
    rules: ['PT-10'],
    statuses: [400, 404, 414],
    request: () => put('d'.repeat(10_000), capabilitiesOf('d')),
  }),
  'device/deletes-a-stranger': fault('A device takes a device away that it never reported.', {
    rules: ['API-07'],
    statuses: [404],
    request: () => ({ method: 'DELETE', path: '/api/v1/capabilities/somebody-else' }),
  }),
  'device/wants-html': fault('A device asks for the manifest as HTML.', {
    on: 'stateManifest',
    channel: 'http',
    rules: ['DS-04'],
    statuses: [406],
    request: () => ({ method: 'GET', path: '/api/v1/deployments', headers: { accept: 'text/html' } }),
  }),
  'device/writes-the-manifest': fault('A device tries to put a manifest.', {
    on: 'stateManifest',
    channel: 'http',
    rules: ['API-07'],
    statuses: [405],
    request: () => ({ method: 'PUT', path: '/api/v1/deployments', body: '{}' }),
  }),
  'device/wants-an-older-revision': fault('A device speaks to the paths of an older revision.', {
    on: 'stateManifest',
    channel: 'http',
    rules: ['PT-10'],
    statuses: [404],
    request: ({ deviceId }) => ({ method: 'GET', path: `/api/v1/clients/${deviceId}/deployments` }),
  }),
  'device/guesses-a-deployment': fault('A device asks for bytes that were never published to it.', {
    on: 'deployment',
    channel: 'http',
    rules: ['DS-25', 'API-07'],
    statuses: [404],
    request: ({ deploymentId }) => ({ method: 'GET', path: `/api/v1/deployments/${deploymentId}/${NO_DIGEST}` }),
  }),
  'device/guesses-a-bundle': fault('A device asks for a bundle that was never published to it.', {
    on: 'bundle',
    channel: 'http',
    rules: ['DS-25', 'API-07'],
    statuses: [404],
    request: () => ({ method: 'GET', path: `/api/v1/bundles/${NO_DIGEST}` }),
  }),
  'device/asks-for-no-digest': fault('A device asks for a bundle by something that is no digest.', {
    on: 'bundle',
    channel: 'http',
    rules: ['DS-29'],
    statuses: [400, 404],
    request: () => ({ method: 'GET', path: '/api/v1/bundles/..%2F..%2Fetc%2Fpasswd' }),
  }),
} satisfies Record<string, DeviceFault>;

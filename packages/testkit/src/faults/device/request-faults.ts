import { onMutualTls, onSignedMessages } from '../fault.js';
import { targetOf } from '../wire.js';
import { capabilitiesOf, put, withDevices, type DeviceFault } from './device-fault.js';

type Options = Pick<DeviceFault, 'rules' | 'request' | 'statuses'> &
  Partial<Pick<DeviceFault, 'outcome' | 'expected' | 'channel' | 'on' | 'where'>>;

const fault = (
  what: string,
  { outcome = 'refused', channel = 'content', on = 'capabilities', ...rest }: Options,
): DeviceFault => ({ on, channel, what, outcome, ...rest });

const NO_DIGEST = `sha256:${'0'.repeat(64)}`;
const TWO_MIB = 2 * 1024 * 1024;
const ENVELOPE = { apiVersion: 'device.margo.org/v1alpha1', kind: 'DeviceCapabilitiesManifest' };

/** What can be wrong with every other request of a device. */
export const REQUEST_FAULTS = {
  'device/child-before-gateway': fault('A child is reported whose gateway nobody knows.', {
    rules: ['CAP-14', 'CAP-15'],
    statuses: [404],
    where: withDevices,
    request: (situation) => put(situation, 'unknown-gateway/child', capabilitiesOf(situation, 'unknown-gateway/child')),
  }),
  'device/capabilities-of-another-id': fault('Capabilities name another device than their path.', {
    rules: ['M-20'],
    statuses: [422],
    where: withDevices,
    request: (situation) => put(situation, situation.deviceId, capabilitiesOf(situation, `${situation.deviceId}-too`)),
  }),
  'device/capabilities-in-an-envelope': fault('Capabilities have apiVersion and kind, as older revisions had.', {
    rules: ['M-10'],
    statuses: [200, 201, 422],
    outcome: 'harmless',
    expected: 'takes it or says what is wrong',
    where: ({ revision }) => revision === 'rc3',
    request: (situation) => put(situation, situation.deviceId, capabilitiesOf(situation, undefined, ENVELOPE)),
  }),
  'device/capabilities-without-vendor': fault('Capabilities lack what they must have.', {
    rules: ['PT-12'],
    statuses: [422],
    request: (situation) =>
      put(situation, situation.deviceId, capabilitiesOf(situation).replace(/"vendor":"[^"]*",?/, '')),
  }),
  'device/capabilities-with-duplicate-member': fault('A member of the capabilities is there twice.', {
    rules: ['M-06'],
    statuses: [400, 422],
    request: (situation) =>
      put(
        situation,
        situation.deviceId,
        capabilitiesOf(situation).replace(/\}$/, ',"properties":{"id":"somebody-else"}}'),
      ),
  }),
  'device/capabilities-too-large': fault('Capabilities have 2 MiB.', {
    rules: ['PT-10'],
    statuses: [413],
    request: (situation) => put(situation, situation.deviceId, capabilitiesOf(situation).padEnd(TWO_MIB)),
  }),
  'device/path-with-detour': fault('The path of a device goes up and down again, percent-encoded.', {
    rules: ['M-52', 'API-07'],
    statuses: [400, 404],
    where: withDevices,
    request: (situation) =>
      put(situation, `${situation.deviceId}%2F..%2Fsomebody-else`, capabilitiesOf(situation, 'somebody-else')),
  }),
  'device/path-with-line-break': fault('The path of a device has a line break and a header in it, percent-encoded.', {
    rules: ['CAP-03'],
    statuses: [400, 404],
    where: withDevices,
    request: (situation) => put(situation, `${situation.deviceId}%0d%0aX-Admin:%20yes`, capabilitiesOf(situation)),
  }),
  'device/path-with-zero-byte': fault('The path of a device has a zero byte in it, percent-encoded.', {
    rules: ['CAP-03'],
    statuses: [400, 404],
    where: withDevices,
    request: (situation) => put(situation, `${situation.deviceId}%00`, capabilitiesOf(situation)),
  }),
  'device/path-with-broken-encoding': fault('The percent-encoding of a path is broken.', {
    rules: ['PT-10'],
    statuses: [400, 404],
    where: withDevices,
    request: (situation) => put(situation, `${situation.deviceId}%zz`, capabilitiesOf(situation)),
  }),
  'device/path-too-long': fault('A path has 10,000 characters.', {
    rules: ['PT-10'],
    statuses: [400, 404, 414],
    where: withDevices,
    request: (situation) => put(situation, 'd'.repeat(10_000), capabilitiesOf(situation, 'd')),
  }),
  'device/deletes-a-stranger': fault('A device takes a device away that it never reported.', {
    rules: ['API-07'],
    statuses: [404],
    where: ({ capabilities }) => capabilities.canDelete,
    request: ({ wire }) => ({ method: 'DELETE', path: targetOf(wire, 'capabilities', { deviceId: 'somebody-else' }) }),
  }),
  'device/wants-html': fault('A device asks for the manifest as HTML.', {
    on: 'stateManifest',
    channel: 'http',
    rules: ['DS-04'],
    statuses: [406],
    request: ({ wire }) => ({ method: 'GET', path: targetOf(wire, 'stateManifest'), headers: { accept: 'text/html' } }),
  }),
  'device/writes-the-manifest': fault('A device tries to put a manifest.', {
    on: 'stateManifest',
    channel: 'http',
    rules: ['API-07'],
    statuses: [405],
    request: ({ wire }) => ({ method: 'PUT', path: targetOf(wire, 'stateManifest'), body: '{}' }),
  }),
  'device/wants-an-older-revision': fault('A device speaks to the paths of an older revision.', {
    on: 'stateManifest',
    channel: 'http',
    rules: ['PT-10'],
    statuses: [404],
    where: onMutualTls,
    request: ({ deviceId }) => ({ method: 'GET', path: `/api/v1/clients/${deviceId}/deployments` }),
  }),
  'device/wants-a-newer-revision': fault('A device speaks to the paths of a newer revision.', {
    on: 'stateManifest',
    channel: 'http',
    rules: ['PT-10', 'LG-11'],
    statuses: [401, 404],
    where: onSignedMessages,
    request: () => ({ method: 'GET', path: '/api/v1/deployments' }),
  }),
  'device/names-another-client': fault('The path of a request names another client than the one that sends it.', {
    on: 'stateManifest',
    channel: 'identity',
    rules: ['LG-11', 'API-07'],
    statuses: [401, 403],
    where: onSignedMessages,
    request: ({ wire }) => ({ method: 'GET', path: targetOf({ ...wire, clientId: 'somebody-else' }, 'stateManifest') }),
  }),
  'device/guesses-a-deployment': fault('A device asks for bytes that were never published to it.', {
    on: 'deployment',
    channel: 'http',
    rules: ['DS-25', 'API-07'],
    statuses: [404],
    where: ({ retrievals }) => retrievals.includes('single'),
    request: ({ wire, deploymentId }) => ({
      method: 'GET',
      path: targetOf(wire, 'deployment', { deploymentId, digest: NO_DIGEST }),
    }),
  }),
  'device/guesses-a-bundle': fault('A device asks for a bundle that was never published to it.', {
    on: 'bundle',
    channel: 'http',
    rules: ['DS-25', 'API-07'],
    statuses: [404],
    request: ({ wire }) => ({ method: 'GET', path: targetOf(wire, 'bundle', { digest: NO_DIGEST }) }),
  }),
  'device/asks-for-no-digest': fault('A device asks for a bundle by something that is no digest.', {
    on: 'bundle',
    channel: 'http',
    rules: ['DS-29'],
    statuses: [400, 404],
    request: ({ wire }) => ({ method: 'GET', path: targetOf(wire, 'bundle', { digest: '..%2F..%2Fetc%2Fpasswd' }) }),
  }),
} satisfies Record<string, DeviceFault>;

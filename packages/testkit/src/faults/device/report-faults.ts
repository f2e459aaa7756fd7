import { gzipSync } from 'node:zlib';
import {
  post,
  reportOf,
  withDevices,
  withVersion,
  type DeviceFault,
  type DeviceSituation,
  type Report,
} from './device-fault.js';

type Options = Pick<DeviceFault, 'rules' | 'request'> &
  Partial<Pick<DeviceFault, 'outcome' | 'statuses' | 'expected' | 'times' | 'where'>>;

const fault = (what: string, { outcome = 'refused', statuses = [422], ...rest }: Options): DeviceFault => ({
  on: 'deploymentStatus',
  channel: 'content',
  what,
  outcome,
  statuses,
  ...rest,
});

const changed =
  (change: (report: Report, situation: DeviceSituation) => Report) =>
  (situation: DeviceSituation): ReturnType<typeof post> =>
    post(
      situation,
      reportOf(situation, (report) => change(report, situation)),
    );

const version = (write: (now: bigint) => string) => (situation: DeviceSituation) =>
  post(situation, reportOf(situation, undefined, write(situation.manifestVersion)));

const text = (change: (right: string) => string | Uint8Array<ArrayBuffer>) => (situation: DeviceSituation) =>
  post(situation, change(reportOf(situation)));

const TAKEN = { outcome: 'harmless', statuses: [200, 201] } as const;
const UNKNOWN_ID = '11111111-2222-4333-8444-555555555555';
const TWO_MIB = 2 * 1024 * 1024;

/** What can be wrong with a report on a deployment. */
export const REPORT_FAULTS = {
  'device/report-before-capabilities': fault('A device reports on a deployment before it has said what it can do.', {
    ...TAKEN,
    rules: ['CAP-01'],
    expected: 'takes it: what was published to this client is known without them',
    request: (situation) => post(situation, reportOf(situation)),
  }),
  'device/report-again': fault('A device sends the same report a second time, as after an answer that was lost.', {
    ...TAKEN,
    rules: ['M-38'],
    times: 2,
    request: (situation) => post(situation, reportOf(situation)),
  }),
  'device/report-on-unknown-deployment': fault('A device reports on a deployment that was never published to it.', {
    rules: ['M-33', 'API-07'],
    request: (situation) => {
      const other = { ...situation, deploymentId: UNKNOWN_ID };
      return post(other, reportOf(other));
    },
  }),
  'device/report-under-another-path': fault('The body of a report names another deployment than the path.', {
    rules: ['M-20'],
    request: changed((report) => ({ ...report, deploymentId: UNKNOWN_ID })),
  }),
  'device/report-for-another-device': fault(
    'A device reports for a device that has nothing to do with the deployment.',
    {
      where: withDevices,
      rules: ['M-28', 'API-07'],
      request: changed((report) => ({ ...report, deviceId: 'somebody-else' })),
    },
  ),
  'device/report-on-other-components': fault('A report is about components that the deployment does not have.', {
    rules: ['ST-04'],
    request: changed((report) => ({ ...report, components: [{ name: 'made-up', state: 'installing' }] })),
  }),
  'device/report-without-components': fault('A report leaves all components out.', {
    rules: ['ST-04'],
    request: changed((report) => ({ ...report, components: [] })),
  }),
  'device/report-on-a-component-twice': fault('A report lists each component twice.', {
    rules: ['ST-04'],
    request: changed((report, { components }) => ({
      ...report,
      components: [...components, ...components].map((name) => ({ name, state: 'installing' })),
    })),
  }),
  'device/report-of-unknown-state': fault('A report has a state that there is not.', {
    rules: ['ST-02'],
    request: changed((report) => ({ ...report, status: { state: 'updating' } })),
  }),
  'device/report-milder-than-its-parts': fault(
    'A report says installed over components that are still being installed.',
    {
      rules: ['ST-03'],
      request: changed((report) => ({ ...report, status: { state: 'installed' } })),
    },
  ),
  'device/report-with-reserved-code': fault('A device that is no gateway uses an error code of gateways.', {
    rules: ['ST-08'],
    request: changed((report, { components }) => ({
      ...report,
      status: { state: 'failed' },
      components: components.map((name) => ({
        name,
        state: 'failed',
        error: { code: '102', source: name, message: 'Child device unreachable' },
      })),
    })),
  }),
  'device/report-without-version': fault('A report says no version.', {
    where: withVersion,
    rules: ['ST-10'],
    request: (situation) => post(situation, reportOf(situation).replace(/,"adoptedManifestVersion":\d+/, '')),
  }),
  'device/report-of-version-zero': fault('A report says version 0.', {
    where: withVersion,
    rules: ['M-06'],
    request: version(() => '0'),
  }),
  'device/report-of-fraction': fault('The version of a report is a fraction.', {
    where: withVersion,
    rules: ['M-06'],
    request: version((now) => `${now}.5`),
  }),
  'device/report-of-too-large-version': fault('The version of a report is 2^64.', {
    where: withVersion,
    rules: ['M-06'],
    request: version(() => `${2n ** 64n}`),
  }),
  'device/report-of-older-version': fault('A report says the version before, as when it was on its way for long.', {
    ...TAKEN,
    where: withVersion,
    rules: ['M-35'],
    expected: 'takes it, and goes by what it reports',
    request: version((now) => `${now > 1n ? now - 1n : now}`),
  }),
  'device/report-of-future-version': fault('A report says a version that was never published, as after a restore.', {
    ...TAKEN,
    where: withVersion,
    rules: ['M-26', 'M-35'],
    expected: 'takes it, and shows the device as ahead',
    request: version((now) => `${now + 1000n}`),
  }),
  'device/report-with-unknown-member': fault('A report has members that nobody knows.', {
    ...TAKEN,
    rules: ['M-06'],
    expected: 'takes it, and no notice of them',
    request: text((right) => right.replace(/\}$/, ',"x-note":{"a":[1]}}')),
  }),
  'device/report-with-prototype-member': fault('A report has a member called __proto__.', {
    rules: ['M-06'],
    statuses: [200, 201, 400, 422],
    expected: 'refuses it, or takes no notice of the member',
    request: text((right) => right.replace(/\}$/, ',"__proto__":{"status":{"state":"removed"}}}')),
  }),
  'device/report-with-duplicate-member': fault('A member of a report is there twice.', {
    rules: ['M-06'],
    statuses: [400, 422],
    request: text((right) => right.replace(/\}$/, ',"status":{"state":"failed"}}')),
  }),
  'device/report-that-is-no-json': fault('A report is YAML.', {
    rules: ['PT-01'],
    statuses: [400],
    request: text(() => 'status:\n  state: installed\n'),
  }),
  'device/report-that-breaks-off': fault('A report ends in the middle.', {
    rules: ['PT-01'],
    statuses: [400],
    request: text((right) => right.slice(0, right.length / 2)),
  }),
  'device/report-of-nothing': fault('A report has no bytes.', {
    rules: ['PT-01'],
    statuses: [400],
    request: text(() => ''),
  }),
  'device/report-nested-deeply': fault('A member of a report is nested 100,000 deep.', {
    rules: ['PT-01'],
    statuses: [400, 413, 422],
    request: text((right) => right.replace(/\}$/, `,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
  }),
  'device/report-too-large': fault('A report has 2 MiB.', {
    rules: ['PT-10'],
    statuses: [413],
    request: text((right) => right.padEnd(TWO_MIB)),
  }),
  'device/report-of-another-type': fault('A report comes as text/plain.', {
    rules: ['PT-10'],
    statuses: [415],
    request: (situation) => post(situation, reportOf(situation), { 'content-type': 'text/plain' }),
  }),
  'device/report-compressed': fault('A report is compressed.', {
    rules: ['PT-10'],
    statuses: [415],
    request: (situation) =>
      post(situation, new Uint8Array(gzipSync(reportOf(situation))), { 'content-encoding': 'gzip' }),
  }),
} satisfies Record<string, DeviceFault>;

import { parseDeploymentStatusManifest, type DeploymentStatusManifest } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { EMPTY_DEVICE_STATE, type DeviceState } from '../../src/index.js';
import { DEFAULT_OUTBOX_POLICY, type OutboxPolicy } from '../../src/outbox/outbox-policy.js';
import { enqueueReport, settleReport } from '../../src/outbox/outbox.js';
import { LINE, PUMP } from '../support/documents.js';

const report = (deploymentId: string, version: number): DeploymentStatusManifest =>
  parseDeploymentStatusManifest(
    JSON.stringify({
      deploymentId,
      deviceId: 'device-1',
      adoptedManifestVersion: version,
      status: { state: 'installed' },
      components: [{ name: 'broker', state: 'installed' }],
    }),
  );

/** What waits after these reports, as `number id`; and the numbers of those that a limit has cut off. */
const after = (
  policy: Partial<OutboxPolicy>,
  reports: readonly (readonly [deploymentId: string, deviceId?: string])[],
): { readonly waiting: string[]; readonly dropped: number[]; readonly state: DeviceState } => {
  let state = EMPTY_DEVICE_STATE;
  const dropped: number[] = [];
  for (const [index, [deploymentId, deviceId]] of reports.entries()) {
    const all = { ...DEFAULT_OUTBOX_POLICY, ...policy };
    const next = enqueueReport(state, report(deploymentId, index + 1), all, deviceId);
    state = next.state;
    dropped.push(...next.dropped.map(({ number }) => number));
  }
  const name = (id: string): string => (id === LINE ? 'line' : id === PUMP ? 'pump' : 'other');
  const waiting = state.outbox.map(
    ({ number, deploymentId, deviceId }) => `${number} ${name(deploymentId)}${deviceId ? ` on ${deviceId}` : ''}`,
  );
  return { waiting, dropped, state };
};

const OTHER = '3f9b614e-8912-45f4-a523-372358765def';

describe('an outbox of the latest reports (M-31)', () => {
  it('has one of each deployment and device, in the order in which they were made, and tells of no loss', () => {
    const { waiting, dropped } = after({}, [
      [LINE],
      [PUMP],
      [LINE],
      [LINE, 'device-1/child'],
      [PUMP],
      [LINE, 'device-1/child'],
    ]);
    expect(waiting).toEqual(['3 line', '5 pump', '6 line on device-1/child']);
    expect(dropped).toEqual([]);
  });

  it('does not grow however long nobody can be reached (API-17)', () => {
    const { waiting, state } = after(
      {},
      Array.from({ length: 100 }, (_, index) => [index % 2 === 0 ? LINE : PUMP]),
    );
    expect(waiting).toEqual(['99 line', '100 pump']);
    expect(state.nextReport).toBe(101);
  });

  it('keeps what was made while the one before it was being sent', () => {
    const { state: sending } = after({}, [[LINE]]);
    const [inFlight] = sending.outbox;
    const { state } = enqueueReport(sending, report(LINE, 2), DEFAULT_OUTBOX_POLICY);
    expect(inFlight && settleReport(state, inFlight).outbox.map(({ number }) => number)).toEqual([2]);
  });

  it('has nothing twice that says the same', () => {
    const { state } = after({}, [[LINE]]);
    expect(enqueueReport(state, report(LINE, 1), DEFAULT_OUTBOX_POLICY).state).toBe(state);
  });
});

describe('a journal of reports that is full (M-31)', () => {
  it('drops the oldest of the deployment that has too many, and no other', () => {
    const { waiting, dropped } = after({ keep: 'journal', maxPerDeployment: 2 }, [[LINE], [PUMP], [LINE], [LINE]]);
    expect(waiting).toEqual(['2 pump', '3 line', '4 line']);
    expect(dropped).toEqual([1]);
  });

  it('counts the devices behind a gateway for themselves (L-26)', () => {
    const child = 'device-1/child';
    const { waiting } = after({ keep: 'journal', maxPerDeployment: 1 }, [[LINE], [LINE, child], [LINE, child]]);
    expect(waiting).toEqual(['1 line', '3 line on device-1/child']);
  });

  it('drops the oldest of the deployment that has something to say before those of others', () => {
    const { waiting, dropped } = after({ keep: 'journal', maxTotal: 3 }, [[PUMP], [PUMP], [LINE], [LINE]]);
    expect(waiting).toEqual(['1 pump', '2 pump', '4 line']);
    expect(dropped).toEqual([3]);
  });

  it('drops the oldest that is out of date where the deployment has none', () => {
    const { waiting, dropped } = after({ keep: 'journal', maxTotal: 3 }, [[PUMP], [PUMP], [LINE], [OTHER]]);
    expect(waiting).toEqual(['2 pump', '3 line', '4 other']);
    expect(dropped).toEqual([1]);
  });

  it('never drops the newest report of a deployment, even if there are more deployments than it may hold', () => {
    const { waiting, dropped } = after({ keep: 'journal', maxTotal: 2 }, [[PUMP], [LINE], [OTHER], [LINE]]);
    expect(waiting).toEqual(['1 pump', '3 other', '4 line']);
    expect(dropped).toEqual([2]);
  });
});

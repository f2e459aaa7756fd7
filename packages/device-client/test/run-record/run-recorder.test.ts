import { createRunRecorder, type DeviceEvent } from '@margo-sdk/device-client';
import { readRun, type Step } from '@margo-sdk/state-machine';
import { parseDeploymentId, parseDigest } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';

const deploymentId = parseDeploymentId('ad9b614e-8912-45f4-a523-372358765def');
const digest = parseDigest(`sha256:${'0'.repeat(64)}`);
const step: Step = { number: 3, attempt: 2, kind: 'upgrade', component: 'broker', placement: 'secret place', digest };
const told = { number: 3, attempt: 2, kind: 'upgrade', component: 'broker' };
const reason = { code: 'IMAGE_PULL', message: 'The image could not be fetched.' };

/** Plays events, each a second after the one before, and gives the record. */
const recordOf = (...events: readonly DeviceEvent[]): string[] => {
  let at = 0;
  const lines: string[] = [];
  const record = createRunRecorder({ write: (line) => lines.push(line), now: () => (at += 1000) });
  for (const event of events) record(event);
  record.stopped();
  return lines;
};
const entryOf = (event: DeviceEvent) => readRun(recordOf(event).join('\n'))[1];

describe('a run recorder', () => {
  it('begins and ends a record that can be read', () => {
    expect(recordOf()).toEqual([
      '{"margoRun":1}',
      '{"at":1000,"event":{"type":"process.started"}}',
      '{"at":2000,"event":{"type":"process.stopped"}}',
    ]);
    // The next process goes on in the same file.
    expect(readRun([...recordOf(), ...recordOf()].join('\n'))).toHaveLength(4);
  });

  it('records reports, with versions beyond the numbers of JSON', () => {
    const event: DeviceEvent = {
      type: 'deployment.state',
      deploymentId,
      state: 'failed',
      report: {
        deploymentId,
        adoptedManifestVersion: 18446744073709551615n,
        status: { state: 'failed', error: { ...reason, source: 'line-1' } },
        components: [
          { name: 'broker', state: 'failed', error: { ...reason, source: 'broker' } },
          { name: 'dashboard', state: 'pending' },
        ],
      },
    };
    expect(entryOf(event)).toEqual({
      at: 2000,
      deploymentId,
      event: {
        type: 'report',
        state: 'failed',
        adoptedManifestVersion: '18446744073709551615',
        components: [
          { name: 'broker', state: 'failed', error: reason },
          { name: 'dashboard', state: 'pending' },
        ],
      },
    });
  });

  it.each<[DeviceEvent, object]>([
    [
      { type: 'step.started', deploymentId, step },
      { type: 'step.started', step: told },
    ],
    [
      { type: 'step.applied', deploymentId, step },
      { type: 'step.applied', step: told },
    ],
    [
      { type: 'step.succeeded', deploymentId, step },
      { type: 'step.succeeded', step: told },
    ],
    [
      { type: 'step.cancelled', deploymentId, step },
      { type: 'step.cancelled', step: told },
    ],
    [
      { type: 'step.failed', deploymentId, step, reason, retryable: true, error: new Error('private') },
      { type: 'step.failed', step: told, error: reason, retryable: true },
    ],
    [
      { type: 'step.retrying', deploymentId, step, attempt: 3, delayMs: 1234.5 },
      { type: 'step.retrying', step: told, delayMs: 1235 },
    ],
    [
      { type: 'deployment.refused', deploymentId, error: reason },
      { type: 'refused', error: reason },
    ],
    [{ type: 'deployment.rollingBack', deploymentId, to: digest }, { type: 'rollback.started' }],
    [
      { type: 'deployment.rolledBack', deploymentId, failure: reason },
      { type: 'rollback.ended', error: reason },
    ],
    [{ type: 'deployment.rolledBack', deploymentId, failure: null }, { type: 'rollback.ended' }],
  ])('records %j', (event, entry) => {
    expect(entryOf(event)).toEqual({ at: 2000, deploymentId, event: entry });
  });

  it('records neither what belongs to no run, nor what is private', () => {
    const lines = recordOf(
      { type: 'manifest.unchanged' },
      { type: 'report.sent', deploymentId },
      { type: 'step.failed', deploymentId, step, reason, retryable: false, error: new Error('private') },
    );
    expect(lines).toHaveLength(4);
    expect(lines.join('\n')).not.toMatch(/private|secret/);
  });
});

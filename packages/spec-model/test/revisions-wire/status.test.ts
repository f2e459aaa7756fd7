import { describe, expect, it } from 'vitest';
import { status } from '../documents.js';
import { cases, check, error, warning } from './cases.js';
import { pr1Status, predraftStatus, rc2SignedStatus } from './documents.js';

const KIND = 'DeploymentStatusManifest';

describe('deployment status of the pre-draft', () => {
  cases(KIND, 'predraft-2024-10', predraftStatus, [
    [
      'a state of later revisions',
      (d) => (d.components[1].state = 'removing'),
      error('SX-01', ['components', 1, 'state']),
    ],
    ['no deploymentId', (d) => delete d.deploymentId, error('SX-00', ['deploymentId'])],
    ['no kind', (d) => delete d.kind, error('SX-00', ['kind'])],
    ['component twice', (d) => (d.components[1].name = 'database'), error('SX-01', ['components', 1, 'name'])],
    [
      'failed without an error',
      (d) => delete d.components[0].error,
      warning('SX-03', ['components', 0], 'database failed without an error.'),
    ],
    ['error without code', (d) => delete d.status.error.code, error('SX-00', ['status', 'error', 'code'])],
    [
      'an empty error',
      (d) => (d.components[1].error = { code: '', message: '' }),
      warning('SX-03', ['components', 1, 'error'], 'The error is empty and is read as no error.', 'Leave error out.'),
    ],
    [
      'a source, which came later',
      (d) => (d.status.error.source = 'database'),
      warning('SX-00', ['status', 'error', 'source']),
    ],
    ['an overall state of later revisions', (d) => (d.status.state = 'removed'), error('SX-01', ['status', 'state'])],
  ]);

  it('reads states with and without capitals as the latter', () => {
    expect(check(KIND, 'predraft-2024-10', predraftStatus())).toMatchObject({
      value: { status: { state: 'failed' }, components: [{ state: 'failed' }, { state: 'pending' }] },
    });
  });

  it('does not ask for the most severe state as the overall one', () => {
    const document = predraftStatus();
    document.status = { state: 'installing' };
    expect(check(KIND, 'predraft-2024-10', document)).toMatchObject({ ok: true, issues: [] });
  });

  it('reads the message whose name ends with a space', () => {
    const document = predraftStatus();
    document.components[0].error = { code: 'E1', 'message ': 'The disk is full.' };
    expect(check(KIND, 'predraft-2024-10', document)).toMatchObject({
      ok: true,
      value: {
        components: predraftStatus().components.map((one: object) => ({ ...one, state: expect.any(String) as string })),
      },
      issues: [
        { rule: 'SX-00', severity: 'warning', path: ['components', 0, 'error', 'message '], hint: 'Write message.' },
      ],
    });
  });

  it('does not take one message for another', () => {
    const document = predraftStatus();
    document.status.error['message '] = 'Another.';
    const result = check(KIND, 'predraft-2024-10', document);
    expect(result).toMatchObject({
      value: { status: { error: { message: 'The disk is full.', 'message ': 'Another.' } } },
      issues: [{ rule: 'SX-00', severity: 'warning', path: ['status', 'error', 'message '] }],
    });
  });
});

describe('deployment status of preview release 1', () => {
  cases(KIND, 'pr1', pr1Status, [
    ['unknown state', (d) => (d.components[1].state = 'running'), error('SX-01', ['components', 1, 'state'])],
    ['overall state', (d) => (d.status = { state: 'installed' }), error('SX-02', ['status', 'state'])],
    ['no apiVersion', (d) => delete d.apiVersion, error('SX-00', ['apiVersion'])],
    ['a device, which came later', (d) => (d.deviceId = 'edge-1'), warning('SX-00', ['deviceId'])],
    ['error without code', (d) => delete d.status.error.code, error('SX-00', ['status', 'error', 'code'])],
    [
      'a state of the first files',
      (d) => (d.components[1].state = 'Pending'),
      warning(
        'SX-01',
        ['components', 1, 'state'],
        'The state Pending of the first files is read as pending.',
        'Write pending.',
      ),
    ],
    [
      'an empty error',
      (d) => (d.components[1].error = { code: '', message: '' }),
      warning('SX-03', ['components', 1, 'error']),
    ],
  ]);

  it.each([
    ['Updating', 'installing'],
    ['Updated', 'installed'],
    ['Removed', 'removed'],
  ])('reads the state %s of the first files as %s', (state, since) => {
    const document = {
      ...pr1Status(),
      kind: 'DeploymentStatus',
      status: { state },
      components: [{ name: 'a', state }],
    };
    const result = check(KIND, 'pr1', document);
    expect(result).toMatchObject({ ok: true, value: { status: { state: since }, components: [{ state: since }] } });
    expect(result.issues).toMatchObject([
      { rule: 'SX-01', severity: 'warning', path: ['status', 'state'], hint: `Write ${since}.` },
      { rule: 'SX-01', severity: 'warning', path: ['components', 0, 'state'] },
    ]);
  });

  it('refuses what is no mapping where one belongs', () => {
    const document = { ...pr1Status(), status: 'failed', components: ['server', { name: 'a', state: 'toString' }] };
    expect(check(KIND, 'pr1', document).issues.map(({ path }) => path)).toEqual([
      ['status'],
      ['components', 0],
      ['components', 1, 'state'],
    ]);
  });
});

describe('deployment status of 1.0.0-rc.2 with message signatures', () => {
  cases(KIND, 'rc2-signed', rc2SignedStatus, [
    [
      'a state of the first files',
      (d) => (d.components[1].state = 'Pending'),
      error('SX-01', ['components', 1, 'state']),
    ],
    [
      'error without source',
      (d) => delete d.components[0].error.source,
      error('SX-04', ['components', 0, 'error', 'source']),
    ],
    ['wildcard device', (d) => (d.deviceId = 'gateway/*'), error('SX-05', ['deviceId'])],
    [
      'a version, which came later',
      (d) => (d.adoptedManifestVersion = 7),
      warning('SX-00', ['adoptedManifestVersion']),
    ],
    [
      'a reserved code of somebody else',
      (d) => (d.status.error.source = 'database'),
      error(
        'SX-04',
        ['status', 'error', 'source'],
        'The code 102 is for gateways, and "database" is none that the device is behind.',
      ),
    ],
    ['overall state', (d) => (d.status = { state: 'installed' }), error('SX-02', ['status', 'state'])],
  ]);

  it('accepts it with apiVersion and kind, as of June 2026, and without the device', () => {
    const { deviceId: _, ...rest } = rc2SignedStatus() as Record<string, unknown>;
    const document = { apiVersion: 'deployment.margo.org/v1alpha1', kind: KIND, ...rest };
    expect(check(KIND, 'rc2-signed', document)).toMatchObject({ ok: true, issues: [] });
  });
});

describe('deployment status of 1.0.0-rc.2 with mutual TLS', () => {
  cases(KIND, 'rc2-mtls', status, [
    ['no version', (d) => delete d.adoptedManifestVersion, error('MX-01', ['adoptedManifestVersion'])],
    ['kind of the revision before', (d) => (d.kind = KIND), warning('SX-00', ['kind'])],
  ]);
});

import {
  checkBundleContents,
  checkCapabilitiesFor,
  checkStatusAgainst,
  type Issue,
  parseApplicationDeployment,
  parseDeploymentStatusManifest,
  parseDeviceCapabilitiesManifest,
  parseStateManifest,
} from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { capabilities, changed, deployment, type Loose, manifest, status } from '../documents.js';

const brief = (issues: readonly Issue[]): string[] =>
  issues.map(({ rule, severity, path, message }) => `${rule} ${severity} ${path.join('.')}: ${message}`);

describe('a status and its deployment', () => {
  const issuesOf = (change: (status: Loose, deployment: Loose) => void): Issue[] => {
    const [reported, deployed] = [status(), deployment()];
    change(reported, deployed);
    return checkStatusAgainst(
      parseDeploymentStatusManifest(JSON.stringify(reported)),
      parseApplicationDeployment(changed(deployed, () => {}, 'yaml')),
    );
  };
  const failed = (source: string, code = '102'): Loose => ({
    state: 'failed',
    error: { code, source, message: 'Child device unreachable' },
  });

  it('fit together', () => {
    expect(issuesOf(() => {})).toEqual([]);
  });

  it('name the same components, in whatever order (SX-01, ST-04)', () => {
    expect(issuesOf((d) => d.components.reverse())).toEqual([]);
    expect(brief(issuesOf((d) => (d.components[1].name = 'client')))).toEqual([
      'SX-01 error components.1.name: client is no component of the deployment.',
      'SX-01 error components: server is not reported.',
    ]);
  });

  it('leave the reserved codes to gateways before the device (SX-04)', () => {
    const said = (target: string, source: string, deviceId?: string, code?: string): string[] =>
      brief(
        issuesOf((d, of) => {
          of.metadata.deviceId = target;
          if (deviceId === undefined) delete d.deviceId;
          else d.deviceId = deviceId;
          d.status = failed(source, code);
          d.components[1] = { name: 'server', ...failed('server', 'E1') };
        }),
      );
    const refused = (source: string): string =>
      `SX-04 error status.error.source: The code 102 is for gateways, and "${source}" is none that the device is behind.`;
    expect(said('gw/press', 'gw', 'gw')).toEqual([]);
    expect(said('gw/*', 'gw')).toEqual([]);
    expect(said('gw/sub/press', 'gw/sub', 'gw/sub/press')).toEqual([]);
    expect(said('gw/*', 'gw/sub', 'gw/sub/press')).toEqual([]);
    expect(said('edge-1', 'edge-1')).toEqual([refused('edge-1')]);
    expect(said('edge-1', 'edge')).toEqual([refused('edge')]);
    expect(said('edge-1', 'edge', undefined, '104')).toEqual([]);
    expect(said('gw/press', 'g', undefined)).toEqual([
      refused('g'),
      'SX-05 error deviceId: deviceId is missing, but the deployment is for a device behind a gateway.',
    ]);
  });

  it('say of a component with a reserved code where it stands (SX-04)', () => {
    const issues = issuesOf((d) => {
      delete d.deviceId;
      d.status.state = 'failed';
      d.components[1] = { name: 'server', ...failed('server') };
    });
    expect(issues.map(({ path }) => path)).toEqual([['components', 1, 'error', 'source']]);
  });

  it('name the device where one behind a gateway hosts the deployment (SX-05)', () => {
    const without = (target: string): Issue[] =>
      issuesOf((d, of) => {
        delete d.deviceId;
        of.metadata.deviceId = target;
      });
    expect(without('edge-1')).toEqual([]);
    expect(without('gw/*')).toEqual([]);
    expect(without('gw/press')).toEqual([
      expect.objectContaining({ rule: 'SX-05', severity: 'error', path: ['deviceId'] }),
    ]);
  });
});

describe('capabilities and how they are reported', () => {
  const reported = (id: string) =>
    parseDeviceCapabilitiesManifest(changed(capabilities(), (d) => (d.properties.id = id), 'json'));

  it('carry the id of the path (CP-01)', () => {
    expect(checkCapabilitiesFor(reported('edge-1'), { deviceId: 'edge-1' })).toEqual([]);
    expect(brief(checkCapabilitiesFor(reported('edge-1'), { deviceId: 'edge-2' }))).toEqual([
      'CP-01 error properties.id: It must equal the device id in the path (M-20).',
    ]);
  });

  it('come after those of a gateway (GW-01)', () => {
    const behind = (id: string, gateways?: string[]): string[] =>
      brief(checkCapabilitiesFor(reported(id), { deviceId: id, ...(gateways && { gateways }) }));
    const unknown = ['GW-01 error properties.id: No gateway is known whose id this one begins with.'];
    expect(behind('gw/press', ['other', 'gw'])).toEqual([]);
    expect(behind('gw/path/press', ['gw'])).toEqual([]);
    expect(behind('gw/press')).toEqual([]);
    expect(behind('edge-1', [])).toEqual([]);
    expect(behind('gw/press', [])).toEqual(unknown);
    expect(behind('gw/press', ['g', 'gw/press', 'gw/other'])).toEqual(unknown);
  });

  it('gives the advice of the rule along', () => {
    expect(checkCapabilitiesFor(reported('gw/press'), { deviceId: 'gw/press', gateways: [] })).toEqual([
      expect.objectContaining({ hint: 'Report the gateway first.' }),
    ]);
    expect(checkCapabilitiesFor(reported('edge-1'), { deviceId: 'x' })[0]).not.toHaveProperty('hint');
  });
});

describe('a bundle and its manifest (MX-04)', () => {
  const state = parseStateManifest(JSON.stringify(manifest()));
  const [digest] = state.deployments.map((one) => one.digest as string);
  const other = `sha256:${'0'.repeat(64)}`;

  it('hold the same deployments', () => {
    expect(checkBundleContents(state, [digest ?? ''])).toEqual([]);
    expect(brief(checkBundleContents(state, []))).toEqual([
      'MX-04 error deployments.0: The deployment is not in the bundle.',
    ]);
    expect(brief(checkBundleContents(state, new Set([digest ?? '', other])))).toEqual([
      `MX-04 error bundle: The bundle holds ${other}, which no deployment has.`,
    ]);
  });
});

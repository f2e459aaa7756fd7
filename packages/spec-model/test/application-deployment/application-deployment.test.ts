import { describe, expect, it } from 'vitest';
import {
  parseApplicationDeployment,
  safeParseApplicationDeployment,
  stringifyApplicationDeployment,
} from '@margo-sdk/spec-model';
import { changed, deployment, type Loose } from '../documents.js';

const BREAKERS: readonly (readonly [rule: string, what: string, change: (d: Loose) => void])[] = [
  ['AX-00', 'spec missing', (d) => delete d.spec],
  ['AX-00', 'stranger in the closed spec', (d) => (d.spec.appPackageRef = { id: 'x' })],
  ['AX-01', 'no UUID', (d) => (d.id = 'deployment-1')],
  ['AX-02', 'no device', (d) => delete d.metadata.deviceId],
  ['AX-02', 'wildcard in the middle', (d) => (d.metadata.deviceId = 'gw/*/edge')],
  ['AX-02', 'dot segment', (d) => (d.metadata.deviceId = '..')],
  ['AX-03', 'bad application id', (d) => (d.spec.applicationId = 'Has Spaces')],
  ['AX-04', 'type missing', (d) => delete d.spec.deploymentProfile.type],
  ['AX-04', 'id of the profile copied', (d) => (d.spec.deploymentProfile.id = 'app-helm')],
  ['AX-04', 'no components', (d) => ((d.spec.deploymentProfile.components = []), (d.spec.parameters = {}))],
  ['AX-05', 'parameter without value', (d) => delete d.spec.parameters.poll.value],
  ['AX-05', 'target of nobody', (d) => (d.spec.parameters.poll.targets[0].components = ['nobody'])],
  ['AX-08', 'apiVersion of older revisions', (d) => (d.apiVersion = 'application.margo.org/v1alpha1')],
  ['AD-18', 'same component twice', (d) => (d.spec.deploymentProfile.components[1].name = 'database')],
  ['AD-20', 'revision a number', (d) => (d.spec.deploymentProfile.components[0].properties.revision = 1)],
];

describe('application deployment', () => {
  it('accepts a good one without any remark', () => {
    expect(safeParseApplicationDeployment(changed(deployment(), () => {}, 'yaml'))).toMatchObject({
      ok: true,
      issues: [],
    });
  });

  it.each(BREAKERS)('%s: %s', (rule, _, change) => {
    const { ok, issues } = safeParseApplicationDeployment(changed(deployment(), change, 'yaml'));
    expect(
      issues.map((issue) => issue.rule),
      JSON.stringify(issues),
    ).toContain(rule);
    expect(ok).toBe(!issues.some(({ severity }) => severity === 'error'));
  });

  it('tolerates a target that also names components of another profile (A-38)', () => {
    const text = changed(deployment(), (d) => d.spec.parameters.poll.targets[0].components.push('other'), 'yaml');
    expect(safeParseApplicationDeployment(text)).toMatchObject({
      ok: true,
      issues: [{ rule: 'AX-05', severity: 'warning' }],
    });
  });

  it('reads a type that it does not know as custom (M-11, L-23)', () => {
    const text = changed(deployment(), (d) => (d.spec.deploymentProfile.type = 'quadlet'), 'yaml');
    expect(safeParseApplicationDeployment(text)).toMatchObject({
      ok: true,
      value: { spec: { deploymentProfile: { type: 'custom' } } },
      issues: [{ rule: 'AX-04', severity: 'warning' }],
    });
  });

  it('is written the same way every time, and read back as it was', () => {
    const read = parseApplicationDeployment(changed(deployment(), () => {}, 'yaml'));
    const written = stringifyApplicationDeployment(read);
    expect(parseApplicationDeployment(written)).toEqual(read);
    expect(stringifyApplicationDeployment(parseApplicationDeployment(written))).toBe(written);
  });
});

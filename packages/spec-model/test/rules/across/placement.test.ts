import { describe, expect, it } from 'vitest';
import { type ApplicationDeployment, checkDeploymentOn, type DeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import { capabilities, deployment, type Loose } from '../../documents.js';
import { said } from '../said.js';

const check = (change: (deployment: Loose, capabilities: Loose) => unknown): string[] => {
  const [deployed, device] = [deployment(), capabilities()];
  change(deployed, device);
  return said(checkDeploymentOn(deployed as ApplicationDeployment, device as DeviceCapabilitiesManifest));
};
const requires = (capacityRequirements: Loose) => (d: Loose) =>
  (d.spec.deploymentProfile.deviceConstraints = { capacityRequirements });

describe('a deployment on a device (AX-09)', () => {
  it('fits', () => {
    expect(check(() => {})).toEqual([]);
  });

  it('does not fit for each reason that is in the way', () => {
    const issues = check((d, device) => {
      device.properties.supportedDeploymentTypes = ['compose'];
      requires({ memory: '32Gi' })(d);
    });
    expect(issues).toEqual([
      'AX-09 error spec.deploymentProfile: The device offers the deployment types compose, but the profile needs helm.',
      'AX-09 error spec.deploymentProfile: The device has 16 Gi of memory, but the profile needs 32Gi.',
    ]);
  });

  it('may fit where an amount cannot be read (A-15)', () => {
    const issues = check((d, device) => {
      device.properties.memory = 'plenty';
      requires({ memory: '1Gi' })(d);
    });
    expect(issues).toEqual([expect.stringMatching(/^AX-09 warning spec\.deploymentProfile: .*plenty/)]);
  });
});

import {
  createDeployment,
  parseApplicationDeployment,
  parseApplicationDescription,
  parseDeploymentId,
  parseDeviceId,
  stringifyApplicationDeployment,
} from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { bytesOf, createFleet, deployment, MONITOR, PRESS } from '../fixture.js';

const APPLICATION = `
apiVersion: v1
id: com-example-monitor
metadata: { name: Monitor, version: 1.0.0, catalog: { organization: [{ name: Example }] } }
deploymentProfiles:
  - type: helm
    id: monitor-helm
    x-profile-extensions: { window: 9007199254740993 }
    deviceConstraints:
      capacityRequirements: { cpu: { cores: 2, architectures: [amd64] }, memory: 1Gi }
    components:
      - name: collector
        x-part-extensions: { order: [first] }
        properties: { repository: oci://registry.example/charts/collector, revision: 1.4.0_build.7 }
`;

const made = createDeployment(parseApplicationDescription(APPLICATION), {
  profile: 'monitor-helm',
  ids: { deploymentId: parseDeploymentId(MONITOR), name: 'monitor', namespace: 'default' },
  target: parseDeviceId('press-7'),
  extensions: { 'x-fleet-extensions': { shift: 'night' } },
});

/** The document that a device fetches. */
const fetched = async (document: string) => {
  const fleet = createFleet();
  await fleet.publish(PRESS, [document]);
  const [entry] = (await fleet.manifest()).deployments;
  return { entry, read: parseApplicationDeployment(await bytesOf(await fleet.ask('GET', entry?.url ?? ''))) };
};

describe('what a device fetches of an application', () => {
  it('has the constraints of its description as they stand there (DS-48)', async () => {
    const { read } = await fetched(stringifyApplicationDeployment(made));
    expect(read.spec.deploymentProfile.deviceConstraints).toEqual({
      capacityRequirements: { cpu: { cores: 2, architectures: ['amd64'] }, memory: '1Gi' },
    });
  });

  it('has the extensions of its description in their places, and those for the device in spec (DS-54, DS-56)', async () => {
    const { read } = await fetched(stringifyApplicationDeployment(made));
    expect(read.spec).toMatchObject({
      'x-fleet-extensions': { shift: 'night' },
      deploymentProfile: {
        'x-profile-extensions': { window: 9007199254740993n },
        components: [{ 'x-part-extensions': { order: ['first'] } }],
      },
    });
  });

  it('has the ids that were chosen, also after a change (DS-16, DS-46, DS-47)', async () => {
    const before = await fetched(stringifyApplicationDeployment(made));
    const after = await fetched(stringifyApplicationDeployment(made).replace('night', 'day'));
    expect([before.entry?.deploymentId, after.entry?.deploymentId]).toEqual([MONITOR, MONITOR]);
    expect(before.entry?.digest).not.toBe(after.entry?.digest);
    expect(before.read.spec.applicationId).toBe('com-example-monitor');
  });

  it('may have extensions that nobody here knows, wherever they are allowed (EX-01, EX-02)', async () => {
    const document = deployment()
      .replace('\nspec:\n', '\nspec:\n  x-somebody-extensions: { any: [thing] }\n')
      .replace('    type: helm\n', '    type: helm\n    x-else-extensions: {}\n');
    const { read } = await fetched(document);
    expect(read.spec).toMatchObject({
      'x-somebody-extensions': { any: ['thing'] },
      deploymentProfile: { 'x-else-extensions': {} },
    });
  });
});

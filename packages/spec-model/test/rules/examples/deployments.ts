import {
  type ApplicationDeployment,
  type ApplicationDescription,
  checkDeploymentAgainst,
  checkDeploymentOn,
  type DeviceCapabilitiesManifest,
} from '@margo-sdk/spec-model';
import * as documents from '../../documents.js';
import type { Loose } from '../../documents.js';
import { against, deployment, type Example, type ExamplesOf, found, text } from './example.js';

const broken = against(deployment);
const profile = (d: Loose): Loose => d.spec.deploymentProfile;

/** A deployment beside the description that it was made from. */
const made = (change: (deployment: Loose, description: Loose) => unknown = () => {}): Example =>
  found(() => {
    const [deployed, described] = [documents.deployment(), documents.description()];
    profile(deployed).components = structuredClone(described.deploymentProfiles[0].components);
    deployed.spec.parameters.site = structuredClone(described.parameters.site);
    change(deployed, described);
    return checkDeploymentAgainst(deployed as ApplicationDeployment, described as ApplicationDescription);
  });

const on = (change: (capabilities: Loose) => unknown = () => {}): Example =>
  found(() => {
    const device = documents.capabilities();
    change(device);
    return checkDeploymentOn(documents.deployment() as ApplicationDeployment, device as DeviceCapabilitiesManifest);
  });

const EXTENSION = { 'x-example-extensions': { a: 1 } };

/** Rules of application deployments. */
export const DEPLOYMENT_EXAMPLES: ExamplesOf<'AX'> = {
  'AX-00': {
    fails: [deployment((d) => delete d.spec), text('ApplicationDeployment', 'a: 1\na: 2')],
    passes: [deployment()],
  },
  'AX-01': broken((d) => (d.id = 'deployment-1')),
  'AX-02': broken(
    (d) => delete d.metadata.deviceId,
    (d) => (d.metadata.deviceId = 'gw/*/edge'),
    (d) => (d.metadata.namespace = ''),
  ),
  'AX-03': {
    fails: [
      deployment((d) => (d.spec.applicationId = 'Has Spaces')),
      made((d) => (d.spec.applicationId = 'com-example-other')),
    ],
    passes: [deployment(), made()],
  },
  'AX-04': {
    fails: [
      deployment((d) => delete profile(d).type),
      deployment((d) => (profile(d).id = 'app-helm')),
      made((d) => profile(d).components.pop()),
      made((d) => (profile(d).components[0].properties.revision = '9.0.0')),
    ],
    passes: [deployment(), made()],
  },
  'AX-05': {
    fails: [
      deployment((d) => delete d.spec.parameters.poll.value),
      deployment((d) => (d.spec.parameters.poll.targets[0].components = ['nobody'])),
      made((d) => (d.spec.parameters.poll.targets[0].components = ['nobody'])),
    ],
    passes: [deployment(), made()],
  },
  'AX-06': {
    fails: [
      made((d) => delete d.spec.parameters.site),
      made((d) => (d.spec.parameters.other = d.spec.parameters.site)),
    ],
    passes: [made()],
  },
  'AX-07': {
    fails: [
      made((d) => Object.assign(profile(d), EXTENSION)),
      made((_, a) => Object.assign(a.deploymentProfiles[0].components[0], EXTENSION)),
      made((d, a) => (Object.assign(d.spec, EXTENSION), Object.assign(a, EXTENSION))),
    ],
    passes: [
      made((d, a) => (Object.assign(profile(d), EXTENSION), Object.assign(a.deploymentProfiles[0], EXTENSION))),
      made((_, a) => Object.assign(a, EXTENSION)),
    ],
  },
  'AX-08': broken((d) => (d.kind = 'ApplicationDeployment')),
  'AX-09': { fails: [on((device) => (device.properties.supportedDeploymentTypes = ['compose']))], passes: [on()] },
};

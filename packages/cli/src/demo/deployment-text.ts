import {
  type ApplicationDescription,
  createDeployment,
  parseDeploymentId,
  parseDeviceId,
  stringifyApplicationDeployment,
} from '@margo-sdk/spec-model';
import type { Wish } from './scenes.js';

/** The application in the version that is wished for: the example with other chart revisions. */
const atVersion = (description: ApplicationDescription, { version, charts }: Wish): ApplicationDescription => ({
  ...description,
  metadata: { ...description.metadata, version },
  deploymentProfiles: description.deploymentProfiles.map((profile) => ({
    ...profile,
    components: profile.components.map((component) => ({
      ...component,
      properties: {
        ...component.properties,
        revision:
          component.name in charts ? charts[component.name as keyof typeof charts] : component.properties.revision,
      },
    })),
  })),
});

/** The deployment document that the fleet manager publishes for a wish. */
export const deploymentText = (
  description: ApplicationDescription,
  wish: Wish,
  ids: { readonly deploymentId: string; readonly deviceId: string },
): string =>
  stringifyApplicationDeployment(
    createDeployment(atVersion(description, wish), {
      profile: 'line-archive-helm',
      ids: {
        deploymentId: parseDeploymentId(ids.deploymentId),
        name: 'line-archive',
        namespace: 'line-archive',
      },
      target: parseDeviceId(ids.deviceId),
      ...(wish.values === undefined ? {} : { values: wish.values }),
    }),
  );

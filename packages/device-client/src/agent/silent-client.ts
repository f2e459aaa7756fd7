import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { TransportError } from '@margo-sdk/protocol';

/**
 * Makes of a client one that sends nothing in a planned downtime (API-18): what is asked of it then is called off
 * (`ERR_ABORTED`), which nobody tries again or takes for a loss of the connection.
 */
export const silentClient = (client: WorkloadManagementClient, isDown: () => boolean): WorkloadManagementClient => {
  const unlessDown =
    <Options, Answer>(call: (options: Options) => Promise<Answer>) =>
    async (options: Options): Promise<Answer> => {
      if (isDown()) throw new TransportError('ERR_ABORTED', 'Nothing is sent in a planned downtime.');
      return call(options);
    };
  return {
    profile: client.profile,
    getStateManifest: unlessDown((options) => client.getStateManifest(options)),
    getDeployment: unlessDown((options) => client.getDeployment(options)),
    getBundle: unlessDown((options) => client.getBundle(options)),
    putCapabilities: unlessDown((options) => client.putCapabilities(options)),
    deleteCapabilities: unlessDown((options) => client.deleteCapabilities(options)),
    postDeploymentStatus: unlessDown((options) => client.postDeploymentStatus(options)),
  };
};

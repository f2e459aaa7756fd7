import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { TransportError } from '@margo-sdk/protocol';
import { judgesReport } from '../outbox/refusal.js';

/**
 * Makes of a client one that notices a reconnect: the first exchange that succeeds after one that failed, for whatever
 * reason (L-19). A gateway without anybody behind it answers too, so an answer alone proves nothing.
 *
 * @param onReconnect - called before the call that succeeded resolves
 */
export const watchedClient = (
  client: WorkloadManagementClient,
  onReconnect: () => Promise<void>,
): WorkloadManagementClient => {
  let lost = false;

  const watched =
    <Options, Answer>(call: (options: Options) => Promise<Answer>, saysNothing: (error: unknown) => boolean) =>
    async (options: Options): Promise<Answer> => {
      let answer;
      try {
        answer = await call(options);
      } catch (error) {
        if (!saysNothing(error)) lost = true;
        throw error;
      }
      if (lost) {
        lost = false;
        await onReconnect();
      }
      return answer;
    };

  return {
    getStateManifest: watched((options) => client.getStateManifest(options), isOwnDoing),
    getDeployment: watched((options) => client.getDeployment(options), isOwnDoing),
    getBundle: watched((options) => client.getBundle(options), isOwnDoing),
    putCapabilities: watched((options) => client.putCapabilities(options), isOwnDoing),
    deleteCapabilities: watched((options) => client.deleteCapabilities(options), isOwnDoing),
    postDeploymentStatus: watched(
      (options) => client.postDeploymentStatus(options),
      (error) => isOwnDoing(error) || judgesReport(error),
    ),
  };
};

const isOwnDoing = (error: unknown): boolean => error instanceof TransportError && error.code === 'ERR_ABORTED';

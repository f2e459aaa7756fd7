import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { ProblemError, TransportError } from '@margo-sdk/protocol';

/**
 * Makes of a client one that notices a reconnect: the first answer of the fleet manager after an exchange that got none
 * (L-19). A refusal is an answer.
 *
 * @param onReconnect - called before the call that got the answer resolves or throws
 */
export const watchedClient = (
  client: WorkloadManagementClient,
  onReconnect: () => Promise<void>,
): WorkloadManagementClient => {
  let lost = false;
  const answered = async (): Promise<void> => {
    if (!lost) return;
    lost = false;
    await onReconnect();
  };

  const watched =
    <Options, Answer>(call: (options: Options) => Promise<Answer>) =>
    async (options: Options): Promise<Answer> => {
      let answer;
      try {
        answer = await call(options);
      } catch (error) {
        if (error instanceof TransportError) lost = true;
        if (error instanceof ProblemError) await answered();
        throw error;
      }
      await answered();
      return answer;
    };

  return {
    getStateManifest: watched((options) => client.getStateManifest(options)),
    getDeployment: watched((options) => client.getDeployment(options)),
    getBundle: watched((options) => client.getBundle(options)),
    putCapabilities: watched((options) => client.putCapabilities(options)),
    deleteCapabilities: watched((options) => client.deleteCapabilities(options)),
    postDeploymentStatus: watched((options) => client.postDeploymentStatus(options)),
  };
};

import type { ProfileFacts } from '../profiles/index.js';

/** Says what to do about a refusal, where more is known than its status says. */
export type HintFor = (status: number, url: string) => string | undefined;

const ASK_THE_OPERATOR = 'Ask the operator whether the fleet manager still accepts this client.';

/** What helps whoever is refused, whatever was asked for. */
export const commonHint: HintFor = (status) => (status === 401 || status === 403 ? ASK_THE_OPERATOR : undefined);

/**
 * What helps a client of workload management.
 *
 * @param facts - of its profile
 * @param manifestPath - where its manifest is
 */
export const workloadManagementHint =
  (facts: ProfileFacts, manifestPath: string): HintFor =>
  (status, url) => {
    if (status === 401 && facts.signing !== null)
      return "Check the device's clock, and that the fleet manager has the certificate of the key that signs.";
    // The manifest always exists, so its 404 means that somebody else answers there (M-02).
    if (status === 404 && url.endsWith(manifestPath))
      return 'Check baseUrl and basePath: no fleet manager answers there.';
    return commonHint(status, url);
  };

/** What helps a device that asks to be let in. */
export const onboardingHint: HintFor = (status) => {
  if (status === 401)
    return 'Sign with the key of the very certificate that is sent, and check the clock of the device.';
  if (status === 403) return 'Ask the operator to accept the certificate of this device.';
  if (status === 404) return 'Check baseUrl, basePath and profile: nobody is let in there.';
  if (status === 409)
    return 'The certificate was let in before. Ask the operator for the id of the client, or to free it.';
  return undefined;
};

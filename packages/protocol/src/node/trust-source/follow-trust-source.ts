import type { MargoError } from '@margo-sdk/spec-model';
import type { Credentials } from '../credentials.js';
import type { MutualTlsIdentity } from '../secure-context.js';
import type { TrustSource } from './trust-source.js';

/** What {@link followTrustSource} connects. */
export interface FollowTrustSourceOptions {
  readonly source: Pick<TrustSource, 'subscribe'>;
  /** What goes on with each new bundle: a `createMutualTlsFetch`, a `createMutualTlsServer`, a `serveFleetManager`. */
  readonly target: { reload(identity: MutualTlsIdentity): void };
  /** Gives the credentials of the moment, because they may have been renewed since. */
  readonly credentials: () => Credentials;
  /** Told when the target could not go on with a bundle and stays with the one before: log it. */
  readonly onFailed: (error: MargoError) => void;
}

/**
 * Has both ends of mutual TLS go on with each new bundle: connections under way finish their exchange, and what comes next
 * is judged by the new anchors alone (TB-14, TLS-17).
 *
 * @returns what ends it
 *
 * @example
 * ```ts
 * import { createMutualTlsFetch, createTrustSource, followTrustSource } from '@margo-sdk/protocol/node';
 * import { createDevelopmentIssuer, createFakeIdentityService } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const service = await createFakeIdentityService({ issuer }); // yours is elsewhere
 * const source = await createTrustSource({
 *   trustDomain: 'factory.example',
 *   bundleUrl: service.bundleUrl,
 *   authenticate: { pins: [service.initialPin] },
 * });
 * const credentials = await issuer.issueClient('line-1', 'press-7');
 * const device = createMutualTlsFetch({ credentials, trustBundle: source.bundle });
 * const stop = followTrustSource({
 *   source,
 *   target: device,
 *   credentials: () => credentials,
 *   onFailed: (error) => console.error(error.code, error.message),
 * });
 *
 * stop();
 * source.close();
 * await device.close();
 * await service.close();
 * ```
 */
export const followTrustSource = ({ source, target, credentials, onFailed }: FollowTrustSourceOptions): (() => void) =>
  source.subscribe((trustBundle) => {
    try {
      target.reload({ credentials: credentials(), trustBundle });
    } catch (error) {
      onFailed(error as MargoError);
    }
  });

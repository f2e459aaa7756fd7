import type { IncomingMessage } from 'node:http';
import { inspect } from 'node:util';
import {
  PeerRefusedError,
  fleetManagerIdOf,
  parseSpiffeId,
  type SpiffeId,
  type TrustBundle,
} from '@margo-sdk/protocol';
import { judgeForwardedClient, type MutualTlsServerOptions } from '@margo-sdk/protocol/node';

/** A proxy that ends the TLS of devices and hands on who they are; off unless given (M-51). */
export interface TrustedProxyOptions {
  /**
   * SPIFFE ids of the proxies: each has a client certificate of its own in the namespace of this fleet manager, such as
   * `…/margo/wfm/line-1/client/edge-proxy`, and must strip `Client-Cert` and `Client-Cert-Chain` from what comes in
   * (TLS-23). From everybody else these headers are thrown away (TLS-24).
   */
  readonly ids: readonly string[];
}

/** Who a request is from. */
export type CallerOf = (message: IncomingMessage, peer: SpiffeId) => SpiffeId | undefined;

/** What {@link createCallerOf} needs. */
export interface CallerOptions extends Pick<MutualTlsServerOptions, 'now' | 'onRefused'> {
  readonly trustedProxy: TrustedProxyOptions | undefined;
  /** The bundle in force. */
  readonly trustBundle: () => TrustBundle;
}

/**
 * Makes what tells who a request is from: the other end of the connection, or whom it speaks for when it is a trusted
 * proxy. Such a proxy is never a client itself: without a certificate to hand on there is nobody (undefined).
 *
 * @throws MargoError `ERR_SPIFFE_ID_INVALID`: what is to be the id of a proxy is none
 */
export const createCallerOf = ({
  trustedProxy,
  trustBundle,
  now = () => new Date(),
  onRefused,
}: CallerOptions): CallerOf => {
  const proxies = new Set<SpiffeId>(trustedProxy?.ids.map(parseSpiffeId));
  return (message, peer) => {
    const { 'client-cert': clientCert = null, 'client-cert-chain': clientCertChain = null } = message.headers;
    // Whatever was judged, no handler and no code of a vendor shall take these for the truth.
    delete message.headers['client-cert'];
    delete message.headers['client-cert-chain'];
    if (!proxies.has(peer)) return peer;
    try {
      const client = judgeForwardedClient(
        { clientCert: joined(clientCert), clientCertChain: joined(clientCertChain) },
        { ownId: fleetManagerIdOf(peer), trustBundle: trustBundle(), now: now() },
      );
      if (proxies.has(client))
        throw new PeerRefusedError('ERR_PEER_UNEXPECTED_ID', 'A proxy is never a client itself.');
      return client;
    } catch (error) {
      tell(onRefused, asRefusal(error), message.socket.remoteAddress);
      return undefined;
    }
  };
};

const joined = (value: string | string[] | null): string | null => (Array.isArray(value) ? value.join(', ') : value);

/** Whatever goes wrong in judging refuses the client, and must not end the process for the others. */
const asRefusal = (error: unknown): PeerRefusedError =>
  error instanceof PeerRefusedError
    ? error
    : new PeerRefusedError('ERR_PEER_UNTRUSTED', 'The client of the proxy could not be judged.', { cause: error });

/** Strangers decide when this happens, so it must not end the process. */
const tell = (
  onRefused: MutualTlsServerOptions['onRefused'] = () => undefined,
  error: PeerRefusedError,
  remoteAddress: string | undefined,
): void => {
  const call = async (): Promise<unknown> => await onRefused(error, remoteAddress);
  call().catch((thrown: unknown) =>
    process.emitWarning(`onRefused failed when it was told of ${error.code}.`, {
      code: 'MARGO_ON_REFUSED_FAILED',
      detail: inspect(thrown),
    }),
  );
};

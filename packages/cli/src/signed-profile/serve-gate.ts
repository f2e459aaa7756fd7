import { createSignatureGate, type SignatureGateOptions } from '@margo-sdk/orchestrator-client';
import {
  serveSignedFleetManager,
  type ServedSignedFleetManager,
  type ServerCertificate,
} from '@margo-sdk/orchestrator-client/node';

/** What is put on a socket, and where. */
export interface GateServing extends ServerCertificate, Omit<SignatureGateOptions, 'origin'> {
  /** What devices have as its address; default: where it listens. */
  readonly origin?: string | undefined;
  readonly host?: string;
  readonly port: number;
}

/** Serves a fleet manager whose clients sign their messages. */
export const serveGate = async ({
  certificate,
  privateKey,
  host = '127.0.0.1',
  port,
  origin,
  ...options
}: GateServing): Promise<ServedSignedFleetManager> => {
  let url = '';
  // A port that the system chooses is known only when it listens, which is before anybody asks.
  const gate = createSignatureGate({ ...options, origin: origin ?? (() => url) });
  const served = await serveSignedFleetManager({ gate, certificate, privateKey, host, port });
  ({ url } = served);
  return served;
};

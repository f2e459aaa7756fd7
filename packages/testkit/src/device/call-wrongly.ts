import { connect } from 'node:tls';
import { CALLER_FAULTS, type CallerFault, type CallerFaultName } from '../faults/device/caller-faults.js';
import type { DevelopmentIssuer } from '../issuer/index.js';

/** Whom to call, and as whom. */
export interface CallWronglyOptions {
  /** Where the fleet manager listens, for example `https://127.0.0.1:8443`. */
  readonly url: string;
  /** Its bundle is the one that the fleet manager trusts. */
  readonly issuer: DevelopmentIssuer;
  /** The fleet manager's own id in its SPIFFE id. Default `line-1`. */
  readonly wfmId?: string;
  /** Default `press-7`. */
  readonly clientId?: string;
  /** Milliseconds since 1970 that certificates are made for. Default: the system clock. */
  readonly now?: () => number;
}

/** What became of the call. */
export interface WrongCall {
  /** Status of the answer; null when the connection ended without one. */
  readonly status: number | null;
  /** Whether the fleet manager has kept off what it has to keep off. */
  readonly asExpected: boolean;
}

/**
 * Connects to a fleet manager as somebody it must not listen to, or sends what it must not take, and waits until the
 * connection ends.
 *
 * @param name - a fault of the catalogue that begins with `caller/`
 * @param options - whom to call
 * @throws the error of the socket when nobody listens there
 *
 * @example
 * ```ts
 * import { callWrongly, createDevelopmentIssuer, createFakeFleetManager } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const { url, close } = await createFakeFleetManager().serve({ issuer }); // or where your own fleet manager listens
 * console.log(await callWrongly('caller/expired', { url, issuer })); // { status: null, asExpected: true }
 * await close();
 * ```
 */
export const callWrongly = async (
  name: CallerFaultName,
  { url, issuer, wfmId = 'line-1', clientId = 'press-7', now = Date.now }: CallWronglyOptions,
): Promise<WrongCall> => {
  const fault: CallerFault = CALLER_FAULTS[name];
  const shown = await fault.credentials({ issuer, wfmId, clientId, nowMs: now() });
  const { hostname, port } = new URL(url);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 443),
    rejectUnauthorized: false, // whoever is called is not what is tested
    ALPNProtocols: ['http/1.1'],
    ...(shown && { cert: shown.certificate, key: shown.privateKey }),
    ...fault.tls,
  });
  let answer = '';
  let refused: NodeJS.ErrnoException | undefined;
  socket
    .on('error', (error: NodeJS.ErrnoException) => (refused = error))
    .on('data', (bytes: Buffer) => (answer += bytes.toString('latin1')));
  socket.once('secureConnect', () => {
    socket.write(fault.sends ?? 'GET /api/v1/deployments HTTP/1.1\r\nHost: fleet-manager\r\nConnection: close\r\n\r\n');
  });
  await new Promise((resolve) => socket.once('close', resolve));
  if (refused?.code === 'ECONNREFUSED') throw refused;
  const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
  const found = status === undefined ? null : Number(status);
  const kept = found === null || (fault.outcome === 'refused' && found >= 400 && found < 500);
  return { status: found, asExpected: kept };
};

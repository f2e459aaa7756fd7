import { X509Certificate } from 'node:crypto';
import { parseTrustBundle } from '@margo-sdk/protocol';
import { createMutualTlsFetch } from '@margo-sdk/protocol/node';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HandlerRequest } from '../../src/handlers/request.js';
import { serveFleetManager, type ServeFleetManagerOptions } from '../../src/serve/node.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const successor = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const trustBundle = parseTrustBundle(issuer.trustBundle());
const PROXY = 'spiffe://factory.example/margo/wfm/line-1/client/edge-proxy';
const PRESS = 'spiffe://factory.example/margo/wfm/line-1/client/press-7';
const MONITOR = 'spiffe://factory.example/margo/wfm/line-1/client/monitor-1';

/** A fleet manager whose handlers only note who asks, and which of the headers they see. */
const serve = async (options: Partial<ServeFleetManagerOptions> = {}) => {
  const callers: string[] = [];
  const seen: (string | null)[] = [];
  const refusals: string[] = [];
  const served = await serveFleetManager({
    manager: {
      answer: async (request: HandlerRequest, caller: string) => {
        callers.push(caller);
        seen.push(request.header('client-cert'), request.header('client-cert-chain'));
        return { status: 204, headers: {}, body: null };
      },
    },
    credentials: await issuer.issueFleetManager('line-1'),
    trustBundle,
    onRefused: (error) => refusals.push(error.code),
    port: 0,
    ...options,
  });
  onTestFinished(served.close);
  return { ...served, callers, seen, refusals };
};

const ask = async (url: string, as: string, headers: Record<string, string>): Promise<number> => {
  const connection = createMutualTlsFetch({ credentials: await issuer.issueClient('line-1', as), trustBundle });
  onTestFinished(connection.close);
  return (await connection.fetch(new Request(`${url}/api/v1/deployments`, { headers }))).status;
};

const certificateOf = async (clientId: string, by = issuer): Promise<string> => {
  const { certificate } = await by.issueClient('line-1', clientId);
  return `:${new X509Certificate(certificate).raw.toString('base64')}:`;
};

describe('Client-Cert', () => {
  it('is thrown away when no proxy was named: the caller is who the connection says (TLS-24, M-51)', async () => {
    const { url, callers, seen } = await serve();
    const value = await certificateOf('press-7');
    await ask(url, 'monitor-1', { 'client-cert': value, 'client-cert-chain': value });
    expect(callers).toEqual([MONITOR]);
    expect(seen).toEqual([null, null]);
  });

  it('is thrown away when it comes from anybody but the proxy that was named (TLS-24)', async () => {
    const { url, callers, seen } = await serve({ trustedProxy: { ids: [PROXY] } });
    await ask(url, 'monitor-1', { 'client-cert': await certificateOf('press-7') });
    expect(callers).toEqual([MONITOR]);
    expect(seen).toEqual([null, null]);
  });

  it('from the proxy says who is asking (M-51, SC-10)', async () => {
    const { url, callers, seen } = await serve({ trustedProxy: { ids: [PROXY] } });
    expect(await ask(url, 'edge-proxy', { 'client-cert': await certificateOf('press-7') })).toBe(204);
    expect(callers).toEqual([PRESS]);
    expect(seen).toEqual([null, null]);
  });

  it('has to be there, readable, and lead to the trust bundle; else 403, and no handler runs (TLS-24, SC-03)', async () => {
    const { url, callers, refusals } = await serve({ trustedProxy: { ids: [PROXY] } });
    expect(await ask(url, 'edge-proxy', {})).toBe(403);
    expect(await ask(url, 'edge-proxy', { 'client-cert': 'press-7' })).toBe(403);
    expect(await ask(url, 'edge-proxy', { 'client-cert': await certificateOf('press-7', successor) })).toBe(403);
    expect(callers).toEqual([]);
    expect(refusals).toEqual(['ERR_PEER_NO_CERTIFICATE', 'ERR_PEER_NO_CERTIFICATE', 'ERR_PEER_UNTRUSTED']);
  });

  it('of a proxy itself is refused: it speaks for others only (M-51)', async () => {
    const { url, callers, refusals } = await serve({ trustedProxy: { ids: [PROXY] } });
    expect(await ask(url, 'edge-proxy', { 'client-cert': await certificateOf('edge-proxy') })).toBe(403);
    expect([callers, refusals]).toEqual([[], ['ERR_PEER_UNEXPECTED_ID']]);
  });

  it('is judged by the bundle in force, also after a reload (TB-14, TLS-17)', async () => {
    const { url, callers, reload } = await serve({ trustedProxy: { ids: [PROXY] } });
    const both = [...trustBundle.anchors, ...parseTrustBundle(successor.trustBundle()).anchors];
    reload({ credentials: await issuer.issueFleetManager('line-1'), trustBundle: { anchors: both } });
    expect(await ask(url, 'edge-proxy', { 'client-cert': await certificateOf('press-7', successor) })).toBe(204);
    expect(callers).toEqual([PRESS]);
  });

  it('can be trusted only from what is a SPIFFE id (TLS-24)', async () => {
    await expect(serve({ trustedProxy: { ids: ['127.0.0.1'] } })).rejects.toMatchObject({
      code: 'ERR_SPIFFE_ID_INVALID',
    });
  });
});

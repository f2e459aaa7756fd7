import { X509Certificate, createHash } from 'node:crypto';
import { createServer } from 'node:https';
import { describe, expect, it } from 'vitest';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { parseTrustBundle } from '../../../src/identity/index.js';
import { createTrustSource } from '../../../src/node/index.js';
import { listen } from '../fixture.js';
import { anchorsOf, anchorsOfIssuer, cacheFile, startService, startSource } from './fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const UNAVAILABLE = { code: 'ERR_TRUST_BUNDLE_UNAVAILABLE' };
const REFUSED = { ...UNAVAILABLE, cause: { code: 'ERR_IDENTITY_SERVICE_REFUSED' } };

const pinOf = (pem: string): string =>
  createHash('sha256')
    .update(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');

/** A server with one certificate of a web authority that serves the bundle of `issuer`; counts what it is asked. */
const startServer = async (options: {
  dnsNames?: readonly string[];
  uriNames?: readonly string[];
  maxVersion?: 'TLSv1.2';
}): Promise<{ url: string; root: string; leaf: string; requests: () => number }> => {
  const now = Date.now();
  const web = await createDevelopmentIssuer({
    trustDomain: 'web.example',
    intermediateValidity: { notBefore: new Date(now - 3_600_000), notAfter: new Date(now + 3_600_000) },
  });
  const { certificate, privateKey } = await web.issue('spiffe://web.example/server', {
    uriNames: options.uriNames ?? [],
    dnsNames: options.dnsNames ?? [],
  });
  let requests = 0;
  const server = createServer(
    { cert: certificate, key: privateKey, ...(options.maxVersion && { maxVersion: options.maxVersion }) },
    (_, response) => {
      requests += 1;
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(issuer.trustBundle());
    },
  ).on('tlsClientError', (_, socket) => socket.destroy());
  const url = await listen(server);
  const root = new X509Certificate(parseTrustBundle(web.trustBundle()).anchors[0]?.certificate ?? '').toString();
  return { url: `${url}/bundle.json`, root, leaf: certificate, requests: () => requests };
};

const byName = (url: string): string => url.replace('127.0.0.1', 'localhost');

describe('the identity service', () => {
  it('is recognised by anchors and its DNS name (TLS-07, TLS-15, SC-04, SC-05, TLS-01)', async () => {
    const service = await startService(issuer);
    const { source } = await startSource(service);
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(issuer));
  });

  it.each(['trust/other-root', 'trust/other-name', 'trust/expired'] as const)(
    'is refused before it is asked anything when it shows %s (TLS-09, TLS-11, TLS-12, TLS-13, TLS-15, SC-04, SC-05)',
    async (name) => {
      const service = await startService(issuer);
      service.fault(name);
      await expect(startSource(service)).rejects.toMatchObject(REFUSED);
      expect(service.requests).toEqual([]);
    },
  );

  it('is judged by the clock of the device too (TLS-13, SC-07)', async () => {
    const service = await startService(issuer);
    const clock = { now: () => Date.now() + 365 * 86_400_000, sleep: async () => undefined };
    await expect(startSource(service, { clock })).rejects.toMatchObject(REFUSED);
  });

  it('is never recognised by the trust bundle, however well its certificate fits (TLS-16)', async () => {
    const { certificate, privateKey } = await issuer.issue('spiffe://factory.example/mis', { dnsNames: ['localhost'] });
    const service = await startService(issuer);
    const file = cacheFile();
    const { source } = await startSource(service, { cacheFile: file });
    // The same service, now with a certificate that only the bundle in force vouches for.
    let requests = 0;
    const url = await listen(
      createServer({ cert: certificate, key: privateKey }, (_, response) => {
        requests += 1;
        response.end();
      }),
    );
    // Also a source that holds this very bundle from before.
    const { source: restarted, events } = await startSource(service, { bundleUrl: byName(url), cacheFile: file });
    expect(events).toMatchObject([{ type: 'refresh-failed', error: { code: 'ERR_IDENTITY_SERVICE_REFUSED' } }]);
    expect(requests).toBe(0);
    expect(anchorsOf(restarted.bundle)).toEqual(anchorsOf(source.bundle));
    const attempt = startSource(service, { bundleUrl: byName(url) });
    await expect(attempt).rejects.toMatchObject(REFUSED);
    expect(requests).toBe(0);
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(issuer));
  });

  it('has to be known by something, and nobody is trusted because he was met first (TLS-10, TLS-11)', async () => {
    const service = await startService(issuer);
    await expect(startSource(service, { authenticate: {} })).rejects.toMatchObject({
      code: 'ERR_TRUST_SOURCE_INVALID',
    });
    await expect(startSource(service, { authenticate: { pins: ['AAAA'] } })).rejects.toMatchObject({
      code: 'ERR_TRUST_SOURCE_INVALID',
    });
    await expect(startSource(service, { authenticate: { anchors: ['nothing'] } })).rejects.toMatchObject({
      code: 'ERR_TRUST_SOURCE_INVALID',
    });
    expect(service.requests).toEqual([]);
  });

  it('is asked over https only, and at one address (TLS-01, TB-09)', async () => {
    const authenticate = { pins: ['A'.repeat(43) + '='] };
    const base = { trustDomain: 'factory.example', authenticate };
    for (const options of [
      base,
      { ...base, bundleUrl: 'http://localhost/bundle.json' },
      { ...base, bundleUrl: 'https://localhost/a', discoveryUrl: 'https://localhost/b' },
    ])
      await expect(createTrustSource(options)).rejects.toMatchObject({ code: 'ERR_TRUST_SOURCE_INVALID' });
  });

  it('is recognised by its subject alternative names, not by its subject (TLS-15)', async () => {
    const server = await startServer({ uriNames: ['https://localhost'] });
    const service = await startService(issuer);
    const attempt = startSource(service, { bundleUrl: byName(server.url), authenticate: { anchors: [server.root] } });
    await expect(attempt).rejects.toMatchObject(REFUSED);
    expect(server.requests()).toBe(0);
  });

  it('is spoken to in TLS 1.3, and in TLS 1.2 only where that was asked for (TLS-03, TLS-04)', async () => {
    const server = await startServer({ dnsNames: ['localhost'], maxVersion: 'TLSv1.2' });
    const service = await startService(issuer);
    const options = { bundleUrl: byName(server.url), authenticate: { anchors: [server.root] } };
    await expect(startSource(service, options)).rejects.toMatchObject(UNAVAILABLE);
    expect(server.requests()).toBe(0);
    await startSource(service, { ...options, dangerouslyAllowTls12: true });
    expect(server.requests()).toBe(1);
  });

  it('passes by its pin where the anchors are of others (TLS-07)', async () => {
    const service = await startService(issuer);
    const other = await createDevelopmentIssuer({ trustDomain: 'web.example' });
    const foreign = new X509Certificate(parseTrustBundle(other.trustBundle()).anchors[0]?.certificate ?? '').toString();
    const server = await startServer({ dnsNames: ['localhost'] });
    const authenticate = { anchors: [foreign], pins: [pinOf(server.leaf)] };
    const { source } = await startSource(service, { bundleUrl: byName(server.url), authenticate });
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(issuer));
  });
});

describe('a pin', () => {
  const [, intermediateOf] = [0, (chain: string) => chain.slice(chain.indexOf('-----END') + 25)];

  it('may be of the certificate of the server (M-50, TLS-07)', async () => {
    const server = await startServer({ dnsNames: ['localhost'] });
    const service = await startService(issuer);
    const authenticate = { pins: [pinOf(server.leaf)] };
    const { source } = await startSource(service, { bundleUrl: byName(server.url), authenticate });
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(issuer));
  });

  it('may be of an authority whose certificate the server sends along (M-50, TLS-07)', async () => {
    const server = await startServer({ dnsNames: ['localhost'] });
    const service = await startService(issuer);
    const authenticate = { pins: [pinOf(intermediateOf(server.leaf))] };
    await startSource(service, { bundleUrl: byName(server.url), authenticate });
    expect(server.requests()).toBe(1);
  });

  it('of another key lets nobody in (TLS-09)', async () => {
    const server = await startServer({ dnsNames: ['localhost'] });
    const other = await startServer({ dnsNames: ['localhost'] });
    const service = await startService(issuer);
    const attempt = startSource(service, {
      bundleUrl: byName(server.url),
      authenticate: { pins: [pinOf(other.leaf), pinOf(other.root)] },
    });
    await expect(attempt).rejects.toMatchObject(REFUSED);
    expect(server.requests()).toBe(0);
  });

  it('does not let in whoever only shows the pinned certificate and cannot chain to it (M-50, TLS-12)', async () => {
    const pinned = await startServer({ dnsNames: ['localhost'] });
    const impostor = await createDevelopmentIssuer({ trustDomain: 'web.example' });
    const { certificate, privateKey } = await impostor.issue('spiffe://web.example/x', {
      uriNames: [],
      dnsNames: ['localhost'],
    });
    let requests = 0;
    const url = await listen(
      createServer({ cert: certificate + intermediateOf(pinned.leaf), key: privateKey }, (_, response) => {
        requests += 1;
        response.end();
      }),
    );
    const service = await startService(issuer);
    const authenticate = { pins: [pinOf(intermediateOf(pinned.leaf)), pinOf(pinned.root)] };
    await expect(startSource(service, { bundleUrl: byName(url), authenticate })).rejects.toMatchObject(REFUSED);
    expect(requests).toBe(0);
  });

  it('leaves the DNS name to be checked, and an IP address not (M-50, TLS-15)', async () => {
    const server = await startServer({ dnsNames: ['elsewhere.example'] });
    const service = await startService(issuer);
    const authenticate = { pins: [pinOf(server.leaf)] };
    await expect(startSource(service, { bundleUrl: byName(server.url), authenticate })).rejects.toMatchObject(REFUSED);
    expect(server.requests()).toBe(0);
    await startSource(service, { bundleUrl: server.url, authenticate });
    expect(server.requests()).toBe(1);
  });

  it('is not needed for an IP address, but then an anchor is not enough (TLS-15)', async () => {
    const server = await startServer({ dnsNames: ['localhost'] });
    const service = await startService(issuer);
    const attempt = startSource(service, { bundleUrl: server.url, authenticate: { anchors: [server.root] } });
    await expect(attempt).rejects.toMatchObject(REFUSED);
  });
});

import { describe, expect, it } from 'vitest';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { createBundleLocator } from '../../../src/node/trust-source/locate-bundle.js';
import { anchorsOf, anchorsOfIssuer, startService, startSource } from './fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const successor = await createDevelopmentIssuer({ trustDomain: 'factory.example' });

describe('the discovery document', () => {
  it('leads to the bundle, and is asked for again each time (TB-15, TB-16)', async () => {
    const service = await startService(issuer);
    const { source } = await startSource(service, { discoveryUrl: service.discoveryUrl });
    await source.refresh();
    expect(service.requests).toEqual(['discovery', 'bundle', 'discovery', 'bundle']);
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(issuer));
  });

  it.each([
    ['trust/other-trust-domain', 'ERR_TRUST_DOMAIN_MISMATCH'],
    ['trust/plain-address', 'ERR_DISCOVERY_DOCUMENT_INVALID'],
    ['trust/relative-address', 'ERR_DISCOVERY_DOCUMENT_INVALID'],
  ] as const)('with %s is refused, and the bundle in force stays (TB-07, TB-09, TB-13)', async (name, code) => {
    const service = await startService(issuer);
    const { source } = await startSource(service, { discoveryUrl: service.discoveryUrl });
    service.publish(successor.trustBundle());
    const end = service.fault(name);
    await expect(source.refresh()).rejects.toMatchObject({ code });
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(issuer));
    end();
    expect(await source.refresh()).toBe('replaced');
  });

  it('of another trust domain keeps a device from starting (TB-07)', async () => {
    const service = await startService(issuer);
    const options = { discoveryUrl: service.discoveryUrl, trustDomain: 'elsewhere.example' };
    await expect(startSource(service, options)).rejects.toMatchObject({
      code: 'ERR_TRUST_BUNDLE_UNAVAILABLE',
      cause: { code: 'ERR_TRUST_DOMAIN_MISMATCH' },
    });
  });

  it('may name another origin only where it was listed, anchors or pins included (TB-08, M-58)', async () => {
    const bytes = new TextEncoder().encode(
      '{"trustDomain":"factory.example","trustBundleUri":"https://cdn.example.com/b.json"}',
    );
    const locate = (bundleOrigins: string[]): Promise<string> =>
      createBundleLocator({
        client: { getDiscoveryDocument: async () => ({ status: 'changed', bytes }) },
        discoveryUrl: 'https://mis.example.com/.well-known/margo',
        trustDomain: 'factory.example',
        bundleOrigins,
      })();
    await expect(locate([])).rejects.toMatchObject({ code: 'ERR_BUNDLE_ORIGIN_REFUSED' });
    await expect(locate(['https://cdn.example.com.evil.example'])).rejects.toMatchObject({
      code: 'ERR_BUNDLE_ORIGIN_REFUSED',
    });
    expect(await locate(['https://cdn.example.com'])).toBe('https://cdn.example.com/b.json');
  });
});

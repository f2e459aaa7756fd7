import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createDevelopmentIssuer, type DevelopmentIssuer } from '@margo-sdk/testkit';
import { parseTrustBundle, type TrustBundle } from '../../src/identity/index.js';
import { startDevice, startFleetManager } from './fixture.js';

const HOUR_MS = 3_600_000;

/** An issuer with an intermediate, and the bundle that has only the intermediate as its anchor. */
const partial = async (): Promise<{ issuer: DevelopmentIssuer; trustBundle: TrustBundle }> => {
  const now = Date.now();
  const issuer = await createDevelopmentIssuer({
    trustDomain: 'factory.example',
    intermediateValidity: { notBefore: new Date(now - HOUR_MS), notAfter: new Date(now + 24 * HOUR_MS) },
  });
  const { certificate } = await issuer.issueFleetManager('line-1');
  const [, intermediate = ''] = certificate.match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g) ?? [];
  const [root] = parseTrustBundle(issuer.trustBundle()).anchors;
  if (root === undefined) throw new Error('expected a root');
  return { issuer, trustBundle: { anchors: [{ ...root, certificate: new X509Certificate(intermediate).raw }] } };
};

describe('an anchor that is not signed by itself', () => {
  it('vouches for both sides, whatever the version of Node.js (SV-17)', async () => {
    const { issuer, trustBundle } = await partial();
    const { url } = await startFleetManager(issuer, (_, response) => response.end('welcome'), { trustBundle });
    const device = await startDevice(issuer, { trustBundle });

    const answer = await device.fetch(new Request(url));

    expect(await answer.text()).toBe('welcome');
  });

  it('still vouches for them after the server got it while running (SV-17, TB-14)', async () => {
    const { issuer, trustBundle } = await partial();
    const { url, server } = await startFleetManager(issuer, (_, response) => response.end('welcome'));
    server.reload({ credentials: await issuer.issueFleetManager('line-1'), trustBundle });
    const device = await startDevice(issuer, { trustBundle });

    expect(await (await device.fetch(new Request(url))).text()).toBe('welcome');
  });

  it('vouches for nobody that another authority issued (SV-17)', async () => {
    const { issuer, trustBundle } = await partial();
    const stranger = await partial();
    const { url, refusals } = await startFleetManager(issuer, (_, response) => response.end('welcome'), {
      trustBundle,
    });
    const device = await startDevice(stranger.issuer, { trustBundle });

    await expect(device.fetch(new Request(url))).rejects.toMatchObject({ code: 'ERR_NETWORK' });
    expect(refusals).toEqual(['ERR_PEER_UNTRUSTED']);
  });
});

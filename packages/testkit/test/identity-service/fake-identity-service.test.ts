import { request } from 'node:https';
import { parseTrustBundle } from '@margo-sdk/protocol';
import { createTrustBundleClient, type Fetch } from '@margo-sdk/protocol/client';
import { safeParseDiscoveryDocument } from '@margo-sdk/spec-model';
import { afterAll, describe, expect, it } from 'vitest';
import {
  createDevelopmentIssuer,
  createFakeIdentityService,
  FAULTS,
  type IdentityServiceFaultName,
} from '../../src/index.js';

const trustDomain = 'factory.example';
const issuer = await createDevelopmentIssuer({ trustDomain });
const service = await createFakeIdentityService({ issuer });
afterAll(service.close);

/** HTTPS with what a device is given to begin with as the only root. */
const fetch: Fetch = (asked) =>
  new Promise((resolve, reject) => {
    const headers = Object.fromEntries(asked.headers);
    request(asked.url, { ca: service.initialAnchor, agent: false, headers }, (message) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      message.on('end', () => {
        const { statusCode: status = 0 } = message;
        const body = [204, 304].includes(status) ? null : Buffer.concat(chunks);
        resolve(new Response(body, { status, headers: message.headers as Record<string, string> }));
      });
    })
      .on('error', reject)
      .end();
  });
const client = createTrustBundleClient({ fetch });

/** What a careful device does; gives how many anchors it has then. */
const refresh = async (): Promise<number> => {
  const found = await client.getDiscoveryDocument({ url: service.discoveryUrl });
  const discovery = safeParseDiscoveryDocument(found.status === 'changed' ? found.bytes : '');
  if (!discovery.ok || discovery.value.trustDomain !== trustDomain) throw new Error('no use');
  const answer = await client.getTrustBundle({ url: discovery.value.trustBundleUri });
  if (answer.status === 'unchanged') throw new Error('no use');
  const { anchors } = parseTrustBundle(new TextDecoder().decode(answer.bytes));
  if (anchors.length === 0) throw new Error('no use');
  return anchors.length;
};

describe('a fake identity service', () => {
  it('serves the bundle of its issuer while no fault is on', async () => {
    expect(await refresh()).toBe(1);
    const { etag } = (await client.getTrustBundle({ url: service.bundleUrl })) as { etag: string };
    expect(await client.getTrustBundle({ url: service.bundleUrl, ifNoneMatch: etag })).toEqual({ status: 'unchanged' });
  });

  it.each(FAULTS.filter(({ side }) => side === 'identity-service'))(
    '$name: $what Nobody trusts more for it',
    async ({ name, outcome }) => {
      const asked = service.requests.length;
      const end = service.fault(name as IdentityServiceFaultName);
      if (outcome === 'harmless') expect(await refresh()).toBe(1);
      else await expect(refresh()).rejects.toThrow();
      expect(service.requests.length === asked).toBe(outcome === 'cut off');
      end();
      expect(await refresh()).toBe(1);
    },
  );

  it('has a fault so many times, and all until it behaves', async () => {
    service.fault('trust/not-found', { times: 1 });
    await expect(refresh()).rejects.toMatchObject({ status: 404 });
    expect(await refresh()).toBe(1);
    service.fault('trust/not-found');
    service.fault('trust/empty-bundle');
    service.behave();
    expect(await refresh()).toBe(1);
  });

  it('serves other anchors when they are replaced', async () => {
    const other = await createDevelopmentIssuer({ trustDomain });
    service.publish(other.trustBundle());
    const answer = await client.getTrustBundle({ url: service.bundleUrl });
    expect(answer.status === 'changed' && new TextDecoder().decode(answer.bytes)).toBe(other.trustBundle());
    service.publish(issuer.trustBundle());
  });

  it('says so when it cannot have a fault', () => {
    for (const name of ['manifest/huge', '__proto__'])
      expect(() => service.fault(name as IdentityServiceFaultName)).toThrow(
        expect.objectContaining({ code: 'ERR_FAULT_UNKNOWN' }) as Error,
      );
  });
});

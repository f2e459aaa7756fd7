import { describe, expect, it } from 'vitest';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { followTrustSource } from '../../../src/node/index.js';
import { startDevice, startFleetManager } from '../fixture.js';
import { startService, startSource } from './fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const successor = await createDevelopmentIssuer({ trustDomain: 'factory.example' });

describe('followTrustSource', () => {
  it('has a device refuse at once what the new bundle no longer vouches for (TB-14, TLS-17)', async () => {
    const service = await startService(issuer);
    const { source } = await startSource(service);
    const { url } = await startFleetManager(issuer, (_, response) => response.end('welcome'));
    const device = await startDevice(issuer, { trustBundle: source.bundle });
    const credentials = await issuer.issueClient('line-1', 'press-7');
    const failures: unknown[] = [];
    followTrustSource({
      source,
      target: device,
      credentials: () => credentials,
      onFailed: (error) => failures.push(error),
    });
    expect((await device.fetch(new Request(url))).status).toBe(200);

    service.publish(successor.trustBundle());
    await source.refresh();

    await expect(device.fetch(new Request(url))).rejects.toMatchObject({ code: 'ERR_PEER_UNTRUSTED' });
    service.publish(issuer.trustBundle());
    await source.refresh();
    expect((await device.fetch(new Request(url))).status).toBe(200);
    expect(failures).toEqual([]);
  });

  it('says when the target cannot go on, and ends when it is told to', async () => {
    const service = await startService(issuer);
    const { source } = await startSource(service);
    const failures: Error[] = [];
    const stop = followTrustSource({
      source,
      target: {
        reload: () => {
          throw new Error('expired');
        },
      },
      credentials: () => ({ certificate: '', privateKey: '' }),
      onFailed: (error) => failures.push(error),
    });
    service.publish(successor.trustBundle());
    await source.refresh();
    expect(failures.map(({ message }) => message)).toEqual(['expired']);
    stop();
    service.publish(issuer.trustBundle());
    await source.refresh();
    expect(failures).toHaveLength(1);
  });
});

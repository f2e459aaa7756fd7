import { generateKeyPairSync } from 'node:crypto';
import { createOnboardingClient, createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { signerFromKey, verificationKeysOf } from '@margo-sdk/protocol/node';
import { createSigningFetch, verifyContentDigest, verifyMessage } from '@margo-sdk/protocol/signatures';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { describe, expect, it } from 'vitest';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const deploymentId = '0a1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';

/** A fleet manager that takes nothing but what is signed, as the text of the profiles has it. */
const strict = (answer: () => Response) => {
  const covered: (readonly string[])[] = [];
  const signatures: string[] = [];
  const clock = { now: 1_764_000_000_000 };
  const fetch = createSigningFetch({
    profile: 'rc2-signed',
    signer: signerFromKey(privateKey),
    now: () => clock.now,
    fetch: async (request) => {
      const fields = (name: string): readonly string[] => [request.headers.get(name) ?? []].flat();
      const hasBody = request.body !== null;
      const verified = await verifyMessage(
        { method: request.method, targetUri: request.url, fields },
        {
          ...{ label: 'sig1', algorithms: ['ecdsa-p256-sha256'], requiredParameters: [], maxAgeMs: 300_000 },
          ...{ clockSkewMs: 0, now: () => clock.now, resolveKeys: () => verificationKeysOf(publicKey) },
          requiredComponents: ['@method', '@target-uri', ...(hasBody ? ['content-digest'] : [])],
        },
      );
      if (hasBody)
        await verifyContentDigest(request.headers.get('content-digest'), new Uint8Array(await request.arrayBuffer()));
      covered.push(verified.components);
      signatures.push(request.headers.get('signature') ?? '');
      return answer();
    },
  });
  return { fetch, covered, signatures, clock };
};

const WITH_BODY = ['"@method"', '"@target-uri"', '"content-digest"'];

describe('a client whose fetch signs', () => {
  it('signs every request with what the profile has covered (LG-06, LG-07, LG-09)', async () => {
    const { fetch, covered } = strict(() => new Response(null, { status: 200 }));
    const client = createWorkloadManagementClient({
      ...{ profile: 'rc2-signed', clientId: 'client-1', baseUrl: 'https://wfm.example.com', fetch },
    });
    const status = { deploymentId, adoptedManifestVersion: 1, status: { state: 'installed' }, components: [] };
    await client.postDeploymentStatus({ deploymentId, body: JSON.stringify(status) });
    await client.deleteCapabilities({ deviceId: 'gw/press-7' });
    expect(covered).toEqual([WITH_BODY, ['"@method"', '"@target-uri"']]);
  });

  it('signs each attempt anew, with its own time (LG-10)', async () => {
    const statuses = [503, 304];
    const { fetch, signatures, clock } = strict(() => new Response(null, { status: statuses.shift() ?? 500 }));
    const client = createWorkloadManagementClient({
      ...{ profile: 'pr1', clientId: 'client-1', baseUrl: 'https://wfm.example.com', fetch },
      retry: {
        random: () => 0,
        // The pause is longer than a signature lives.
        clock: { sleep: () => Promise.resolve(void (clock.now += 3_600_000)) },
      },
    });
    expect(await client.getStateManifest({ ifNoneMatch: '"1"' })).toEqual({ status: 'unchanged' });
    expect(new Set(signatures).size).toBe(2);
  });

  it('asks to be let in with a signed request (LG-12)', async () => {
    const issuer = await createDevelopmentIssuer({ trustDomain: 'plant.example' });
    const { certificate } = await issuer.issueClient('wfm-1', 'press-7');
    const { fetch, covered } = strict(() => Response.json({ clientId: 'client-1' }, { status: 201 }));
    const client = createOnboardingClient({ profile: 'rc2-signed', baseUrl: 'https://wfm.example.com', fetch });
    expect(await client.onboard({ certificate })).toEqual({ clientId: 'client-1' });
    expect(covered).toEqual([WITH_BODY]);
  });
});

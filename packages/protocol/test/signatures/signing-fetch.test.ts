import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { WIRE_PROFILES, type SignedProfile } from '@margo-sdk/protocol';
import { signerFromKey, verificationKeysOf } from '@margo-sdk/protocol/node';
import {
  createSigningFetch,
  verifyContentDigest,
  verifyMessage,
  type SigningFetchOptions,
} from '@margo-sdk/protocol/signatures';
import { describe, expect, it } from 'vitest';
import { DEVICE, MADE_AT, policy } from './messages.js';

const PROFILES: readonly SignedProfile[] = ['rc2-signed', 'pr1', 'symphony-2025'];
const ADDRESS = 'https://wfm.example/api/v1/clients/line-1/deployments';

/** What was sent, through a signing fetch. */
const observed = (more: Partial<SigningFetchOptions> = {}) => {
  const sent: Request[] = [];
  const fetch = createSigningFetch({
    fetch: async (request) => {
      sent.push(request);
      return new Response('ok', { status: 200 });
    },
    signer: signerFromKey(DEVICE.privateKey, { keyId: 'device-key' }),
    profile: 'rc2-signed',
    now: () => MADE_AT.getTime() + 999,
    ...more,
  });
  return { fetch, sent };
};
const post = (body: string | Uint8Array): Request =>
  new Request(ADDRESS, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });

const verify = async (
  request: Request | undefined,
  components: readonly string[],
  key: KeyObject = DEVICE.publicKey,
) => {
  const { method, url, headers } = request as Request;
  const fields = (name: string): readonly string[] => [headers.get(name) ?? []].flat();
  return verifyMessage(
    { method, targetUri: url, fields },
    policy({ requiredComponents: components, resolveKeys: () => verificationKeysOf(key) }),
  );
};

describe('a fetch that signs', () => {
  it('sends a poll with method and address signed, and without a digest (LG-09, M-57)', async () => {
    const { fetch, sent } = observed();
    expect(await (await fetch(new Request(ADDRESS, { headers: { Accept: 'a/b' } }))).text()).toBe('ok');
    const [request] = sent;
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      accept: 'a/b',
      'signature-input': 'sig1=("@method" "@target-uri");created=1772359200;keyid="device-key"',
      signature: expect.stringMatching(/^sig1=:.*:$/),
    });
    await verify(request, ['@method', '@target-uri']);
  });

  it.each(PROFILES)('covers the digest of a body, and leaves the body as it is: %s (LG-06, LG-07)', async (profile) => {
    const { fetch, sent } = observed({ profile });
    const body = Uint8Array.from({ length: 1000 }, (_, at) => at % 256);
    await fetch(post(body));
    const [request] = sent;
    const received = new Uint8Array((await request?.arrayBuffer()) ?? []);
    expect(received).toEqual(body);
    await verifyContentDigest(request?.headers.get('Content-Digest') ?? null, received);
    const { components, componentsOfBody } = WIRE_PROFILES[profile].signing;
    const verified = await verify(request, ['@method', '@target-uri', 'content-digest']);
    expect(verified.components).toEqual([...components, ...componentsOfBody].map((name) => `"${name}"`));
  });

  it('covers the digest of an empty body, and of none where that is asked for (M-57)', async () => {
    const { fetch, sent } = observed();
    await fetch(post(''));
    const always = observed({ alwaysDigest: true });
    await always.fetch(new Request(ADDRESS));
    for (const request of [...sent, ...always.sent]) {
      expect(request.headers.get('Content-Digest')).toBe('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:');
      await verify(request, ['content-digest']);
    }
  });

  it('signs every attempt anew, so that a retry is not taken for a replay', async () => {
    let now = MADE_AT.getTime();
    const { fetch, sent } = observed({ now: () => now });
    await fetch(post('{}'));
    now += 2000;
    await fetch(post('{}'));
    const inputs = sent.map(({ headers }) => headers.get('Signature-Input'));
    expect(inputs.map((input) => /created=(\d+)/.exec(input ?? '')?.[1])).toEqual(['1772359200', '1772359202']);
    expect(sent[0]?.headers.get('Signature')).not.toBe(sent[1]?.headers.get('Signature'));
  });

  it('adds a nonce where signatures would repeat, and nowhere else', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const { fetch, sent } = observed({ signer: signerFromKey(privateKey) });
    await fetch(new Request(ADDRESS));
    await fetch(new Request(ADDRESS));
    const ids = await Promise.all(sent.map(async (one) => (await verify(one, ['@method'], publicKey)).replayId));
    expect(new Set(ids).size).toBe(2);
    const counted = observed({ signer: signerFromKey(privateKey), newNonce: () => 'n-1' });
    await counted.fetch(new Request(ADDRESS));
    expect(counted.sent[0]?.headers.get('Signature-Input')).toMatch(/;nonce="n-1"$/);
  });

  it('goes on with another key as soon as there is one', async () => {
    const next = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    let current: KeyObject = DEVICE.privateKey;
    const { fetch, sent } = observed({ signer: async () => Promise.resolve(signerFromKey(current)) });
    await fetch(new Request(ADDRESS));
    current = next.privateKey;
    await fetch(new Request(ADDRESS));
    await verify(sent[0], ['@method']);
    await verify(sent[1], ['@method'], next.publicKey);
  });

  it('replaces what was signed before, and leaves everything else as it is', async () => {
    const { fetch, sent } = observed();
    const aborting = new AbortController();
    const request = new Request(`${ADDRESS}#fragment`, {
      method: 'PUT',
      body: '{}',
      redirect: 'manual',
      signal: aborting.signal,
      headers: { Signature: 'sig1=:AAAA:', 'Signature-Input': 'sig1=()', 'Content-Digest': 'x', 'X-Kept': '1' },
    });
    await fetch(request);
    const [received] = sent;
    expect(received).toMatchObject({ method: 'PUT', redirect: 'manual' });
    expect(received?.headers.get('X-Kept')).toBe('1');
    const { headers } = received as Request;
    await verify({ method: 'PUT', url: ADDRESS, headers } as Request, ['@method', '@target-uri', 'content-digest']);
    aborting.abort();
    expect(received?.signal.aborted).toBe(true);
  });

  it('sends nothing when the key cannot be used', async () => {
    const sign = async () => Promise.reject(new Error('the chip is locked'));
    const { fetch, sent } = observed({ signer: { algorithm: 'ed25519', sign } });
    await expect(fetch(post('{}'))).rejects.toThrow('the chip is locked');
    expect(sent).toEqual([]);
  });
});

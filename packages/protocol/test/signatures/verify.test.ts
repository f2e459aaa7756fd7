import { generateKeyPairSync } from 'node:crypto';
import { signerFromKey, verificationKeysOf } from '@margo-sdk/protocol/node';
import {
  verifyMessage,
  type HttpRequestMessage,
  type UnverifiedSignature,
  type VerificationPolicy,
  type VerifiedSignature,
} from '@margo-sdk/protocol/signatures';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDRESS, DEVICE, DEVICE_KEYS, DIGEST, MADE_AT, REPORT, header, policy, sign } from './messages.js';
import { request, withFields } from './rfc9421-vectors.js';

const MADE_MS = MADE_AT.getTime();

const expectRefusal = async (
  message: HttpRequestMessage,
  code: string,
  more: Partial<VerificationPolicy> = {},
): Promise<void> => {
  const refusal = expect(verifyMessage(message, policy(more))).rejects;
  await refusal.toMatchObject({ name: 'SignatureError', code });
};
const withInput = (message: HttpRequestMessage, change: (input: string) => string): HttpRequestMessage =>
  withFields(message, { 'signature-input': change(header(message, 'signature-input')) });

describe('a signed request', () => {
  it('is accepted with what it covers and who signed it', async () => {
    const verified = await verifyMessage(await sign(REPORT), policy());
    expect(verified).toMatchObject({
      verified: true,
      label: 'sig1',
      algorithm: 'ecdsa-p256-sha256',
      components: ['"@method"', '"@target-uri"', '"content-digest"'],
      created: MADE_AT,
      key: DEVICE_KEYS[0],
      keyId: DEVICE_KEYS[0]?.keyId,
    });
  });

  it('may cover more than it has to, and say more (M-57)', async () => {
    const components = ['@authority', '@method', 'content-type', '@target-uri', 'content-digest', '@path'];
    await verifyMessage(await sign(REPORT, { components, nonce: 'n', tag: 't', nameAlgorithm: true }), policy());
  });

  it.each<[string, HttpRequestMessage]>([
    ['method', { ...REPORT, method: 'PUT' }],
    ['path', { ...REPORT, targetUri: ADDRESS.replace('line-1', 'line-2') }],
    ['host', { ...REPORT, targetUri: ADDRESS.replace('wfm.example', 'wfm.elsewhere') }],
    ['scheme', { ...REPORT, targetUri: ADDRESS.replace('https', 'http') }],
    ['query', { ...REPORT, targetUri: `${ADDRESS}&more=1` }],
    ['digest', withFields(REPORT, { 'content-digest': DIGEST.replace('X', 'Y') })],
    ['second digest', withFields(REPORT, { 'content-digest': [DIGEST, DIGEST] })],
  ])('is refused with another %s (LG-11)', async (_, altered) => {
    const signed = await sign(REPORT);
    await expectRefusal(
      withFields(altered, {
        'signature-input': header(signed, 'signature-input'),
        signature: header(signed, 'signature'),
      }),
      'ERR_SIGNATURE_INVALID',
    );
  });

  it('is refused without the digest that it covers, and without one that it has to cover', async () => {
    const signed = await sign(REPORT);
    await expectRefusal(withFields(signed, { 'content-digest': [] }), 'ERR_SIGNATURE_COMPONENT_INVALID');
    const components = ['@method', '@target-uri'];
    await expectRefusal(await sign(REPORT, { components }), 'ERR_SIGNATURE_COMPONENT_MISSING');
  });

  it('is refused when another key has signed it (LG-11)', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await expectRefusal(await sign(REPORT, { signer: signerFromKey(stranger.privateKey) }), 'ERR_SIGNATURE_INVALID');
    await expectRefusal(await sign(REPORT), 'ERR_SIGNATURE_KEY_UNKNOWN', { resolveKeys: () => [] });
  });

  it('is accepted by any of the keys of its sender, so that one can be replaced', async () => {
    const next = generateKeyPairSync('ed25519');
    const keys = [...verificationKeysOf(next.publicKey), ...DEVICE_KEYS];
    const resolveKeys = async () => keys;
    for (const { privateKey } of [DEVICE, next]) {
      const { key } = await verifyMessage(
        await sign(REPORT, { signer: signerFromKey(privateKey) }),
        policy({ resolveKeys }),
      );
      expect(key.keyId).toBe(signerFromKey(privateKey).keyId);
    }
  });

  it('is refused after any alteration, unless it says the very same in other words', async () => {
    const signed = await sign(REPORT, { nonce: 'abc', expires: new Date(MADE_MS + 60_000) });
    const original = await verifyMessage(signed, policy());
    const [input, signature] = [header(signed, 'signature-input'), header(signed, 'signature')];
    const parts = [input, signature, DIGEST, ADDRESS, 'POST'] as const;
    const alteration = fc.record({
      which: fc.nat(parts.length - 1),
      at: fc.nat(),
      character: fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constant('')),
      inserts: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(alteration, async ({ which, at, character, inserts }) => {
        const [newInput, newSignature, digest, address, method] = parts.map((part, index) => {
          const position = at % part.length;
          if (index !== which) return part;
          return part.slice(0, position) + character + part.slice(inserts ? position : position + 1);
        });
        const altered = withFields(request(method ?? '', address ?? '', { 'content-digest': digest ?? '' }), {
          'signature-input': newInput ?? '',
          signature: newSignature ?? '',
        });
        const outcome = await verifyMessage(altered, policy()).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) expect(outcome).toEqual(original);
        else expect(outcome).toMatchObject({ name: 'SignatureError' });
        if (!(outcome instanceof Error)) expect([digest?.trim(), address, method]).toEqual([DIGEST, ADDRESS, 'POST']);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the time of a signature (LG-10)', () => {
  const at = (ms: number): Partial<VerificationPolicy> => ({ now: () => MADE_MS + ms });

  it('may be as long ago as the policy says, and not longer', async () => {
    const signed = await sign(REPORT);
    await verifyMessage(signed, policy(at(300_000)));
    await expectRefusal(signed, 'ERR_SIGNATURE_TOO_OLD', at(300_001));
  });

  it('may be ahead by as much as clocks differ, and not more', async () => {
    const signed = await sign(REPORT);
    await verifyMessage(signed, policy(at(-60_000)));
    await expectRefusal(signed, 'ERR_SIGNATURE_FROM_FUTURE', at(-60_001));
  });

  it('has to be there', async () => {
    const signed = withInput(await sign(REPORT), (input) => input.replace(/;created=\d+/, ''));
    await expectRefusal(signed, 'ERR_SIGNATURE_PARAMETER_MISSING');
  });

  it('ends where the sender says so', async () => {
    const signed = await sign(REPORT, { expires: new Date(MADE_MS + 10_000) });
    await verifyMessage(signed, policy({ ...at(10_000), clockSkewMs: 0 }));
    await verifyMessage(signed, policy(at(70_000)));
    await expectRefusal(signed, 'ERR_SIGNATURE_EXPIRED', at(70_001));
  });

  it.each([
    ['created=999999999999999', 'ERR_SIGNATURE_FROM_FUTURE'],
    ['created=-999999999999999', 'ERR_SIGNATURE_TOO_OLD'],
    ['created="now"', 'ERR_SIGNATURE_MALFORMED'],
    ['created=1.5', 'ERR_SIGNATURE_MALFORMED'],
    ['created', 'ERR_SIGNATURE_MALFORMED'],
  ])('is never taken for another one: %s', async (created, code) => {
    const signed = await sign(REPORT);
    await expectRefusal(
      withInput(signed, (input) => input.replace(/created=\d+/, created)),
      code,
    );
  });

  it('is judged before anybody is asked for keys, and whatever the clock shows', async () => {
    const resolveKeys = () => expect.fail('nobody was to be asked');
    await expectRefusal(await sign(REPORT), 'ERR_SIGNATURE_TOO_OLD', { ...at(400_000), resolveKeys });
    await expectRefusal(await sign(REPORT), 'ERR_SIGNATURE_FROM_FUTURE', { now: () => Number.NaN, resolveKeys });
  });
});

describe('the headers of a signature', () => {
  it('have to be there, both of them (LG-09)', async () => {
    const signed = await sign(REPORT);
    await expectRefusal(REPORT, 'ERR_SIGNATURE_MISSING');
    for (const name of ['signature', 'signature-input'])
      await expectRefusal(withFields(signed, { [name]: [] }), 'ERR_SIGNATURE_MISSING');
  });

  it.each([
    ['signature-input', 'sig1'],
    ['signature-input', 'sig1=1'],
    ['signature-input', 'sig1=("@method" "@target-uri" "content-digest");created=1772359200;created=1772359201'],
    ['signature-input', 'sig1=("@method" "@target-uri" "content-digest");created=1772359200;keyid=1'],
    ['signature-input', 'sig1=(@method)'],
    ['signature-input', 'sig1=("@method"'],
    ['signature-input', ''],
    ['signature', 'sig1="abc"'],
    ['signature', 'sig1=(:YWJj:)'],
    ['signature', 'sig1=:YWJj'],
    ['signature', 'x'.repeat(20_000)],
  ])('have to have the form of RFC 9421: %s: %.20s', async (name, value) => {
    const refused = verifyMessage(withFields(await sign(REPORT), { [name]: value }), policy());
    await expect(refused).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_SIGNATURE_(MALFORMED|LABEL_UNKNOWN|COMPONENT_INVALID)$/),
    });
  });

  it.each(['signature', 'signature-input'])('have each label once: %s', async (name) => {
    const signed = await sign(REPORT);
    const value = header(signed, name);
    await expectRefusal(withFields(signed, { [name]: `${value}, ${value}` }), 'ERR_SIGNATURE_LABEL_DUPLICATE');
    await expectRefusal(withFields(signed, { [name]: [value, value] }), 'ERR_SIGNATURE_LABEL_DUPLICATE');
    const others = [value, value.replace('sig1', 'sig2'), value.replace('sig1', 'sig2')];
    await expectRefusal(withFields(signed, { [name]: others }), 'ERR_SIGNATURE_LABEL_DUPLICATE');
  });

  it('have the label that was agreed on (LG-09)', async () => {
    await expectRefusal(await sign(REPORT, { label: 'sig2' }), 'ERR_SIGNATURE_LABEL_UNKNOWN');
    const [one, other] = [await sign(REPORT), await sign(REPORT, { label: 'sig2' })];
    await expectRefusal(withFields(one, { signature: header(other, 'signature') }), 'ERR_SIGNATURE_LABEL_UNKNOWN');
  });

  it('are good or bad by the one signature that counts, whatever others are beside it', async () => {
    const [good, other] = [await sign(REPORT), await sign({ ...REPORT, method: 'PUT' }, { label: 'sig0' })];
    const beside = (first: HttpRequestMessage, second: HttpRequestMessage): HttpRequestMessage =>
      withFields(REPORT, {
        'signature-input': [header(first, 'signature-input'), header(second, 'signature-input')],
        signature: [header(first, 'signature'), header(second, 'signature')],
      });
    await verifyMessage(beside(other, good), policy());
    await verifyMessage(beside(good, other), policy());
    await expectRefusal(beside(other, good), 'ERR_SIGNATURE_INVALID', { label: 'sig0' });
    await expectRefusal(beside(good, other), 'ERR_SIGNATURE_INVALID', { label: 'sig0' });
  });

  it.each(['expires', 'nonce', 'alg', 'tag'] as const)('have %s where it is asked for', async (name) => {
    await expectRefusal(await sign(REPORT), 'ERR_SIGNATURE_PARAMETER_MISSING', { requiredParameters: [name] });
    const more = { expires: new Date(MADE_MS + 60_000), nonce: 'n', nameAlgorithm: true, tag: 't' };
    await verifyMessage(await sign(REPORT, more), policy({ requiredParameters: [name] }));
  });
});

describe('the algorithm', () => {
  const renamed = async (alg: string): Promise<HttpRequestMessage> =>
    withInput(await sign(REPORT), (input) => `${input};alg=${alg}`);

  it.each(['"ed25519"', '"rsa-pss-sha512"', '"none"', '"hmac-sha256"', '"toString"', '""'])(
    'is that of the key, whatever the sender says: %s',
    async (alg) => expectRefusal(await renamed(alg), 'ERR_SIGNATURE_ALGORITHM_REFUSED'),
  );

  it('is one that the policy allows', async () => {
    await expectRefusal(await sign(REPORT), 'ERR_SIGNATURE_ALGORITHM_REFUSED', { algorithms: ['ed25519'] });
    const named = await sign(REPORT, { nameAlgorithm: true });
    await expectRefusal(named, 'ERR_SIGNATURE_ALGORITHM_REFUSED', {
      algorithms: ['ed25519'],
      resolveKeys: () => expect.fail('nobody was to be asked'),
    });
  });

  it('is found out among those of an RSA key, as nobody says it (LG-05, M-57)', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const algorithms = ['rsa-v1_5-sha256', 'rsa-pss-sha256', 'rsa-pss-sha512'] as const;
    for (const algorithm of ['rsa-pss-sha256', 'rsa-pss-sha512'] as const) {
      const signed = await sign(REPORT, { signer: signerFromKey(privateKey, { algorithm }) });
      const resolveKeys = () => verificationKeysOf(publicKey);
      expect(await verifyMessage(signed, policy({ algorithms, resolveKeys }))).toMatchObject({ algorithm });
      const others = algorithms.filter((other) => other !== algorithm);
      await expectRefusal(signed, 'ERR_SIGNATURE_INVALID', { algorithms: others, resolveKeys });
    }
  });
});

describe('whoever looks for the key', () => {
  it('is told what the sender says, and that nobody has verified it', async () => {
    const asked: UnverifiedSignature[] = [];
    const resolveKeys = (candidate: UnverifiedSignature) => {
      asked.push(candidate);
      return [];
    };
    const signed = await sign(REPORT, { signer: signerFromKey(DEVICE.privateKey, { keyId: 'device-key' }) });
    await expectRefusal(signed, 'ERR_SIGNATURE_KEY_UNKNOWN', { resolveKeys });
    expect(asked).toMatchObject([{ verified: false, label: 'sig1', keyId: 'device-key', algorithm: undefined }]);
  });

  it('may fail, which is no verdict on the signature', async () => {
    const resolveKeys = async () => Promise.reject(new Error('the store is away'));
    await expect(verifyMessage(await sign(REPORT), policy({ resolveKeys }))).rejects.toThrow('the store is away');
  });
});

describe('a replay', () => {
  const guard = () => {
    const seen = new Set<string>();
    return ({ replayId }: VerifiedSignature): boolean => seen.size === seen.add(replayId).size;
  };

  it('is refused', async () => {
    const isReplay = guard();
    const signed = await sign(REPORT);
    await verifyMessage(signed, policy({ isReplay }));
    await expectRefusal(signed, 'ERR_SIGNATURE_REPLAYED', { isReplay });
    await verifyMessage(await sign(REPORT), policy({ isReplay }));
  });

  it('is refused as well when somebody has made another valid signature out of it', async () => {
    const isReplay = guard();
    const signed = await sign(REPORT);
    const twin = withFields(signed, { signature: `sig1=:${negated(header(signed, 'signature').slice(6, -1))}:` });
    await verifyMessage(twin, policy());
    await verifyMessage(signed, policy({ isReplay }));
    await expectRefusal(twin, 'ERR_SIGNATURE_REPLAYED', { isReplay });
  });

  it('is only looked for among good signatures, so that nobody can use up those of another one', async () => {
    const isReplay = () => expect.fail('nobody was to be asked');
    await expectRefusal({ ...(await sign(REPORT)), method: 'PUT' }, 'ERR_SIGNATURE_INVALID', { isReplay });
  });
});

/** The other signature of the same bytes by the same key: the second number taken from the order of P-256. */
const negated = (base64: string): string => {
  const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const bytes = Buffer.from(base64, 'base64');
  const second = ORDER - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  bytes.write(second.toString(16).padStart(64, '0'), 32, 'hex');
  return bytes.toString('base64');
};

describe('a policy', () => {
  it.each<Partial<VerificationPolicy>>([
    { maxAgeMs: 0 },
    { maxAgeMs: Number.NaN },
    { clockSkewMs: -1 },
    { clockSkewMs: Number.NaN },
    { algorithms: [] },
  ])('that would let everything or nothing pass is refused: %j', async (fault) => {
    await expect(verifyMessage(await sign(REPORT), policy(fault))).rejects.toMatchObject({
      code: 'ERR_SIGNATURE_POLICY_INVALID',
    });
  });

  it.each([['@method', '@method'], ['"a'], ['a b']])('names components that can be: %s %s', async (...components) => {
    await expectRefusal(await sign(REPORT), 'ERR_SIGNATURE_COMPONENT_INVALID', {
      requiredComponents: components.filter((one) => one !== undefined),
    });
  });
});

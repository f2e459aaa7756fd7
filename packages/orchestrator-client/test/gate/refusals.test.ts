import { contentDigest } from '@margo-sdk/protocol/signatures';
import { describe, expect, it } from 'vitest';
import {
  createDevice,
  createGate,
  NOW,
  pathsOf,
  read,
  received,
  sign,
  type Sent,
  type Setting,
  type SignOptions,
} from './fixture.js';

const press = await createDevice('press');
const robot = await createDevice('robot');
const STATUS = pathsOf('press-7').status;
const MANIFEST = pathsOf('press-7').manifest;
const CAPABILITIES = pathsOf('press-7').capabilities;
const REPORT = { method: 'POST', target: STATUS, body: '{"report":1}' };
const POLL = { method: 'GET', target: MANIFEST };

/** A gate with two devices, whose ids are `press-7` and `robot-2`. */
const withDevices = async (setting: Setting = {}) => {
  const gate = createGate(setting);
  await gate.registry.register(press.certificate, { clientId: 'press-7' });
  await gate.registry.register(robot.certificate, { clientId: 'robot-2' });
  return gate;
};

/** Signs, spoils and sends, and tells the answer with what was told of it; nothing of it may have come through. */
const spoilt = async (
  spoil: (sent: Sent) => Sent | Promise<Sent>,
  message: Pick<Sent, 'method' | 'target'> & Partial<Sent> = REPORT,
  options: SignOptions & { readonly by?: typeof press; readonly setting?: Setting } = {},
) => {
  const gate = await withDevices(options.setting);
  const sent = await sign((options.by ?? press).signer, message, options);
  const { status, code } = read(await gate.answer(received(await spoil(sent))));
  expect(gate.refused.map((one) => one.code)).toEqual([code]);
  expect(gate.seen).toEqual([]);
  return [status, code];
};
const as = (headers: Record<string, string | undefined>) => (sent: Sent) => {
  const all = Object.entries({ ...sent.headers, ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...sent, headers: Object.fromEntries(all) };
};
const INVALID = [401, 'ERR_SIGNATURE_INVALID'];

describe('a request that was altered on the way is refused (LG-11)', () => {
  it('in its method', async () => {
    expect(await spoilt((sent) => ({ ...sent, method: 'PUT' }))).toEqual(INVALID);
  });

  it.each([
    `${STATUS}x`,
    `${STATUS}?x=1`,
    STATUS.replace('7c1ff6c5', '7c1ff6c6'),
    STATUS.replace('press-7', 'press%2D7'),
  ])('in its address: %s', async (target) => {
    expect(await spoilt((sent) => ({ ...sent, target }))).toEqual(INVALID);
  });

  it('when it was meant for another fleet manager', async () => {
    expect(await spoilt((sent) => sent, REPORT, { origin: 'https://other.example.com' })).toEqual(INVALID);
  });

  it('in its body', async () => {
    const expected = [400, 'ERR_CONTENT_DIGEST_MISMATCH'];
    expect(await spoilt((sent) => ({ ...sent, body: '{"report":2}' }))).toEqual(expected);
    expect(await spoilt((sent) => ({ ...sent, body: '' }))).toEqual(expected);
  });

  it('in its body and its digest', async () => {
    const body = '{"report":2}';
    const digest = await contentDigest(new TextEncoder().encode(body));
    expect(await spoilt((sent) => ({ ...as({ 'content-digest': digest })(sent), body }))).toEqual(INVALID);
  });

  it('in a header that it covers', async () => {
    const message = { ...POLL, headers: { 'if-none-match': '"a"' } };
    const components = ['@method', '@target-uri', 'if-none-match'];
    const spoil = as({ 'if-none-match': '"b"' });
    expect(await spoilt(spoil, message, { components })).toEqual(INVALID);
    const taken = as({ 'if-none-match': undefined });
    expect(await spoilt(taken, message, { components })).toEqual([401, 'ERR_SIGNATURE_COMPONENT_INVALID']);
  });

  it('by a body where there was none', async () => {
    const spoil = (sent: Sent) => ({ ...sent, body: '{}' });
    expect(await spoilt(spoil, { method: 'POST', target: STATUS })).toEqual([400, 'ERR_CONTENT_DIGEST_MISSING']);
    const digest = { 'content-digest': await contentDigest(new TextEncoder().encode('{}')) };
    expect(await spoilt((sent) => as(digest)(spoil(sent)), { method: 'POST', target: STATUS })).toEqual([
      401,
      'ERR_SIGNATURE_COMPONENT_MISSING',
    ]);
  });
});

describe('a body is refused', () => {
  it.each([
    [undefined, 'ERR_CONTENT_DIGEST_MISSING'],
    ['', 'ERR_CONTENT_DIGEST_MALFORMED'],
    ['sha-256=::', 'ERR_CONTENT_DIGEST_MALFORMED'],
    ['md5=:rL0Y20zC+Fzt72VPzMSk2A==:', 'ERR_CONTENT_DIGEST_MALFORMED'],
    ['X', 'ERR_CONTENT_DIGEST_MALFORMED'],
  ])('with the digest %s (LG-06)', async (digest, code) => {
    expect(await spoilt(as({ 'content-digest': digest }))).toEqual([400, code]);
  });

  it('when the signature does not cover its digest (LG-07)', async () => {
    const components = ['@method', '@target-uri'];
    expect(await spoilt((sent) => sent, REPORT, { components })).toEqual([401, 'ERR_SIGNATURE_COMPONENT_MISSING']);
  });

  it('that is longer than it may be, and nobody hears of it', async () => {
    const gate = await withDevices({ gate: { maxBodyBytes: 5 } });
    const sent = await sign(press.signer, REPORT);
    expect(read(await gate.answer(received(sent))).status).toBe(413);
    const announced = { ...received(sent), body: () => Promise.reject(new Error('was read')) };
    const header = (name: string) => (name === 'content-length' ? '6' : announced.header(name));
    expect(read(await gate.answer({ ...announced, header })).status).toBe(413);
    expect(read(await gate.answer(announced)).status).toBe(400);
    expect([gate.seen, gate.refused]).toEqual([[], []]);
  });

  it('and not read, when the request is not signed at all', async () => {
    const gate = await withDevices();
    const sent = received({ ...REPORT, headers: {} });
    const answer = await gate.answer({ ...sent, body: () => Promise.reject(new Error('was read')) });
    expect(read(answer)).toMatchObject({ status: 401, code: 'ERR_SIGNATURE_MISSING' });
  });

  it('unless old clients are allowed to cover none, dangerously', async () => {
    const gate = await withDevices({ gate: { dangerouslyAllowUncoveredBody: true } });
    const components = ['@method', '@target-uri', '@authority'];
    const sent = as({ 'content-digest': undefined })(await sign(press.signer, REPORT, { components }));
    expect('caller' in (await gate.authenticate(received(sent)))).toBe(true);
    const wrong = await sign(press.signer, { ...REPORT, headers: { 'content-digest': 'md5=:AA==:' } }, { components });
    const known = await gate.authenticate(received(wrong));
    expect('answer' in known && read(known.answer).code).toBe('ERR_CONTENT_DIGEST_MALFORMED');
  });
});

describe('a signature is refused', () => {
  it('when one of its headers is missing (LG-09)', async () => {
    for (const name of ['signature', 'signature-input'])
      expect(await spoilt(as({ [name]: undefined }))).toEqual([401, 'ERR_SIGNATURE_MISSING']);
  });

  it('when it cannot be read', async () => {
    for (const name of ['signature', 'signature-input'])
      expect(await spoilt(as({ [name]: 'sig1=(' }))).toEqual([401, 'ERR_SIGNATURE_MALFORMED']);
  });

  it('when its label is there twice, also when the first is good (LG-09)', async () => {
    for (const name of ['signature', 'signature-input'])
      expect(await spoilt((sent) => as({ [name]: `${sent.headers[name]}, ${sent.headers[name]}` })(sent))).toEqual([
        401,
        'ERR_SIGNATURE_LABEL_DUPLICATE',
      ]);
  });

  it('when it has another label than the profile says (LG-09)', async () => {
    expect(await spoilt((sent) => sent, POLL, { label: 'sig2' })).toEqual([401, 'ERR_SIGNATURE_LABEL_UNKNOWN']);
  });

  it.each([['@method'], ['@target-uri'], ['@method', '@path']])(
    'when it covers only %s %s (LG-07)',
    async (...some) => {
      const components = some.filter((one): one is string => typeof one === 'string');
      expect(await spoilt((sent) => sent, POLL, { components })).toEqual([401, 'ERR_SIGNATURE_COMPONENT_MISSING']);
    },
  );

  it('when it does not say when it was made (LG-10)', async () => {
    const spoil = (sent: Sent) =>
      as({ 'signature-input': sent.headers['signature-input']?.replace(/;created=\d+/, '') })(sent);
    expect(await spoilt(spoil)).toEqual([401, 'ERR_SIGNATURE_PARAMETER_MISSING']);
  });

  it('when it is older than 5 minutes, or made more than a minute from now (LG-10)', async () => {
    const old = await spoilt((sent) => sent, POLL, { created: NOW - 301_000 });
    expect(old).toEqual([401, 'ERR_SIGNATURE_TOO_OLD']);
    const early = await spoilt((sent) => sent, POLL, { created: NOW + 61_000 });
    expect(early).toEqual([401, 'ERR_SIGNATURE_FROM_FUTURE']);
    for (const created of [NOW - 300_000, NOW + 60_000]) {
      const gate = await withDevices();
      expect((await gate.answer(received(await sign(press.signer, POLL, { created })))).status).toBe(200);
    }
  });

  it('when it has expired by its own word', async () => {
    const options = { created: NOW - 200_000, expires: NOW - 100_000 };
    expect(await spoilt((sent) => sent, POLL, options)).toEqual([401, 'ERR_SIGNATURE_EXPIRED']);
  });

  it('when another key has made it, also that of another client (LG-11)', async () => {
    expect(await spoilt((sent) => sent, POLL, { by: await createDevice('stranger') })).toEqual(INVALID);
    expect(await spoilt((sent) => sent, POLL, { by: robot })).toEqual(INVALID);
    const gate = await withDevices();
    const stolen = await sign(press.signer, { method: 'GET', target: pathsOf('robot-2').manifest });
    expect(read(await gate.answer(received(stolen)))).toMatchObject({ status: 401, code: 'ERR_SIGNATURE_INVALID' });
  });

  it('when it says another algorithm than its key has (LG-05)', async () => {
    const say = (alg: string) => (sent: Sent) =>
      as({ 'signature-input': `${sent.headers['signature-input']};alg="${alg}"` })(sent);
    const refusedAs = [401, 'ERR_SIGNATURE_ALGORITHM_REFUSED'];
    for (const alg of ['ed25519', 'rsa-v1_5-sha256', 'hmac-sha256', 'none', ''])
      expect(await spoilt(say(alg), POLL)).toEqual(refusedAs);
    // The right name, added behind the back of the signer.
    expect(await spoilt(say('ecdsa-p256-sha256'), POLL)).toEqual(INVALID);
    const setting = { gate: { algorithms: ['ed25519' as const] } };
    expect(await spoilt((sent) => sent, POLL, { setting })).toEqual(refusedAs);
    expect(await spoilt((sent) => sent, POLL, { setting, nameAlgorithm: true })).toEqual(refusedAs);
  });

  it('of zeros', async () => {
    const zeros = `sig1=:${Buffer.alloc(64).toString('base64')}:`;
    expect(await spoilt(as({ signature: zeros }))).toEqual(INVALID);
  });
});

describe('a request that comes a second time is refused (LG-10)', () => {
  const REPLAYED = { status: 401, code: 'ERR_SIGNATURE_REPLAYED' };

  it('as long as its signature would count', async () => {
    const gate = await withDevices();
    const sent = await sign(press.signer, POLL);
    expect((await gate.answer(received(sent))).status).toBe(200);
    for (const [afterMs, code] of [
      [0, REPLAYED.code],
      [300_000, REPLAYED.code],
      [300_001, 'ERR_SIGNATURE_TOO_OLD'],
    ] as const) {
      gate.clock.now = NOW + afterMs;
      expect(read(await gate.answer(received(sent)))).toMatchObject({ status: 401, code });
    }
    expect(gate.seen.length).toBe(1);
  });

  it('also when its signature was written in another way', async () => {
    const gate = await withDevices();
    const sent = await sign(press.signer, POLL);
    expect((await gate.answer(received(sent))).status).toBe(200);
    // Of r and s, which make an ECDSA signature, n - s is as good as s.
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const [, base64 = ''] = /^sig1=:(.*):$/.exec(sent.headers['signature'] ?? '') ?? [];
    const hex = Buffer.from(base64, 'base64').toString('hex');
    const other = hex.slice(0, 64) + (n - BigInt(`0x${hex.slice(64)}`)).toString(16).padStart(64, '0');
    const again = as({ signature: `sig1=:${Buffer.from(other, 'hex').toString('base64')}:` })(sent);
    expect(read(await gate.answer(received(again)))).toMatchObject(REPLAYED);
  });

  it('however many of it come at once', async () => {
    const gate = await withDevices();
    const sent = await sign(press.signer, POLL);
    const answers = await Promise.all(Array.from({ length: 5 }, () => gate.answer(received(sent))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
  });

  it('and equal requests that were signed each on their own are not', async () => {
    const ed25519 = await createDevice('ed', { kind: 'Ed25519' });
    const gate = await withDevices();
    await gate.registry.register(ed25519.certificate, { clientId: 'ed-1' });
    for (const [device, clientId] of [
      [press, 'press-7'],
      [ed25519, 'ed-1'],
    ] as const)
      for (let n = 0; n < 3; n += 1) {
        const sent = await sign(device.signer, { method: 'GET', target: pathsOf(clientId).manifest });
        expect((await gate.answer(received(sent))).status).toBe(200);
      }
  });

  it('by a guard of your own, too', async () => {
    const asked: unknown[] = [];
    const replayGuard = { isReplay: (use: object) => asked.push(use) > 1 };
    const gate = await withDevices({ gate: { replayGuard } });
    expect((await gate.answer(received(await sign(press.signer, POLL)))).status).toBe(200);
    expect(read(await gate.answer(received(await sign(press.signer, POLL))))).toMatchObject(REPLAYED);
    const use = { clientId: 'press-7', replayId: expect.any(String) as string, expiresAtMs: NOW + 300_000 };
    expect(asked).toEqual([use, use]);
    expect((await gate.answer(received(await sign(robot.signer, POLL)))).status).toBe(401);
    expect(asked.length).toBe(2); // never about signatures that are not good
  });
});

describe('a client is refused', () => {
  it('that nobody knows: 401, and 404 where it reports capabilities (LG-11)', async () => {
    const gate = await withDevices();
    for (const [target, status] of [
      [MANIFEST, 401],
      [STATUS, 401],
      [CAPABILITIES, 404],
    ] as const)
      for (const id of ['nobody', 'press-7%00', '%2e%2e', 'a'.repeat(300), '%zz', '__proto__']) {
        const sent = await sign(press.signer, { method: 'GET', target: target.replace('press-7', id) });
        const answer = read(await gate.answer(received(sent)));
        // A path with detours is none that a client is looked for in (M-52).
        if (id === '%2e%2e') expect(answer.status).toBe(400);
        else expect([answer.status, answer.code]).toEqual([status, 'ERR_CLIENT_UNKNOWN']);
      }
    expect(gate.seen).toEqual([]);
  });

  it('that nobody knows with 404 also where the path of capabilities ends with them (LG-11)', async () => {
    const gate = createGate({
      gate: { manager: { profile: 'pr1', answer: () => Promise.reject(new Error('asked')) } },
    });
    const statusOf = async (target: string) =>
      (await gate.answer(received(await sign(press.signer, { method: 'POST', target })))).status;
    expect(await statusOf('/api/v1/clients/nobody/capabilities')).toBe(404);
    expect(await statusOf('/api/v1/clients/nobody/capabilitiesx')).toBe(401);
  });

  it('that was revoked, with 403', async () => {
    const gate = await withDevices();
    await gate.registry.revoke({ clientId: 'press-7' }, { by: 'erika', reason: 'stolen' });
    const answer = read(await gate.answer(received(await sign(press.signer, POLL))));
    expect(answer).toMatchObject({ status: 403, code: 'ERR_CLIENT_REVOKED' });
    expect(answer.error).not.toContain('stolen');
    expect(
      (await gate.answer(received(await sign(robot.signer, { method: 'GET', target: pathsOf('robot-2').manifest }))))
        .status,
    ).toBe(200);
  });

  it('whose certificate has expired, with 403 (LG-04)', async () => {
    const gate = await withDevices();
    gate.clock.now = NOW + 86_400_000 + 60_001;
    const sent = await sign(press.signer, POLL, { created: gate.clock.now });
    expect(read(await gate.answer(received(sent)))).toMatchObject({
      status: 403,
      code: 'ERR_CLIENT_CERTIFICATE_EXPIRED',
    });
  });

  it('by the key that it had before, once the overlap is over', async () => {
    const gate = await withDevices();
    const next = await createDevice('press, new');
    await gate.registry.replaceCertificate('press-7', next.certificate, { overlapMs: 60_000 });
    const statusOf = async (device: typeof press) => {
      const sent = await sign(device.signer, POLL, { created: gate.clock.now });
      return (await gate.answer(received(sent))).status;
    };
    expect([await statusOf(press), await statusOf(next)]).toEqual([200, 200]);
    gate.clock.now = NOW + 59_999;
    expect(await statusOf(press)).toBe(200);
    gate.clock.now = NOW + 60_000;
    expect([await statusOf(press), await statusOf(next)]).toEqual([401, 200]);
  });
});

describe('when something is wrong on our side', () => {
  it('the caller gets 500, and none of it', async () => {
    const errors: unknown[] = [];
    const gate = createGate({
      registry: {
        store: {
          registeredClient: () => Promise.reject(new Error('secret')),
          registeredClientOf: () => Promise.reject(new Error('secret')),
          registeredClients: () => Promise.resolve([]),
          putRegisteredClient: () => Promise.resolve(true),
        },
      },
      gate: { onError: (error, where) => errors.push([(error as Error).message, where]) },
    });
    const answer = await gate.answer(received(await sign(press.signer, POLL)));
    expect(answer.status).toBe(500);
    expect(answer.headers['Retry-After']).toBe('10');
    expect(JSON.stringify(read(answer))).not.toContain('secret');
    expect(errors).toEqual([['secret', { request: `GET ${MANIFEST}`, clientId: 'press-7' }]]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('listener');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('listener'))],
  ])('a listener that %s changes nothing for the caller', async (_, fail) => {
    const errors: unknown[] = [];
    const onError = (error: unknown) => errors.push((error as Error).message);
    const gate = createGate({ gate: { onRefused: fail, onError } });
    expect((await gate.answer(received(await sign(press.signer, POLL)))).status).toBe(401);
    expect(errors).toEqual(['listener']);
  });
});

it('refuses in the form of the profile, with a sentence and a code', async () => {
  const gate = createGate();
  const answer = await gate.answer(received(await sign(press.signer, POLL)));
  expect(answer.headers).toMatchObject({ 'Content-Type': 'application/json' });
  expect(read(answer)).toEqual({ status: 401, error: 'There is no such client.', code: 'ERR_CLIENT_UNKNOWN' });
});

it('cannot stand in front of a fleet manager without signatures, nor at an address that is none', () => {
  const manager = { profile: 'rc3' as const, answer: () => Promise.reject(new Error('asked')) };
  expect(() => createGate({ gate: { manager } })).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID' }));
  for (const origin of ['wfm.example.com', 'http://wfm.example.com', 'https://wfm.example.com/?a', ''])
    expect(() => createGate({ gate: { origin } })).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID' }));
});

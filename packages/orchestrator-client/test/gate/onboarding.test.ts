import { X509Certificate } from 'node:crypto';
import { profileFacts } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../../testkit/src/issuer/authority.js';
import { acceptIssuedBy, type CertificatePolicy, type ClientCertificate } from '../../src/index.js';
import {
  asSent,
  authority,
  createDevice,
  createGate,
  jsonRequest,
  NOW,
  ONBOARDING,
  ORIGIN,
  pathsOf,
  read,
  received,
  rootPem,
  sign,
  validity,
} from './fixture.js';

const press = await createDevice('press');
const robot = await createDevice('robot');
const bodyOf = (certificate: unknown, more: object = {}): string =>
  JSON.stringify({ apiVersion: 'onboarding.margo.org/v1alpha1', kind: 'OnboardingRequest', certificate, ...more });

describe('a certificate to be let in with', () => {
  const der = (pem: string) => new X509Certificate(pem).raw;
  it.each([
    ['base64 of PEM, as the reference client sends it', asSent],
    ['base64 of DER', (pem: string) => der(pem).toString('base64')],
    ['base64 of DER in lines', (pem: string) => der(pem).toString('base64').replace(/.{64}/g, '$&\r\n')],
    ['PEM', (pem: string) => pem],
    ['PEM with text around it', (pem: string) => `Subject: press\n${pem}\nthe end\n`],
    ['a chain in PEM', (pem: string) => asSent(`${pem}${rootPem}`)],
  ])('may be %s (LG-04)', async (_, write) => {
    const gate = createGate();
    const clientId = ((await (await gate.onboard(press, write(press.certificate))).json()) as { clientId: string })
      .clientId;
    const [certificate] = (await gate.registry.client(clientId))?.certificates ?? [];
    expect(certificate?.pem.trim()).toBe(press.certificate.trim());
    expect(certificate?.fingerprint).toBe(
      new X509Certificate(press.certificate).fingerprint256.replaceAll(':', '').toLowerCase(),
    );
  });

  it.each([
    ['nothing', undefined],
    ['no text', 7],
    ['an empty text', ''],
    ['no base64', '*'.repeat(100)],
    ['a length that base64 cannot have', 'MIIBA'],
    ['base64 of something else', btoa('hello'.repeat(50))],
    ['DER that breaks off', der(press.certificate).subarray(0, 200).toString('base64')],
    ['PEM of something else', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
    ['far too long', asSent(press.certificate.repeat(60))],
  ])('is refused with 400 when it is %s (LG-04)', async (_, certificate) => {
    const gate = createGate();
    const message = { method: 'POST', target: ONBOARDING, body: bodyOf(certificate) };
    const answer = read(await gate.answer(received(await sign(press.signer, message))));
    expect(answer).toMatchObject({ status: 400, code: 'ERR_CLIENT_CERTIFICATE_INVALID' });
    expect(answer.error).toMatch(/^Invalid certificate\. /);
    expect(await gate.registry.clients()).toEqual([]);
  });

  it.each(['{', 'null', '[]', '"x"', '[[[[', '{"kind":"Other"}', bodyOf(asSent(press.certificate), { kind: 'Other' })])(
    'is refused with 400 in the body %s',
    async (body) => {
      const gate = createGate();
      const sent = await sign(press.signer, { method: 'POST', target: ONBOARDING, body });
      expect(read(await gate.answer(received(sent))).status).toBe(400);
    },
  );

  it('is refused with 413 in a body that goes on for ever, and as anything but JSON', async () => {
    const gate = createGate();
    const body = bodyOf(asSent(press.certificate), { more: 'x'.repeat(64 * 1024) });
    const long = await sign(press.signer, { method: 'POST', target: ONBOARDING, body });
    expect(read(await gate.answer(received(long))).status).toBe(413);
    const text = { method: 'POST', target: ONBOARDING, body: bodyOf('x'), headers: { 'content-type': 'text/plain' } };
    expect(read(await gate.answer(received(await sign(press.signer, text)))).status).toBe(400);
  });

  it('is refused for a key that is too short, or of another kind (LG-05)', async () => {
    const gate = createGate();
    for (const kind of ['RSA-1024', 'P-521'] as const) {
      const weak = await createDevice('weak', { kind });
      const body = bodyOf(asSent(weak.certificate));
      const sent = await sign(press.signer, { method: 'POST', target: ONBOARDING, body });
      expect(read(await gate.answer(received(sent)))).toMatchObject({
        status: 400,
        code: 'ERR_CLIENT_CERTIFICATE_INVALID',
      });
    }
  });

  it('is refused before and after it is valid, but for a minute (LG-04)', async () => {
    const gate = createGate();
    const outside = [
      [{ notBefore: new Date(NOW + 61_000), notAfter: new Date(NOW + 900_000) }, 400],
      [{ notBefore: new Date(NOW - 900_000), notAfter: new Date(NOW - 61_000) }, 403],
      [{ notBefore: new Date(NOW + 60_000), notAfter: new Date(NOW + 900_000) }, 201],
      [{ notBefore: new Date(NOW - 900_000), notAfter: new Date(NOW - 60_000) }, 201],
    ] as const;
    for (const [n, [dates, status]] of outside.entries())
      expect((await gate.onboard(await createDevice(`${n}`, { dates }))).status).toBe(status);
  });
});

describe('whoever asks to be let in', () => {
  it('has to sign with the key of the certificate (LG-12)', async () => {
    const gate = createGate();
    const message = { method: 'POST', target: ONBOARDING, body: bodyOf(asSent(press.certificate)) };
    const bySomebodyElse = await sign(robot.signer, message);
    expect(read(await gate.answer(received(bySomebodyElse)))).toMatchObject({
      status: 401,
      code: 'ERR_SIGNATURE_INVALID',
    });
    const unsigned = { ...bySomebodyElse, headers: { 'content-type': 'application/json' } };
    expect(read(await gate.answer(received(unsigned)))).toMatchObject({ status: 401, code: 'ERR_SIGNATURE_MISSING' });
    const good = await sign(press.signer, message);
    const swapped = { ...good, body: bodyOf(asSent(robot.certificate)) };
    expect(read(await gate.answer(received(swapped)))).toMatchObject({
      status: 400,
      code: 'ERR_CONTENT_DIGEST_MISMATCH',
    });
    expect(await gate.registry.clients()).toEqual([]);
    expect((await gate.answer(received(good))).status).toBe(201);
  });

  it('gets the same id for the same certificate, however often and however many at once (LG-03)', async () => {
    const gate = createGate();
    const first = await gate.admitted(press);
    const others = await Promise.all(Array.from({ length: 5 }, () => gate.admitted(press)));
    expect(new Set([first, ...others])).toEqual(new Set([first]));
    expect((await gate.registry.clients()).length).toBe(1);
    const apart = await Promise.all(Array.from({ length: 5 }, () => gate.admitted(robot)));
    expect(new Set(apart).size).toBe(1);
    expect(apart).not.toContain(first);
  });

  it('goes on with the same id and a renewed certificate for the same key', async () => {
    const gate = createGate();
    const clientId = await gate.admitted(press);
    expect(await gate.admitted(await createDevice('press'))).toBe(clientId);
    expect((await gate.registry.client(clientId))?.certificates.length).toBe(2);
  });

  it('may not send the same request again (LG-10)', async () => {
    const gate = createGate();
    const message = { method: 'POST', target: ONBOARDING, body: bodyOf(asSent(press.certificate)) };
    const sent = await sign(press.signer, message);
    expect((await gate.answer(received(sent))).status).toBe(201);
    expect(read(await gate.answer(received(sent)))).toMatchObject({ status: 401, code: 'ERR_SIGNATURE_REPLAYED' });
  });

  it.each([
    [
      false,
      { status: 403, error: 'Client rejected. Its certificate is not accepted here.', code: 'ERR_CLIENT_NOT_ACCEPTED' },
    ],
    [
      { detail: 'Only presses.' },
      { status: 403, error: 'Client rejected. Only presses.', code: 'ERR_CLIENT_NOT_ACCEPTED' },
    ],
    ['pending' as const, { status: 503, code: 'ERR_CLIENT_PENDING' }],
  ])('is answered as the policy decides: %s', async (verdict, expected) => {
    const asked: ClientCertificate[] = [];
    const acceptCertificate: CertificatePolicy = (certificate) => {
      asked.push(certificate);
      return verdict;
    };
    const gate = createGate({ registry: { acceptCertificate } });
    const message = { method: 'POST', target: ONBOARDING, body: bodyOf(asSent(press.certificate)) };
    const answer = await gate.answer(received(await sign(press.signer, message)));
    expect(read(answer)).toMatchObject(expected);
    expect(answer.headers['Retry-After']).toBe(expected.status === 503 ? '60' : undefined);
    expect(asked).toMatchObject([{ subject: 'CN=press', notAfter: new Date(NOW + 86_400_000) }]);
    expect(await gate.registry.clients()).toEqual([]);
  });

  it('waits until an operator has registered the certificate, and gets its id then', async () => {
    const gate = createGate({ registry: { acceptCertificate: () => 'pending' } });
    expect((await gate.onboard(press)).status).toBe(503);
    await gate.registry.register(press.certificate, { clientId: 'press-7' });
    expect(await gate.admitted(press)).toBe('press-7');
    expect((await gate.registry.client('press-7'))?.onboardedAtMs).toBe(NOW);
  });

  it('needs a certificate of the authorities that the policy names', async () => {
    const ours = acceptIssuedBy({ authorities: [rootPem], now: () => NOW });
    expect((await createGate({ registry: { acceptCertificate: ours } }).onboard(press)).status).toBe(201);
    const { signer } = authority;
    const { privateKey } = (await createAuthority('root', 'factory.example', validity)).signer;
    for (const by of [
      { ...signer, privateKey },
      { ...signer, commonName: 'Another' },
    ])
      expect(
        await createGate({ registry: { acceptCertificate: ours } }).onboard(await createDevice('x', { by })),
      ).toMatchObject({ status: 403 });
    const ended = acceptIssuedBy({ authorities: [rootPem], now: () => NOW + 2 * 86_400_000 });
    expect((await createGate({ registry: { acceptCertificate: ended } }).onboard(press)).status).toBe(403);
    for (const authorities of [[], [press.certificate], ['no PEM']])
      expect(() => acceptIssuedBy({ authorities })).toThrow(
        expect.objectContaining({ code: 'ERR_CERTIFICATE_INVALID' }),
      );
  });

  it('is refused when it was revoked, and does not become another client', async () => {
    const gate = createGate();
    const clientId = await gate.admitted(press);
    await gate.registry.revoke({ clientId }, { by: 'erika', reason: 'stolen' });
    for (const again of [press, await createDevice('press')]) {
      const response = await gate.onboard(again);
      expect([response.status, await response.json()]).toMatchObject([403, { code: 'ERR_CLIENT_REVOKED' }]);
    }
    expect((await gate.registry.clients()).length).toBe(1);
  });

  it('has to use POST, with the path and origin that it was signed for', async () => {
    const gate = createGate();
    const get = await gate.fetch(new Request(`${ORIGIN}${ONBOARDING}`));
    expect([get.status, get.headers.get('Allow')]).toEqual([405, 'POST']);
    const message = { method: 'POST', target: ONBOARDING, body: bodyOf(asSent(press.certificate)) };
    const elsewhere = await sign(press.signer, message, { origin: 'https://other.example' });
    expect((await gate.answer(received(elsewhere))).status).toBe(401);
    expect(
      (await gate.answer(received(await sign(press.signer, { ...message, target: `${ONBOARDING}/` })))).status,
    ).toBe(404);
  });
});

describe('the Symphony-based fleet manager, as a profile', () => {
  const { basePath } = profileFacts('symphony-2025');
  const manager = { profile: 'symphony-2025' as const, answer: () => Promise.reject(new Error('asked')) };
  const onboard = async (gate: ReturnType<typeof createGate>) => {
    const body = { public_certificate: asSent(press.certificate) };
    const response = await gate.fetchAs(press, 'symphony-2025')(jsonRequest('POST', `${basePath}${ONBOARDING}`, body));
    return [response.status, await response.json()];
  };

  it('has its own names and path, and refuses the same certificate with 409', async () => {
    const gate = createGate({ registry: { newClientId: () => 'client-1' }, gate: { manager } });
    expect(await onboard(gate)).toEqual([201, { client_id: 'client-1' }]);
    expect(await onboard(gate)).toEqual([409, { Error: expect.any(String) as string }]);
    expect((await gate.fetch(new Request(`${ORIGIN}${ONBOARDING}`))).status).toBe(404);
    const unsigned = await gate.fetch(new Request(`${ORIGIN}${basePath}${pathsOf('client-1').manifest}`));
    expect([unsigned.status, await unsigned.json()]).toMatchObject([401, { code: 'ERR_SIGNATURE_MISSING' }]);
  });

  it('takes a certificate that was registered beforehand once', async () => {
    const gate = createGate({ gate: { manager } });
    await gate.registry.register(press.certificate, { clientId: 'press-7' });
    expect(await onboard(gate)).toEqual([201, { client_id: 'press-7' }]);
    expect((await onboard(gate))[0]).toBe(409);
  });
});

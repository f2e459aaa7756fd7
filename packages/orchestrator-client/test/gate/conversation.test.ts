import { sign as signBytes } from 'node:crypto';
import type { Signer } from '@margo-sdk/protocol/signatures';
import { describe, expect, it } from 'vitest';
import {
  asSent,
  createDevice,
  createGate,
  jsonRequest,
  NAMESPACE,
  ORIGIN,
  pathsOf,
  read,
  received,
  sign,
} from './fixture.js';

const device = await createDevice('press');

describe('a device of the signed profile', () => {
  it('is let in, and polls under the id that it got (LG-03, LG-11, LG-12)', async () => {
    const gate = createGate();
    const clientId = await gate.admitted(device);
    expect(clientId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const response = await gate.fetchAs(device)(new Request(`${ORIGIN}${pathsOf(clientId).manifest}`));
    expect([response.status, await response.json()]).toEqual([
      200,
      { bundle: null, deployments: [], manifestVersion: 1 },
    ]);
    expect(gate.seen).toEqual([`${NAMESPACE}/client/${clientId}`]);
    expect(gate.refused).toEqual([]);
  });

  it('reports with a body that its signature covers (LG-06, LG-07)', async () => {
    const gate = createGate();
    const { capabilities } = pathsOf(await gate.admitted(device));
    const body = {
      apiVersion: 'device.margo.org/v1alpha1',
      kind: 'DeviceCapabilitiesManifest',
      properties: { id: 'gw', vendor: 'ACME', modelNumber: 'M1', serialNumber: 'S1' },
    };
    const response = await gate.fetchAs(device)(jsonRequest('POST', capabilities, body));
    expect([response.status, await response.text()]).toEqual([201, '']);
  });

  it.each(['P-256', 'P-384', 'Ed25519', 'RSA'] as const)('may have a key of the kind %s (LG-05)', async (kind) => {
    const gate = createGate();
    const other = await createDevice('other', { kind });
    const { manifest } = pathsOf(await gate.admitted(other));
    expect((await gate.fetchAs(other)(new Request(`${ORIGIN}${manifest}`))).status).toBe(200);
  });

  it.each(['rsa-pss-sha256', 'rsa-pss-sha512'] as const)(
    'may sign by %s without saying so (LG-05)',
    async (algorithm) => {
      const gate = createGate();
      const other = await createDevice('other', { kind: 'RSA', algorithm });
      const { manifest } = pathsOf(await gate.admitted(other));
      const answer = await gate.answer(received(await sign(other.signer, { method: 'GET', target: manifest })));
      expect(answer.status).toBe(200);
    },
  );

  it('may sign by rsa-v1_5-sha256, which nothing of ours does (LG-05)', async () => {
    const gate = createGate();
    const other = await createDevice('other', { kind: 'RSA' });
    const { manifest } = pathsOf(await gate.admitted(other));
    // Called another algorithm, as ours is only verified; the name is not sent.
    const signer: Signer = {
      algorithm: 'rsa-pss-sha512',
      sign: (bytes) => signBytes('sha256', bytes, other.privateKey),
    };
    const sent = received(await sign(signer, { method: 'GET', target: manifest }));
    const known = await gate.authenticate(sent);
    expect('signature' in known && known.signature.algorithm).toBe('rsa-v1_5-sha256');
  });

  it('may cover more than it has to, as the reference client does (M-57)', async () => {
    const gate = createGate();
    const { manifest } = pathsOf(await gate.admitted(device));
    const message = { method: 'GET', target: `${manifest}?x=1`, headers: { accept: '*/*' } };
    const components = ['@method', '@target-uri', '@authority', '@path', 'accept'];
    const answer = await gate.answer(received(await sign(device.signer, message, { components })));
    expect(answer.status).toBe(200);
  });

  it('may give the digest of an empty body (M-57)', async () => {
    const gate = createGate();
    const { manifest } = pathsOf(await gate.admitted(device));
    const headers = { 'content-digest': 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:' };
    const components = ['@method', '@target-uri', 'content-digest'];
    const sent = await sign(device.signer, { method: 'GET', target: manifest, headers }, { components });
    expect((await gate.answer(received(sent))).status).toBe(200);
  });

  it('gets no body for HEAD', async () => {
    const gate = createGate();
    const { manifest } = pathsOf(await gate.admitted(device));
    const sent = await sign(device.signer, { method: 'HEAD', target: manifest });
    expect(await gate.answer(received(sent))).toMatchObject({ status: 200, body: null });
    const unsigned = { ...sent, headers: {} };
    expect(await gate.answer(received(unsigned))).toMatchObject({ status: 401, body: null });
  });

  it('has an address that a proxy has changed on the way (M-57)', async () => {
    const gate = createGate({ gate: { origin: 'https://edge.example:8443/margo/' } });
    await gate.registry.register(device.certificate, { clientId: 'press-7' });
    const { manifest } = pathsOf('press-7');
    const asked = await sign(
      device.signer,
      { method: 'GET', target: `/margo${manifest}` },
      { origin: 'https://edge.example:8443' },
    );
    expect((await gate.answer(received({ ...asked, target: manifest }))).status).toBe(200);
  });

  it('asks through a proxy by a whole address', async () => {
    const gate = createGate();
    const { manifest } = pathsOf(await gate.admitted(device));
    const sent = await sign(device.signer, { method: 'GET', target: manifest });
    const whole = { ...sent, target: `http://inside.invalid:8080${manifest}` };
    expect((await gate.answer(received(whole))).status).toBe(200);
  });
});

describe('authenticate', () => {
  it('gives the caller, and the request with its body', async () => {
    const gate = createGate();
    const clientId = await gate.admitted(device);
    const message = { method: 'POST', target: pathsOf(clientId).status, body: '{"a":1}' };
    const known = await gate.authenticate(received(await sign(device.signer, message)));
    if ('answer' in known) throw new Error('refused');
    expect(known.caller).toBe(`${NAMESPACE}/client/${clientId}`);
    expect(new TextDecoder().decode(await known.request.body(7))).toBe('{"a":1}');
    expect(await known.request.body(6)).toBeUndefined();
    expect(known.signature).toMatchObject({ verified: true, label: 'sig1', algorithm: 'ecdsa-p256-sha256' });
  });

  it('knows no one on a path that names no client', async () => {
    const gate = createGate();
    for (const target of [
      '/api/v1/onboarding',
      '/api/v1/deployments',
      '/api/v1/clients/',
      '/api/v1/clients/press-7',
      '/',
    ]) {
      const known = await gate.authenticate(received(await sign(device.signer, { method: 'GET', target })));
      expect('answer' in known && read(known.answer).status).toBe(404);
    }
  });
});

describe('the root certificate', () => {
  it('can be had by anybody, when there is one to give (LG-02)', async () => {
    const path = `${ORIGIN}/api/v1/onboarding/certificate`;
    const gate = createGate({ gate: { rootCertificate: device.certificate } });
    const response = await gate.fetch(new Request(path));
    expect([response.status, await response.json()]).toEqual([200, { certificate: asSent(device.certificate) }]);
    expect((await gate.fetch(new Request(path, { method: 'DELETE' }))).headers.get('Allow')).toBe('GET, HEAD');
    expect((await createGate().fetch(new Request(path))).status).toBe(404);
  });
});

import { UnexpectedResponseError } from '@margo-sdk/protocol';
import { createOnboardingClient, type OnboardingClientOptions } from '@margo-sdk/protocol/client';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureOf, inPieces } from './observed-client.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'plant.example' });
const { certificate, privateKey } = await issuer.issueClient('wfm-1', 'press-7');
const leaf = new X509Certificate(certificate);
const json = { 'Content-Type': 'application/json' };

const observed = (
  handler: (request: Request) => Response | Promise<Response>,
  options: Partial<OnboardingClientOptions> = {},
) => {
  const seen: { method: string; url: string; redirect: string; body: string }[] = [];
  const client = createOnboardingClient({
    profile: 'rc2-signed',
    baseUrl: 'https://wfm.example.com',
    fetch: async (request) => {
      const { method, url, redirect } = request;
      seen.push({ method, url, redirect, body: await request.clone().text() });
      return handler(request);
    },
    ...options,
  });
  return { client, seen };
};
const answering = (status: number, body: unknown, options: Partial<OnboardingClientOptions> = {}) =>
  observed(() => new Response(JSON.stringify(body), { status, headers: json }), options);

afterEach(() => vi.useRealTimers());

describe('onboard', () => {
  it.each([
    ['rc2-signed', '/api/v1/onboarding', 'certificate', 'clientId'],
    ['pr1', '/api/v1/onboarding', 'certificate', 'clientId'],
    ['symphony-2025', '/v1alpha2/margo/api/v1/onboarding', 'public_certificate', 'client_id'],
  ] as const)('asks with the names of the profile %s', async (profile, path, certificateMember, clientIdMember) => {
    const { client, seen } = answering(201, { [clientIdMember]: 'client-1' }, { profile });
    expect(await client.onboard({ certificate })).toEqual({ clientId: 'client-1' });
    expect(client.profile).toBe(profile);
    expect(seen).toMatchObject([{ method: 'POST', url: `https://wfm.example.com${path}`, redirect: 'manual' }]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      apiVersion: 'onboarding.margo.org/v1alpha1',
      kind: 'OnboardingRequest',
      [certificateMember]: expect.any(String),
    });
  });

  it('sends the certificate as base64 of its PEM text, and no key that stands beside it', async () => {
    const { client, seen } = answering(201, { clientId: 'client-1' });
    await client.onboard({ certificate: `${privateKey}\nsubject=/CN=press\n${certificate}` });
    const { certificate: sent } = JSON.parse(seen[0]?.body ?? '') as { certificate: string };
    const text = Buffer.from(sent, 'base64').toString();
    expect(text).toBe(leaf.toString());
    expect(text).not.toContain('PRIVATE');
  });

  it.each([
    ['nothing', ''],
    ['a key', privateKey],
    ['another text', 'certificate'],
    ['a block of something else', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    ['a block of no base64', '-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----'],
  ])('refuses %s in place of a certificate, and does not repeat it', async (_, given) => {
    const { client, seen } = answering(201, { clientId: 'client-1' });
    const failure = await failureOf(client.onboard({ certificate: given }));
    expect(failure).toMatchObject({ code: 'ERR_CERTIFICATE_INVALID' });
    if (given.length > 20) expect(String(failure)).not.toContain(given.slice(30, 60));
    expect(seen).toEqual([]);
  });

  it.each([
    [400, 'Invalid certificate', undefined],
    [401, 'Invalid signature', 'key'],
    [403, 'Client rejected', 'operator'],
    [409, 'Device signature already exists', 'before'],
  ])('tells why it is refused: %d %s', async (status, error, hint) => {
    const { client } = answering(status, { error });
    const failure = await failureOf(client.onboard({ certificate }));
    expect(failure).toMatchObject({
      ...{ code: 'ERR_PROBLEM', status, retryable: false, problem: { title: error } },
      hint: hint === undefined ? undefined : expect.stringContaining(hint),
    });
  });

  it.each([
    ['another name', { client_id: 'a' }],
    ['no text', { clientId: 7 }],
    ['nothing', {}],
    ['null', null],
    ['a list', ['clientId']],
    ['a path', { clientId: '../admin' }],
    ['an empty id', { clientId: '' }],
    ['a dot segment', { clientId: '..' }],
    ['a query', { clientId: 'a?b' }],
    ['too long an id', { clientId: 'x'.repeat(256) }],
  ])('does not take %s for an id (LG-03)', async (_, body) => {
    const failure = await failureOf(answering(201, body).client.onboard({ certificate }));
    expect(failure).toBeInstanceOf(UnexpectedResponseError);
    expect(failure).toMatchObject({ code: 'ERR_UNEXPECTED_BODY' });
  });

  it('takes 200 as well, and no other success: 202 lets nobody in yet', async () => {
    expect(await answering(200, { clientId: 'a' }).client.onboard({ certificate })).toEqual({ clientId: 'a' });
    expect(await failureOf(answering(202, { clientId: 'a' }).client.onboard({ certificate }))).toMatchObject({
      code: 'ERR_UNEXPECTED_STATUS',
    });
  });

  it('follows no redirect', async () => {
    const { client } = observed(
      () => new Response(null, { status: 307, headers: { Location: 'https://evil.example' } }),
    );
    expect(await failureOf(client.onboard({ certificate }))).toMatchObject({ code: 'ERR_REDIRECT_REFUSED' });
  });

  it('stops reading where an answer is too long', async () => {
    const { body, pulled } = inPieces(new Uint8Array(1024), 1_000_000);
    const { client } = observed(() => new Response(body, { status: 201, headers: json }), { maxBytes: 4096 });
    expect(await failureOf(client.onboard({ certificate }))).toMatchObject({ code: 'ERR_BODY_TOO_LARGE' });
    expect(pulled).toEqual({ pieces: 5, cancelled: true });
  });

  it('is over when time is, and when its caller says so', async () => {
    vi.useFakeTimers();
    const { client } = observed(() => new Promise<never>(() => undefined), { timeoutMs: 5_000 });
    const failure = failureOf(client.onboard({ certificate }));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await failure).toMatchObject({ code: 'ERR_TIMEOUT' });
    expect(await failureOf(client.onboard({ certificate, signal: AbortSignal.abort() }))).toMatchObject({
      code: 'ERR_ABORTED',
    });
  });
});

describe('getRootCertificate', () => {
  const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
  const wrapped = base64(leaf.raw).replace(/(.{64})/g, '$1\r\n');

  it.each([
    ['base64 of PEM', base64(certificate)],
    ['base64 of DER', base64(leaf.raw)],
    ['base64 of DER in lines', wrapped],
    ['PEM', certificate],
    ['PEM with carriage returns', certificate.replaceAll('\n', '\r\n')],
  ])('reads %s, and gives PEM (LG-02)', async (_, written) => {
    const { client, seen } = answering(200, { certificate: written });
    expect(await client.getRootCertificate()).toBe(leaf.toString());
    expect(seen).toMatchObject([{ method: 'GET', url: 'https://wfm.example.com/api/v1/onboarding/certificate' }]);
  });

  it('gives all certificates where there are several', async () => {
    const twice = leaf.toString() + leaf.toString();
    expect(await answering(200, { certificate: base64(twice) }).client.getRootCertificate()).toBe(twice);
  });

  it.each([
    ['nothing', ''],
    ['another text', '*'],
    ['base64 of something else', base64('hello')],
    ['half a certificate', base64(leaf.raw.subarray(0, 200))],
    ['a certificate with something behind it', base64(Buffer.concat([leaf.raw, leaf.raw]))],
    ['a key', base64(privateKey)],
  ])('refuses %s', async (_, written) => {
    const { client } = answering(200, { certificate: written });
    expect(await failureOf(client.getRootCertificate())).toMatchObject({ code: 'ERR_UNEXPECTED_BODY' });
  });

  it('tells when there is none to be had', async () => {
    const { client } = answering(404, { error: 'No certificate here' });
    expect(await failureOf(client.getRootCertificate())).toMatchObject({ status: 404, code: 'ERR_PROBLEM' });
  });
});

describe('createOnboardingClient', () => {
  it('refuses addresses that would send a device somewhere else or in the clear', () => {
    for (const baseUrl of ['http://wfm.example.com', 'https://wfm.example.com/margo', 'https://a:b@wfm.example.com'])
      expect(() => answering(201, {}, { baseUrl })).toThrow(expect.objectContaining({ code: 'ERR_BASE_URL_INVALID' }));
    expect(() => answering(201, {}, { basePath: '../x' })).toThrow(
      expect.objectContaining({ code: 'ERR_BASE_PATH_INVALID' }),
    );
  });
});

import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createOnboardingClient } from '@margo-sdk/protocol/client';
import type { SignedProfile } from '@margo-sdk/protocol';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import {
  createOnboardingFile,
  fetchRootCertificate,
  onboardDevice,
  type OnboardDeviceOptions,
  type OnboardedDevice,
} from '../../src/index.js';
import { createHandClock } from '../support/hand-clock.js';
import { createMemoryFileSystem } from '../support/memory-file-system.js';
import { until } from '../support/until.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'plant.example' });
const [{ certificate }, { certificate: renewed }] = await Promise.all([
  issuer.issueClient('wfm-1', 'press-7'),
  issuer.issueClient('wfm-1', 'press-7'),
]);
const WFM = 'https://wfm.example.com';
const FILE = '/device/onboarding.json';

/** A fleet manager that calls each certificate by a name of its own, and a device whose disk outlives it. */
const createPlant = (profile: SignedProfile = 'rc2-signed') => {
  const names = new Map<string, string>();
  const clock = createHandClock();
  const retries: { code: unknown; inMs: number }[] = [];
  const plant = {
    clock,
    disk: createMemoryFileSystem(),
    retries,
    /** How often somebody asked to be let in. */
    asked: 0,
    /** Answers in another way than the fleet manager would. */
    intercept: (): Response | undefined => undefined,
    onboard: (options: Partial<OnboardDeviceOptions> = {}): Promise<OnboardedDevice> =>
      onboardDevice({
        client: createOnboardingClient({
          profile,
          baseUrl: WFM,
          fetch: async (request) => {
            plant.asked += 1;
            const sent = (await request.json()) as Readonly<Record<string, string>>;
            const key = sent['certificate'] ?? sent['public_certificate'] ?? '';
            const clientId = names.get(key) ?? `client-${names.size + 1}`;
            const answer = plant.intercept();
            if (answer !== undefined) return answer;
            names.set(key, clientId);
            return Response.json(profile === 'symphony-2025' ? { client_id: clientId } : { clientId }, { status: 201 });
          },
        }),
        fleetManager: WFM,
        certificate,
        store: createOnboardingFile({ file: FILE, fileSystem: plant.disk }),
        clock,
        random: () => 0.5,
        onRetry: (error, inMs) => retries.push({ code: (error as { code?: unknown }).code, inMs }),
        ...options,
      }),
  };
  return plant;
};

const refusal = (status: number, member = 'error', headers: Record<string, string> = {}): Response =>
  Response.json({ [member]: 'The certificate is not wanted here' }, { status, headers });

describe('a device that is to be let in', () => {
  it.each(['rc2-signed', 'pr1', 'symphony-2025'] as const)(
    'asks once in the profile %s, and knows its id after every restart',
    async (profile) => {
      const plant = createPlant(profile);
      expect(await plant.onboard()).toEqual({ clientId: 'client-1', asked: true });
      expect(await plant.onboard()).toEqual({ clientId: 'client-1', asked: false });
      expect(await plant.onboard({ fleetManager: new URL(WFM) })).toEqual({ clientId: 'client-1', asked: false });
      expect(plant.asked).toBe(1);
    },
  );

  it('asks again with another certificate, and at another fleet manager', async () => {
    const plant = createPlant();
    await plant.onboard();
    expect(await plant.onboard({ certificate: renewed })).toEqual({ clientId: 'client-2', asked: true });
    expect(await plant.onboard({ certificate: renewed })).toMatchObject({ asked: false });
    expect(await plant.onboard({ certificate: renewed, fleetManager: 'https://other.example.com' })).toMatchObject({
      asked: true,
    });
    expect(plant.asked).toBe(3);
  });

  it('goes on asking while nobody answers, more and more seldom, and at most once a minute', async () => {
    const plant = createPlant();
    let left = 9;
    plant.intercept = () => {
      if (left === 0) return undefined;
      left -= 1;
      if (left % 3 === 0) throw new TypeError('fetch failed');
      return left % 3 === 1 ? new Response('Bad gateway', { status: 502 }) : refusal(503);
    };
    const onboarded = plant.onboard();
    for (let at = 1; at <= 9; at += 1) {
      await until(() => plant.retries.length === at && plant.clock.pending().length === 1);
      plant.clock.turn(plant.clock.pending()[0] ?? 0);
    }
    expect(await onboarded).toEqual({ clientId: 'client-1', asked: true });
    expect(plant.retries.map(({ inMs }) => inMs)).toEqual([
      500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
    expect(plant.retries.map(({ code }) => code).slice(0, 3)).toEqual(['ERR_PROBLEM', 'ERR_PROBLEM', 'ERR_NETWORK']);
  });

  it('waits as long as the fleet manager says', async () => {
    const plant = createPlant();
    plant.intercept = () => (plant.asked === 1 ? refusal(503, 'error', { 'Retry-After': '120' }) : undefined);
    const onboarded = plant.onboard();
    await until(() => plant.clock.pending().length === 1);
    expect(plant.clock.pending()[0]).toBeGreaterThanOrEqual(120_000);
    plant.clock.turn(121_000);
    expect(await onboarded).toMatchObject({ clientId: 'client-1' });
  });

  it.each([400, 401, 403])('is told when it is refused with %d, and does not ask again by itself', async (status) => {
    const plant = createPlant();
    plant.intercept = () => refusal(status);
    await expect(plant.onboard()).rejects.toMatchObject({
      code: 'ERR_PROBLEM',
      status,
      message: expect.stringContaining('not wanted here') as string,
    });
    expect(plant.asked).toBe(1);
    // Accepted meanwhile.
    plant.intercept = () => undefined;
    expect(await plant.onboard()).toEqual({ clientId: 'client-1', asked: true });
  });

  it('is told what to do when its certificate was let in before and its id is lost (symphony-2025)', async () => {
    const plant = createPlant('symphony-2025');
    plant.intercept = () => refusal(409, 'Error');
    await expect(plant.onboard()).rejects.toMatchObject({ status: 409, hint: expect.stringContaining('id') as string });
  });

  it('gives up when it is called off, while it asks and while it waits', async () => {
    const plant = createPlant();
    const off = new AbortController();
    plant.intercept = () => refusal(503);
    const waiting = plant.onboard({ signal: off.signal });
    await until(() => plant.clock.pending().length === 1);
    off.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    await expect(plant.onboard({ signal: off.signal })).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(plant.clock.pending()).toEqual([]);
  });

  it('gives up after as many attempts as it was told', async () => {
    const plant = createPlant();
    plant.intercept = () => refusal(503);
    await expect(plant.onboard({ retry: { maxAttempts: 1 } })).rejects.toMatchObject({ status: 503 });
    expect(plant.retries).toEqual([]);
  });

  it('needs a certificate and an address', async () => {
    const plant = createPlant();
    await expect(plant.onboard({ certificate: 'none' })).rejects.toMatchObject({ code: 'ERR_CERTIFICATE_INVALID' });
    await expect(plant.onboard({ fleetManager: 'none' })).rejects.toMatchObject({ code: 'ERR_OPTION_INVALID' });
    expect(plant.asked).toBe(0);
  });
});

describe('the memory of having been let in', () => {
  it('survives a stop at any moment between the answer and the last write: the device has the same id', async () => {
    const whole = createPlant();
    await whole.onboard();
    for (let call = 1; call <= whole.disk.calls(); call += 1)
      for (const when of ['before', 'after'] as const) {
        const plant = createPlant();
        plant.disk.dieAt(call, when);
        await expect(plant.onboard()).rejects.toThrow('The file system is gone.');
        plant.disk.revive({ powerCut: true });
        expect(await plant.onboard(), `${when} call ${call}`).toMatchObject({ clientId: 'client-1' });
        expect(await plant.onboard()).toEqual({ clientId: 'client-1', asked: false });
      }
  });

  it.each([
    ['cut off', '{"clientId":"cli'],
    ['something else', '[1,2]'],
    ['no id', '{"clientId":"","fleetManager":"https://wfm.example.com/","fingerprint":"AB"}'],
    ['an endless file', ' '.repeat(100_000)],
    ['no text', '\u{fffd}'],
  ])('counts as none when its file holds %s', async (_, text) => {
    const plant = createPlant();
    await plant.onboard();
    plant.disk.files.set(FILE, new TextEncoder().encode(text));
    expect(await plant.onboard()).toEqual({ clientId: 'client-1', asked: true });
  });
});

describe('the root certificate of a fleet manager', () => {
  const { certificate: root } = issuer.authority().root;
  const client = { getRootCertificate: async () => root };
  const { fingerprint256 } = new X509Certificate(root);

  it.each([fingerprint256, fingerprint256.replaceAll(':', '').toLowerCase()])(
    'is taken when it is the one that the operator means: %s (LG-02)',
    async (fingerprint) => {
      const pem = await fetchRootCertificate({ client, fingerprint });
      expect(new X509Certificate(pem).fingerprint256).toBe(fingerprint256);
    },
  );

  it('is refused when it is another one, or nobody has said which one is meant (LG-02)', async () => {
    const { fingerprint256: other } = new X509Certificate(certificate);
    const fetched = fetchRootCertificate({ client, fingerprint: other });
    await expect(fetched).rejects.toMatchObject({ code: 'ERR_ROOT_CERTIFICATE_REFUSED' });
    await expect(fetchRootCertificate({ client, fingerprint: '' })).rejects.toMatchObject({
      code: 'ERR_OPTION_INVALID',
    });
  });

  it('comes alone: what stands behind it is not trusted with it', async () => {
    const two = { getRootCertificate: async () => `${root}\n${certificate}` };
    const pem = await fetchRootCertificate({ client: two, fingerprint: fingerprint256 });
    expect(pem.match(/BEGIN/g)).toHaveLength(1);
  });
});

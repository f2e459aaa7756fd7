import { describe, expect, it } from 'vitest';
import {
  createDevelopmentIssuer,
  createFakeSignedFleetManager,
  createManualClock,
  FAULTS,
  signWrongly,
  type SignatureFaultName,
} from '../../src/index.js';

const NOW = new Date('2026-06-01T12:00:00Z');
const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example', now: () => NOW });
const names = FAULTS.filter(({ name }) => name.startsWith('signature/')).map(({ name }) => name as SignatureFaultName);

const refused = FAULTS.filter(({ name, outcome }) => name.startsWith('signature/') && outcome === 'refused').map(
  ({ name }) => name as SignatureFaultName,
);

describe('a fleet manager that is tested with wrong signatures', () => {
  it.each(refused.filter((name) => !name.includes('onboarding')))(
    '%s: is found out when it verifies nothing',
    async (name) => {
      const clock = createManualClock(NOW.getTime());
      const { baseUrl, ...fleet } = createFakeSignedFleetManager({ clock });
      const client = { clientId: 'press-7', credentials: await issuer.issueClient('line-1', 'press-7') };
      /** Whoever a path names is who asks. */
      const believing = (request: Request): Promise<Response> =>
        fleet.fetchAs(fleet.registry.idOf(/clients\/([^/]+)/.exec(request.url)?.[1] ?? ''))(request);
      const answer = await signWrongly(name, {
        fetch: (request) => (request.url.endsWith('/onboarding') ? fleet.fetch(request) : believing(request)),
        baseUrl,
        issuer,
        client,
        now: clock.now,
        revoke: () => undefined,
      });
      expect({ name, ...answer }).toMatchObject({ asExpected: false });
    },
  );

  it('is not asked to revoke anything without a way to do so', async () => {
    const { fetch, baseUrl } = createFakeSignedFleetManager({ clock: createManualClock(NOW.getTime()) });
    const found = signWrongly('signature/revoked', { fetch, baseUrl, issuer, now: () => NOW.getTime() });
    await expect(found).rejects.toMatchObject({ code: 'ERR_OPTION_INVALID' });
  });

  it('has to let a device in that is right', async () => {
    const clock = createManualClock(NOW.getTime());
    const { fetch, baseUrl } = createFakeSignedFleetManager({ clock, acceptCertificate: () => false });
    const found = signWrongly('signature/none', { fetch, baseUrl, issuer, now: clock.now });
    await expect(found).rejects.toMatchObject({ code: 'ERR_CLIENT_NOT_ACCEPTED' });
  });
});

describe('a device that signs wrongly', () => {
  it.each(names)('%s: gets from a fake what a correct fleet manager gives', async (name) => {
    const clock = createManualClock(NOW.getTime());
    const { fetch, baseUrl, registry, refused } = createFakeSignedFleetManager({ clock });
    const answer = await signWrongly(name, {
      fetch,
      baseUrl,
      issuer,
      now: clock.now,
      revoke: (clientId) => registry.revoke({ clientId }, { by: 'test', reason: 'test' }),
    });
    expect({ name, ...answer }).toMatchObject({ asExpected: true });
    expect(refused.map(({ code }) => code)).toEqual(answer.code === undefined ? [] : [answer.code]);
  });
});

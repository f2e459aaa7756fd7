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

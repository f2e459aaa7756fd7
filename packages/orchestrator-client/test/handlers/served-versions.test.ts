import { describe, expect, it } from 'vitest';
import { createServedVersions } from '../../src/handlers/served-versions.js';
import { MANAGER, PRESS, ROBOT } from '../fixture.js';

describe('what clients were served', () => {
  it('is remembered for so many of them, and forgotten first of the one that was served longest ago (M-62)', () => {
    const served = createServedVersions(2);
    served.note(PRESS, 1n);
    served.note(ROBOT, 4n);
    served.note(PRESS, 2n);
    served.note(MANAGER, 7n);
    expect([PRESS, ROBOT, MANAGER].map((client) => served.get(client))).toEqual([2n, undefined, 7n]);
  });
});

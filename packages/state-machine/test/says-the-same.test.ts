import type { DeploymentSnapshot } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { saysTheSame } from '../src/report.js';

type Told = NonNullable<DeploymentSnapshot['told']>;

const error = { code: 'BROKEN', source: 'broker', message: 'broken' };

const TOLD: Told = {
  status: { state: 'failed', error },
  components: [
    { name: 'broker', state: 'failed', error },
    { name: 'store', state: 'pending' },
  ],
};

const withComponent = (index: number, change: Partial<Told['components'][number]>): Told => ({
  ...TOLD,
  components: TOLD.components.with(index, { ...TOLD.components[index]!, ...change }),
});

describe('what is worth a report (L-19)', () => {
  test('not the same, said again', () => {
    expect(saysTheSame(structuredClone(TOLD), TOLD)).toBe(true);
  });

  test.each<[string, Told]>([
    ['another overall state', { ...TOLD, status: { state: 'installing', error } }],
    ['an overall error that is gone', { ...TOLD, status: { state: 'failed' } }],
    ['another overall message', { ...TOLD, status: { state: 'failed', error: { ...error, message: 'other' } } }],
    ['another state of a component', withComponent(1, { state: 'installing' })],
    ['another name of a component', withComponent(1, { name: 'dashboard' })],
    ['an error that is new', withComponent(1, { error })],
    ['another code', withComponent(0, { error: { ...error, code: 'OTHER' } })],
    ['another source', withComponent(0, { error: { ...error, source: 'store' } })],
    ['another message', withComponent(0, { error: { ...error, message: 'other' } })],
    ['one component less', { ...TOLD, components: TOLD.components.slice(0, 1) }],
  ])('%s', (_, now) => {
    expect(saysTheSame(now, TOLD)).toBe(false);
    expect(saysTheSame(TOLD, now)).toBe(false);
  });
});

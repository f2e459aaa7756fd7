import { lifecycleActor, nextLifecycle, startLifecycle, type LifecycleEmitted } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { createDevice } from './support/device.js';
import { PLACES } from './support/places.js';
import { DEPLOYMENT_ID, digestOf, revision } from './support/revisions.js';

const started = () => {
  const emitted: LifecycleEmitted[] = [];
  const actor = createActor(lifecycleActor(), { input: { from: DEPLOYMENT_ID } });
  actor.on('*', (effect) => emitted.push(effect));
  actor.start();
  return { actor, emitted };
};
const contextOf = ({ actor }: ReturnType<typeof started>) => actor.getSnapshot().context;

describe('a lifecycle actor', () => {
  test('begins where nothing is known, or at a snapshot', () => {
    expect(contextOf(started())).toEqual(startLifecycle({ deploymentId: DEPLOYMENT_ID }));
    const from = PLACES['applying, pausing']().snapshot;
    const actor = createActor(lifecycleActor(), { input: { from } });
    expect(actor.start().getSnapshot().context).toEqual(from);
  });

  test('emits what nextLifecycle gives, in that order', () => {
    const { actor, emitted } = started();
    const adopt = { type: 'adopt', revision: revision('broker', 1n) } as const;
    actor.send(adopt);
    const outcome = nextLifecycle(startLifecycle({ deploymentId: DEPLOYMENT_ID }), adopt);
    expect(emitted).toEqual(outcome.effects);
    expect(emitted.map(({ type }) => type)).toEqual(['report', 'check']);
    expect(actor.getSnapshot().context).toEqual(outcome.snapshot);
  });

  test('goes from a wish to installed, and on to removed, by what its listener answers', () => {
    const { actor, emitted } = started();
    actor.on('check', ({ digest }) => actor.send({ type: 'checked', digest }));
    actor.on('run', ({ step }) => actor.send({ type: 'step.succeeded', step: step.number }));
    actor.send({ type: 'adopt', revision: revision('broker store', 1n) });
    expect(actor.getSnapshot().context.phase).toBe('installed');
    actor.send({ type: 'withdraw', manifestVersion: 2n });
    expect(actor.getSnapshot().context.phase).toBe('removed');
    expect(emitted.at(-1)).toEqual({ type: 'forget', deploymentId: DEPLOYMENT_ID });
    expect(emitted.filter(({ type }) => type === 'event.refused')).toEqual([]);
  });

  test('tells that an event was refused, and goes on from where it stood', () => {
    const { actor, emitted } = started();
    actor.send({ type: 'adopt', revision: revision('broker', 1n) });
    const before = actor.getSnapshot().context;
    emitted.length = 0;
    actor.send({ type: 'retry' });
    expect(emitted).toMatchObject([
      { type: 'event.refused', error: { code: 'ERR_TRANSITION_REFUSED', state: 'checking' } },
    ]);
    expect(actor.getSnapshot().context).toBe(before);
    expect(actor.getSnapshot().status).toBe('active');
    actor.send({ type: 'checked', digest: digestOf('broker') });
    expect(actor.getSnapshot().context.phase).toBe('preparing');
  });

  test('tells that a revision cannot have a lifecycle, and goes on (ST-04)', () => {
    const { actor, emitted } = started();
    actor.send({ type: 'adopt', revision: revision('broker broker', 1n) });
    expect(emitted).toMatchObject([{ type: 'event.refused', error: { code: 'ERR_REVISION_INVALID' } }]);
    expect(actor.getSnapshot().context.phase).toBe('unadopted');
    actor.send({ type: 'adopt', revision: revision('broker', 1n) });
    expect(actor.getSnapshot().context.phase).toBe('checking');
  });

  test('follows its policy', () => {
    const device = createDevice();
    device.want('broker', 1n);
    device.settle();
    const emitted: string[] = [];
    for (const gaveUp of ['ignore', 'fail'] as const) {
      const logic = lifecycleActor({ ...device.policy, gaveUp });
      const actor = createActor(logic, { input: { from: device.snapshot } });
      actor.on('*', ({ type }) => emitted.push(type));
      actor.start().send({ type: 'component.gaveUp', component: 'broker', error: { code: 'E', message: 'm' } });
    }
    expect(emitted).toEqual(['event.refused', 'report']);
  });

  test('is kept and started again like any actor', () => {
    const first = started();
    first.actor.send({ type: 'adopt', revision: revision('broker', 1n) });
    const kept: unknown = JSON.parse(JSON.stringify(first.actor.getPersistedSnapshot()));
    first.actor.stop();
    const snapshot = kept as ReturnType<typeof first.actor.getSnapshot>;
    const actor = createActor(lifecycleActor(), { input: { from: DEPLOYMENT_ID }, snapshot });
    const emitted: LifecycleEmitted[] = [];
    actor.on('*', (effect) => emitted.push(effect));
    actor.start();
    expect(actor.getSnapshot().context).toEqual(contextOf(first));
    // A restart is an event here as everywhere (L-17).
    actor.send({ type: 'resumed', workloads: [] });
    expect(emitted.map(({ type }) => type)).toEqual(['report', 'check']);
  });
});

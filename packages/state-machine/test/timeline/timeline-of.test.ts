import { readRun, timelineOf } from '@margo-sdk/state-machine';
import { describe, expect, it } from 'vitest';
import { NIGHT, process, record, report, START, step, told } from './record.js';

const at = (seconds: number): number => START + seconds * 1000;
const span = (from: number, to: number) => ({ fromMs: at(from), toMs: at(to) });
const of = (...lines: readonly string[]) => timelineOf(readRun(record(...lines)));

describe('a timeline', () => {
  const timeline = timelineOf(readRun(NIGHT));
  const [deployment] = timeline.deployments;
  const broker = deployment?.components.find(({ name }) => name === 'broker');

  it('goes from the first line to the last', () => {
    expect(timeline).toMatchObject(span(0, 15));
    expect(timelineOf([])).toEqual({ fromMs: 0, toMs: 0, deployments: [], outages: [] });
  });

  it('has the reported states of each component, one after the other', () => {
    expect(broker?.states).toEqual([
      { state: 'pending', ...span(0, 2) },
      { state: 'installing', ...span(2, 15) },
      { state: 'installed', ...span(15, 15) },
    ]);
    expect(deployment?.states.map(({ state }) => state)).toEqual(['pending', 'installing', 'installed']);
  });

  it('ends the states of a component that no report lists any more', () => {
    expect(deployment?.components.map(({ name }) => name)).toEqual(['broker', 'dashboard']);
    expect(deployment?.components.map(({ listed }) => listed)).toEqual([true, false]);
    expect(deployment?.components[1]?.states).toEqual([{ state: 'pending', ...span(0, 15) }]);
    const back = of(
      told(0, report('pending', { a: 'pending', b: 'pending' })),
      told(1, report('pending', { a: 'pending' })),
      told(5, report('pending', { a: 'pending', b: 'pending' })),
      told(6, report('installing', { a: 'installing', b: 'pending' })),
    );
    expect(back.deployments[0]?.components[1]?.states).toEqual([
      { state: 'pending', ...span(0, 1) },
      { state: 'pending', ...span(5, 6) },
    ]);
  });

  it('has every attempt at a step, what came of it, and when the next was due', () => {
    expect(broker?.steps).toEqual([
      { number: 1, attempt: 1, kind: 'prepare', outcome: 'succeeded', ...span(1, 2) },
      {
        number: 2,
        attempt: 1,
        kind: 'install',
        outcome: 'failed',
        error: { code: 'IMAGE_PULL', message: 'The image could not be fetched.' },
        retryMs: at(5.5),
        ...span(2, 4),
      },
      // L-17: nobody knows how far it came; the last sign of life was at 7.
      { number: 3, attempt: 2, kind: 'install', outcome: 'cut off', appliedMs: at(7), ...span(6, 7) },
      { number: 4, attempt: 1, kind: 'install', outcome: 'succeeded', ...span(13, 15) },
    ]);
  });

  it('tells a crash from a stop', () => {
    expect(timeline.outages).toEqual([{ ...span(7, 12), unexpected: true }]);
    const stopped = of(
      process(0, 'process.started'),
      process(4, 'process.stopped'),
      process(9, 'process.started'),
      process(10, 'process.stopped'),
      told(12, report('pending', { a: 'pending' })),
    );
    expect(stopped.outages).toEqual([
      { ...span(4, 9), unexpected: false },
      { ...span(10, 12), unexpected: false },
    ]);
  });

  it('says when which version was adopted, what was refused, and what was rolled back', () => {
    expect(deployment?.adoptions).toEqual([
      { atMs: at(0), manifestVersion: '7' },
      { atMs: at(15), manifestVersion: '8' },
    ]);
    const error = { code: 'NOT_ELIGIBLE', message: 'The device is too small.' };
    const [refused] = of(
      told(3, { type: 'refused', error }),
      told(4, { type: 'rollback.started' }),
      told(6, { type: 'rollback.ended', error }),
      told(7, { type: 'rollback.started' }),
      told(8, { type: 'refused', error }),
    ).deployments;
    expect(refused?.refusals.map(({ atMs }) => atMs)).toEqual([at(3), at(8)]);
    expect(refused?.rollbacks).toEqual([{ ...span(4, 6), error }, span(7, 8)]);
  });

  it('keeps what failed with its error, and begins anew when the error is another one', () => {
    const failed = (code: string) => ({
      ...report('failed', {}),
      components: [{ name: 'a', state: 'failed' as const, error: { code, message: 'No.' } }],
    });
    const [only] = of(told(0, failed('X')), told(1, failed('X')), told(2, failed('Y'))).deployments;
    expect(only?.components[0]?.states).toEqual([
      { state: 'failed', error: { code: 'X', message: 'No.' }, ...span(0, 2) },
      { state: 'failed', error: { code: 'Y', message: 'No.' }, ...span(2, 2) },
    ]);
    expect(only?.states[0]?.error?.code).toBe('X');
  });

  it('tells deployments apart, and steps that have not answered', () => {
    const two = of(
      told(0, report('pending', { a: 'pending' }), 'one'),
      told(1, { type: 'step.started', step: step(1, 'a') }, 'one'),
      told(2, report('pending', { a: 'pending' }), 'two'),
      told(3, { type: 'step.started', step: step(1, 'a') }, 'two'),
      told(4, { type: 'step.cancelled', step: step(1, 'a') }, 'two'),
    );
    expect(two.deployments.map(({ deploymentId }) => deploymentId)).toEqual(['one', 'two']);
    expect(two.deployments.map(({ components }) => components[0]?.steps)).toEqual([
      [{ number: 1, attempt: 1, kind: 'install', outcome: 'running', ...span(1, 4) }],
      [{ number: 1, attempt: 1, kind: 'install', outcome: 'cancelled', ...span(3, 4) }],
    ]);
  });

  it('makes the best of a part of a record, and of a clock that is set back', () => {
    const part = of(
      told(5, { type: 'step.succeeded', step: step(9, 'a', 'upgrade') }),
      told(1, { type: 'step.started', step: step(10, 'a') }),
      told(2, { type: 'step.started', step: step(10, 'a') }),
      told(7, report('installed', { a: 'installed' })),
    );
    expect(part).toMatchObject(span(5, 7));
    expect(part.deployments[0]?.components[0]?.steps).toEqual([
      { number: 9, attempt: 1, kind: 'upgrade', outcome: 'succeeded', ...span(5, 5) },
      { number: 10, attempt: 1, kind: 'install', outcome: 'cut off', ...span(5, 5) },
      { number: 10, attempt: 1, kind: 'install', outcome: 'running', ...span(5, 7) },
    ]);
  });
});

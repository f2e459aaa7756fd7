import { readRun, RunError } from '@margo-sdk/state-machine';
import { describe, expect, it } from 'vitest';
import { ID, NIGHT, process, record, report, START, step, told } from './record.js';

const failureOf = (text: string, options?: Parameters<typeof readRun>[1]): RunError => {
  try {
    readRun(text, options);
  } catch (error) {
    if (error instanceof RunError) return error;
    throw error;
  }
  throw new Error('It was read.');
};
const withEvent = (event: unknown): string => record(JSON.stringify({ at: START, deploymentId: ID, event }));

describe('a run record', () => {
  it('is read line by line, with empty lines and either end of line', () => {
    expect(readRun(NIGHT)).toHaveLength(14);
    expect(readRun(`\ufeff${record(process(0, 'process.started')).replaceAll('\n', '\r\n\r\n')}`)).toEqual([
      { at: START, event: { type: 'process.started' } },
    ]);
    expect(readRun('{"margoRun":1}')).toEqual([]);
  });

  it('keeps what it knows and nothing else', () => {
    const text = withEvent({ type: 'refused', error: { code: 'X', message: 'No.', stack: 'secret' }, more: 1 });
    expect(readRun(text)).toEqual([
      { at: START, deploymentId: ID, event: { type: 'refused', error: { code: 'X', message: 'No.' } } },
    ]);
  });

  it('may end within a line, or go on after one that was cut off with the power', () => {
    const [first = '', second = ''] = [told(1, report('pending', { a: 'pending' })), process(2, 'process.started')];
    expect(readRun(`${record(first)}${second.slice(0, 20)}`)).toHaveLength(1);
    expect(readRun(`${record(first.slice(0, 30) + '{"margoRun":1}')}${second}\n`)).toHaveLength(1);
  });

  it.each([
    ['', 1, 'empty text'],
    ['id: 1\n', 1, '{"margoRun":1}'],
    ['{"margoRun":2}\n', 1, '{"margoRun":1}'],
    [record('nonsense', process(0, 'process.started')), 2, 'Line 2 is not JSON.'],
    [record(process(0, 'process.started'), '[1]'), 3, 'Line 3: Expected an object'],
    [record('null'), 2, 'Line 2: Expected an object'],
    [record('{"at":-1,"event":{"type":"process.started"}}'), 2, 'entry.at'],
    [record('{"at":9e15,"event":{"type":"process.started"}}'), 2, 'milliseconds since 1970'],
    [record('{"at":1}'), 2, 'entry.event'],
    [record('{"at":1,"event":{"type":"step.started"}}'), 2, 'entry.deploymentId'],
    [withEvent({ type: 'toString' }), 2, 'a known type of event'],
    [withEvent({ type: '__proto__' }), 2, 'a known type of event'],
    [withEvent({ type: 'report', state: 'updating' }), 2, 'entry.event.state'],
    [withEvent({ ...report('pending', { a: 'pending' }), adoptedManifestVersion: 7 }), 2, 'decimal digits'],
    [withEvent({ type: 'step.started', step: { ...step(1, 'a'), kind: 'explode' } }), 2, 'entry.event.step.kind'],
    [withEvent({ type: 'step.failed', step: step(1, 'a'), retryable: true }), 2, 'entry.event.error'],
  ])('that is not one is refused, with the line: %j', (text, line, said) => {
    const error = failureOf(text);
    expect(error).toMatchObject({ code: 'ERR_RUN_INVALID', line });
    expect(error.message).toContain(said);
    expect(error.hint).toMatch(/\.$/);
  });

  it('never has its values repeated in a complaint', () => {
    expect(failureOf(withEvent({ type: 'report', state: 'hunter2' })).message).not.toContain('hunter2');
  });

  it('is bounded', () => {
    expect(failureOf(NIGHT, { maxLength: 100 }).message).toContain('100 characters');
    expect(failureOf(NIGHT, { maxLines: 3 })).toMatchObject({ line: 4 });
    expect(failureOf(record('\n'.repeat(30_000))).message).toContain('20000 lines');
    expect(failureOf(`{"margoRun":1}\n${'['.repeat(1_000_000)}\n`).code).toBe('ERR_RUN_INVALID');
  });
});

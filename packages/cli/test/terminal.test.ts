import { terminalOf } from '@margo-sdk/cli';
import { describe, expect, it } from 'vitest';
import { nearest } from '../src/nearest.js';
import { createWorkbench } from './support/workbench.js';

const { margo, file } = createWorkbench();

describe('colours', () => {
  const colours = (isTTY: boolean, env: Record<string, string>): boolean =>
    terminalOf({ stdout: { isTTY, write: () => true }, stderr: { write: () => true }, env }).colours;
  it('are for people only, and only where NO_COLOR is not set', () => {
    expect(colours(true, {})).toBe(true);
    expect(colours(false, {})).toBe(false);
    expect(colours(true, { NO_COLOR: '1' })).toBe(false);
    expect(colours(true, { TERM: 'dumb' })).toBe(false);
  });
  it('mark the weight of an issue', async () => {
    const { out } = await margo(['validate', file('margo.yaml', 'x: 1')], { colours: true });
    expect(out).toContain('\u001b[31merror');
  });
});

describe('the status line', () => {
  const record = (isTTY: boolean) => {
    let text = '';
    const stderr = { isTTY, columns: 10, write: (part: string) => (text += part) };
    return { terminal: terminalOf({ stdout: { write: () => true }, stderr, env: {} }), text: () => text };
  };
  it('is redrawn, fits into a line, and makes room for what is said', () => {
    const { terminal, text } = record(true);
    terminal.status('1 of 2: margo.yaml');
    terminal.err('said');
    terminal.status('');
    expect(text()).toBe('\r\u001b[K1 of 2: m\r\u001b[Ksaid\n');
  });
  it('is not there in a pipe', () => {
    const { terminal, text } = record(false);
    terminal.status('1 of 2');
    expect(text()).toBe('');
  });
});

describe('the nearest name', () => {
  it.each([
    ['vaildate', ['validate', 'explain'], ['validate']],
    ['AD-O6', ['AD-06', 'AD-16', 'PM-01'], ['AD-06']],
    ['xyz', ['validate', 'explain'], []],
    ['StateManifest', ['statemanifest'], ['statemanifest']],
  ])('to %s among %j is %j', (given, names, expected) => {
    expect(nearest(given, names).slice(0, 1)).toEqual(expected);
  });
});

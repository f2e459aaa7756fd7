import { describe, expect, it } from 'vitest';
import type { Terminal } from '@margo-sdk/cli';
import { createDisplay } from '../../src/demo/display.js';
import { SCENES } from '../../src/demo/scenes.js';
import { difference, lineOf } from '../../src/demo/timeline.js';

describe('comparing what was seen with what was expected', () => {
  it('finds nothing where both say the same', () => {
    expect(difference(['a', 'b'], ['a', 'b'])).toEqual([]);
  });
  it.each([
    [['a'], ['a', 'b']],
    [['a', 'b'], ['a']],
    [
      ['b', 'a'],
      ['a', 'b'],
    ],
    [[], ['a']],
  ])('finds %j instead of %j', (seen, expected) => {
    expect(difference(seen, expected).join()).toContain('!');
  });
});

describe('the play', () => {
  it('expects what the one place that derives the overall state derives', async () => {
    const { aggregateState, STATES } = await import('@margo-sdk/spec-model');
    for (const line of SCENES.flatMap(({ expected }) => expected)) {
      const [overall, rest = ''] = line.split(': ');
      const states = rest.split(', ').map((part) => STATES.find((state) => part.endsWith(` ${state}`)) ?? 'failed');
      expect(aggregateState(states), line).toBe(overall);
    }
  });
  it('says a report in one line', () => {
    expect(lineOf({ status: { state: 'installing' }, components: [{ name: 'a', state: 'installing' }] })).toBe(
      'installing: a installing',
    );
  });
});

describe('the display', () => {
  const record = (interactive: boolean) => {
    let text = '';
    const terminal: Terminal = {
      interactive,
      colours: false,
      out: (line) => void (text += `${line}\n`),
      write: (raw) => void (text += raw),
      err: () => {},
      status: () => {},
    };
    return { display: createDisplay(terminal), text: () => text };
  };
  const standing = { overall: 'failed', components: [{ name: 'broker', state: 'failed' }] } as const;

  it('writes plain lines into a pipe, and nothing that is redrawn', () => {
    const { display, text } = record(false);
    display.line('one');
    display.stand(standing);
    display.line('two');
    display.close();
    expect(text()).toBe('one\ntwo\n');
  });

  it('keeps where everything stands below the lines where a person looks', () => {
    const { display, text } = record(true);
    display.stand(standing);
    display.line('one');
    expect(text()).toBe(
      '\n  deployment  ✗ failed\n  broker      ✗ failed\n' +
        '\u001b[3A\u001b[Jone\n' +
        '\n  deployment  ✗ failed\n  broker      ✗ failed\n',
    );
  });
});

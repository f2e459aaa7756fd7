import { readRun, timelineOf, timelineSvg } from '@margo-sdk/state-machine';
import { describe, expect, it } from 'vitest';
import { NIGHT, process, record, report, step, told } from './record.js';

const draw = (text: string, options?: Parameters<typeof timelineSvg>[1]): string =>
  timelineSvg(timelineOf(readRun(text)), options);

/** Elements, as far as they are well formed: throws where one is not closed in order. */
const elementsOf = (svg: string): Map<string, number> => {
  const counts = new Map<string, number>();
  const open: string[] = [];
  for (const [tag, end, name = '', closed] of svg.matchAll(/<(\/?)([a-z]+)(?: [a-z-]+="[^"<>]*")*(\/?)>/gi)) {
    if (end) expect(open.pop(), tag).toBe(name);
    else {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (!closed) open.push(name);
    }
  }
  expect(open).toEqual([]);
  expect(svg.replace(/<\/?[a-z]+(?: [a-z-]+="[^"<>]*")*\/?>/gi, '')).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|#39);)/);
  return counts;
};
const titlesOf = (svg: string): string[] => [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, text = '']) => text);
const wordsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);

describe('the picture of a run', () => {
  const svg = draw(NIGHT);

  it('is one well formed document with a title and a description', () => {
    expect(elementsOf(svg).get('svg')).toBe(1);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="960" height="\d+(\.\d+)?"/);
    expect(svg).toContain('<title id="margo-title">Deployment ad9b614e-8912-45f4-a523-372358765def</title>');
    expect(svg).toMatch(/<desc id="margo-desc">[^<]*broker installed, dashboard no longer listed\.<\/desc>/);
  });

  it('needs nothing from elsewhere and runs nothing', () => {
    const without = svg.replace('http://www.w3.org/2000/svg', '');
    expect(without).not.toMatch(/https?:|script|href|@import|<style|<foreignObject|\son[a-z]+=/i);
    for (const [, target] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(svg).toContain(`<pattern id="${target}"`);
  });

  it('tells about every state, attempt, adoption and outage where somebody points', () => {
    expect(titlesOf(svg)).toEqual(
      expect.arrayContaining([
        'broker pending from 0 s to 2 s (2 s)',
        'broker installing from 2 s to 15 s (13 s)',
        'broker installed since 15 s',
        'prepare broker, attempt 1: succeeded from 1 s to 2 s (1 s)',
        'install broker, attempt 1: failed from 2 s to 4 s (2 s); IMAGE_PULL The image could not be fetched.; next attempt due after 1.5 s',
        'install broker, attempt 2: cut off from 6 s to 7 s (1 s); in place after 1 s',
        'Manifest 8 adopted after 15 s',
        'The device was cut off; nothing is known from 7 s to 12 s (5 s)',
        'The record ends after 15 s',
      ]),
    );
  });

  it('can be read without colours: states are written, and each looks otherwise', () => {
    expect(wordsOf(svg)).toEqual(
      expect.arrayContaining(['pending', 'installing', 'installed', 'cut off', 'manifest 7']),
    );
    const all = draw(
      record(told(0, report('failed', { a: 'pending', b: 'installing', c: 'removing', d: 'removed', e: 'failed' }))),
    );
    for (const text of ['pending', 'installing', 'removing', 'removed', 'failed: IMAGE_PULL'])
      expect(wordsOf(all)).toContain(text);
  });

  it('shows the last state although it has only just begun', () => {
    const bar = /<title>broker installed since 15 s<\/title>\n<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/.exec(svg);
    expect(Number(bar?.[2])).toBeGreaterThan(40);
  });

  it('has an axis with times that people count in', () => {
    expect(wordsOf(svg)).toEqual(expect.arrayContaining(['0 s', '2 s', '14 s']));
    const ticks = (seconds: number) =>
      wordsOf(draw(record(process(0, 'process.started'), process(seconds, 'process.started')))).filter((word) =>
        /^\d+ (ms|s|min|h|d)/.test(word),
      );
    expect(ticks(0.004)).toContain('2 ms');
    expect(ticks(200)).toContain('1 min 30 s');
    expect(ticks(7200)).toContain('1 h 15 min');
    expect(ticks(10 * 86400)).toContain('2 d');
    expect(ticks(6e9).length).toBeLessThan(30);
  });

  it('is the same for the same run, and has no number with a long tail', () => {
    expect(draw(NIGHT)).toBe(svg);
    expect(svg).not.toMatch(/\d\.\d{3}|NaN|Infinity|undefined/);
  });

  it('takes what a record holds as text and never as markup', () => {
    const evil = `</text><script>alert(1)</script>&"'\u0000\u202e\ud800`;
    const text = record(
      told(0, report('failed', { [evil]: 'failed' }), evil),
      told(1, { type: 'step.started', step: step(1, evil) }, evil),
      told(2, { type: 'refused', error: { code: evil, message: evil } }, evil),
    );
    const drawn = draw(text, { title: evil });
    elementsOf(drawn);
    expect(drawn).not.toMatch(/<script|\p{Cf}|\p{Cs}/u);
    expect(drawn.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(drawn).toContain('&lt;script&gt;');
  });

  it('keeps names in their column, and gives each deployment its own part', () => {
    const name = 'x'.repeat(500);
    const two = draw(
      record(
        told(0, report('pending', { [name]: 'pending' }), 'one'),
        told(1, report('pending', { a: 'pending' }), 'two'),
      ),
    );
    expect(two).toContain('<title id="margo-title">2 deployments</title>');
    expect(wordsOf(two)).toEqual(expect.arrayContaining(['Deployment one', 'Deployment two']));
    expect(two).toMatch(/<\/title>x{20,40}…<\/text>/);
  });

  it('is as wide as asked for, within reason', () => {
    for (const [width, taken] of [
      [1200, 1200],
      [1, 480],
      [Number.NaN, 480],
      [1e9, 4000],
    ] as const)
      expect(draw(NIGHT, { width })).toContain(`width="${taken}"`);
  });

  it('is drawn even from as much as a record can hold', () => {
    const lines = Array.from({ length: 4500 }, (_, index) =>
      told(index, report('pending', { [`c${index % 50}`]: index % 2 ? 'pending' : 'installing' }, String(index))),
    );
    elementsOf(draw(record(...lines)));
  });
});

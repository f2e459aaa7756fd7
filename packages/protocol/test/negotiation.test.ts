import { accepts, mediaTypeOf } from '@margo-sdk/protocol';
import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';

const manifest = MEDIA_TYPES.manifest;

describe('negotiation', () => {
  it('takes anything when there is no Accept (DS-05)', () => {
    expect(accepts(null, manifest)).toBe(true);
    expect(accepts('', manifest)).toBe(true);
  });

  it.each([
    manifest,
    manifest.toUpperCase(),
    '*/*',
    'application/*',
    `text/html, ${manifest}; q=0.1`,
    'text/html;q=0.9, */*;q=0.1',
    `*/*;q=0, ${manifest}`,
    `${manifest}; charset=utf-8`,
    `text/html;title="a,b;q=0", ${manifest}`,
    ` , ${manifest} ,`,
    `${manifest};q=1.000`,
  ])('takes %s (M-30)', (header) => {
    expect(accepts(header, manifest)).toBe(true);
  });

  it.each([
    'text/html',
    'application/json',
    'application/vnd.margo.manifest.v2+json',
    `${manifest};q=0`,
    `${manifest};q=0.000, application/json`,
    `*/*, ${manifest};q=0`,
    '*/*;q=1, application/*;q=0',
    'text/*',
    '*',
    `${manifest};q=2`,
    `${manifest};q=-1`,
    `text/html;title="${manifest}"`,
    `"${manifest}"`,
  ])('refuses %s (DS-04)', (header) => {
    expect(accepts(header, manifest)).toBe(false);
  });

  it('goes by the higher weight where one range stands twice', () => {
    expect(accepts(`${manifest};q=0, ${manifest};q=0.5`, manifest)).toBe(true);
  });

  it('reads a long hostile header in one pass', () => {
    expect(accepts('"\\'.repeat(50_000), manifest)).toBe(false);
  });

  it('compares a Content-Type without its parameters (RFC 9110 §8.3.1)', () => {
    expect(mediaTypeOf('Application/Problem+JSON ; charset=utf-8')).toBe(MEDIA_TYPES.problem);
    expect(mediaTypeOf(null)).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import {
  fleetManagerIdOf,
  margoIdentityOf,
  parseSpiffeId,
  spiffeIdOf,
  trustDomainOf,
} from '../../src/identity/index.js';

const REFUSED = expect.objectContaining({ code: 'ERR_SPIFFE_ID_INVALID' }) as Error;

describe('SPIFFE ids', () => {
  it.each([
    'spiffe://factory.example',
    'spiffe://factory.example/margo/wfm/line-1',
    'spiffe://f_1.example/A.b-c_d/...',
    `spiffe://${'d'.repeat(255)}/x`,
    `spiffe://d/${'x'.repeat(2048 - 11)}`,
  ])('accepts %.60s', (text) => {
    expect(parseSpiffeId(text)).toBe(text);
  });

  it.each([
    ['another scheme', 'https://factory.example/x'],
    ['a scheme in upper case', 'SPIFFE://factory.example/x'],
    ['no trust domain', 'spiffe:///x'],
    ['an upper-case trust domain', 'spiffe://Factory.example/x'],
    ['a port', 'spiffe://factory.example:443/x'],
    ['a user', 'spiffe://me@factory.example/x'],
    ['a query', 'spiffe://factory.example/x?y'],
    ['a fragment', 'spiffe://factory.example/x#y'],
    ['percent-encoding', 'spiffe://factory.example/%78'],
    ['a tilde, which only an early draft allowed (WP-01)', 'spiffe://factory.example/margo/wfm/a~b'],
    ['a trailing slash', 'spiffe://factory.example/x/'],
    ['an empty segment', 'spiffe://factory.example/x//y'],
    ['a dot segment', 'spiffe://factory.example/./x'],
    ['a double-dot segment', 'spiffe://factory.example/x/../y'],
    ['a trust domain of 256 bytes', `spiffe://${'d'.repeat(256)}/x`],
    ['2049 bytes', `spiffe://d/${'x'.repeat(2048 - 10)}`],
    ['a line end', 'spiffe://factory.example/x\n'],
    ['a letter that is not ASCII', 'spiffe://factory.example/é'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(() => parseSpiffeId(text)).toThrow(REFUSED);
  });

  it('recognises the two Margo forms and writes them back', () => {
    const manager = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1');
    const client = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7');
    expect(margoIdentityOf(manager)).toEqual({
      role: 'fleet-manager',
      trustDomain: 'factory.example',
      wfmId: 'line-1',
    });
    expect(margoIdentityOf(client)).toEqual({
      role: 'client',
      trustDomain: 'factory.example',
      wfmId: 'line-1',
      clientId: 'press-7',
    });
    for (const id of [manager, client]) expect(spiffeIdOf(margoIdentityOf(id)!)).toBe(id);
  });

  it.each([
    '',
    '/margo',
    '/margo/wfm',
    '/x/wfm/a',
    '/margo/x/a',
    '/margo/wfm/a/client',
    '/margo/wfm/a/x/b',
    '/margo/wfm/a/client/b/c',
  ])('sees no party of the interface in the path "%s" (WP-11)', (path) => {
    const id = parseSpiffeId(`spiffe://factory.example${path}`);
    expect(margoIdentityOf(id)).toBeUndefined();
    expect(() => fleetManagerIdOf(id)).toThrow(REFUSED);
  });

  it.each(['', '.', '..', 'a/b', 'a b', 'a~b', 'ä'])('refuses "%s" as a part of an id (WP-01, WP-08)', (part) => {
    const trustDomain = 'factory.example';
    expect(() => spiffeIdOf({ role: 'fleet-manager', trustDomain, wfmId: part })).toThrow(REFUSED);
    expect(() => spiffeIdOf({ role: 'client', trustDomain, wfmId: 'line-1', clientId: part })).toThrow(REFUSED);
    expect(() => spiffeIdOf({ role: 'fleet-manager', trustDomain: part, wfmId: 'line-1' })).toThrow(REFUSED);
  });

  it('derives the expected fleet manager from the own id (WP-14)', () => {
    const client = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7');
    const manager = fleetManagerIdOf(client);
    expect(manager).toBe('spiffe://factory.example/margo/wfm/line-1');
    expect(fleetManagerIdOf(manager)).toBe(manager);
    expect(trustDomainOf(client)).toBe('factory.example');
  });
});

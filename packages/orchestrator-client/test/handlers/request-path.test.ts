import { describe, expect, it } from 'vitest';
import { readRequestPath } from '../../src/handlers/request-path.js';

describe('the path of a request', () => {
  it.each([
    '/api/v1/deployments',
    '/api/v1/capabilities/gw/a',
    '/api/v1/capabilities/gw%2Fa',
    '/api/v1/capabilities/gw%2F..',
    '/api/v1/bundles/sha256:00',
    '/api/v1/capabilities/a..b/...',
    '//evil.example/api/v1/deployments',
    '/%00',
  ])('is kept as it was sent: %s', (target) => {
    expect(readRequestPath(target)).toBe(target);
  });

  it.each([
    '/api/v1/capabilities/..',
    '/api/v1/capabilities/gw/../x',
    '/api/v1/capabilities/./gw',
    '/api/v1/capabilities/gw/%2e%2E/x',
    '/api/v1/capabilities/gw/.%2e',
    '/api/v1\\deployments',
    '/api/v1/deployments#x',
    '/api/v1/deployments#',
    '/api/v1/capabilities/a"b',
    '/api/v1/capabilities/ä',
    '*',
    '',
    'api/v1/deployments',
    'ftp://wfm.example.com/api/v1/deployments',
    'https://wfm.example.com',
  ])('is refused when a URL parser would make another path of it: %s (M-52)', (target) => {
    expect(readRequestPath(target)).toBeUndefined();
  });

  it('ends where the query begins, and the query is nothing that it checks', () => {
    expect(readRequestPath('/api/v1/bundles/sha256:00?x=../y')).toBe('/api/v1/bundles/sha256:00');
  });

  it('may be a whole URL; its host plays no part (RFC 9112 §3.2.2)', () => {
    expect(readRequestPath('HTTPS://u:p@evil.example:99/api/v1/deployments?x')).toBe('/api/v1/deployments');
  });
});

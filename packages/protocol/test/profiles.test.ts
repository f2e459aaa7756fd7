import { joinBasePath, sha256Digest, wirePath } from '@margo-sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const pathOf = (path: string): string => new URL(path, 'https://wfm.example.com').pathname;

describe('wire profile rc3', () => {
  it('keeps the slash of a child device (M-52)', () => {
    expect(wirePath('capabilities', { deviceId: 'gateway1/deviceA' })).toBe('/api/v1/capabilities/gateway1/deviceA');
  });

  it('writes a digest in a URL as in the manifest (DS-29)', async () => {
    const digest = await sha256Digest(new Uint8Array());
    expect(wirePath('bundle', { digest })).toBe(`/api/v1/bundles/${digest}`);
    expect(pathOf(wirePath('deployment', { deploymentId: 'd', digest }))).toBe(`/api/v1/deployments/d/${digest}`);
  });

  it('knows the other resources', () => {
    expect(wirePath('stateManifest', {})).toBe('/api/v1/deployments');
    expect(wirePath('deploymentStatus', { deploymentId: 'd' })).toBe('/api/v1/deployments/d/status');
  });

  it.each(['.', '..', '', 'a//b', '/a', 'a/', 'gw/../other', 'gw/.', '\ud800'])(
    'refuses the device id %j (M-52)',
    (deviceId) => {
      expect(() => wirePath('capabilities', { deviceId })).toThrow(
        expect.objectContaining({ code: 'ERR_PATH_PARAMETER_INVALID' }),
      );
    },
  );

  it('refuses a parameter that is missing', () => {
    expect(() => wirePath('bundle', {} as { digest: string })).toThrow(
      expect.objectContaining({ code: 'ERR_PATH_PARAMETER_INVALID' }),
    );
  });

  it('never lets a value reach another resource', () => {
    expect(wirePath('deployment', { deploymentId: '../../x?y#z', digest: 'a/b' })).toBe(
      '/api/v1/deployments/..%2F..%2Fx%3Fy%23z/a%2Fb',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (deploymentId) => {
        fc.pre(deploymentId !== '.' && deploymentId !== '..');
        const parts = pathOf(wirePath('deploymentStatus', { deploymentId })).split('/');
        expect(parts).toHaveLength(6);
        expect(decodeURIComponent(parts[4] ?? '')).toBe(deploymentId);
      }),
    );
  });

  it('puts a base path in front (M-04)', () => {
    for (const base of ['/v1alpha2/margo', 'v1alpha2/margo', '/v1alpha2/margo/'])
      expect(joinBasePath(base, '/api/v1/deployments')).toBe('/v1alpha2/margo/api/v1/deployments');
    for (const none of ['', '/']) expect(joinBasePath(none, '/api')).toBe('/api');
  });

  it.each(['//evil.example', '/a/../b', '/a?b', '/a#b', '/a b', '/%2e%2e', 'https://evil.example', '/{x}'])(
    'refuses the base path %j (M-04)',
    (base) => {
      expect(() => joinBasePath(base, '/api')).toThrow(expect.objectContaining({ code: 'ERR_BASE_PATH_INVALID' }));
    },
  );
});

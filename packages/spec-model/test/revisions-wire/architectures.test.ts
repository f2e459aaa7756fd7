import { describe, expect, it } from 'vitest';
import { cases, check, error, warning } from './cases.js';
import { rc2SignedCapabilities } from './documents.js';

describe('architectures of rc2-signed', () => {
  const path = ['properties', 'cpu', 0, 'architecture'];

  cases('DeviceCapabilitiesManifest', 'rc2-signed', rc2SignedCapabilities, [
    [
      'x86_64 is amd64',
      (d) => (d.properties.cpu[0].architecture = 'x86_64'),
      warning('CP-03', path, '"x86_64" is read as amd64.'),
    ],
    ['one that nobody knows', (d) => (d.properties.cpu[0].architecture = 'sparc'), error('CP-03', path)],
    ['one that is no text', (d) => (d.properties.cpu[0].architecture = 64), error('CP-03', path)],
    ['processors that are no list', (d) => (d.properties.cpu = { cores: 4 }), error('CP-03', ['properties', 'cpu'])],
  ]);

  it('are given as the specification has them', () => {
    const document = rc2SignedCapabilities();
    document.properties.cpu.push({ cores: 2, architecture: 'aarch64' });
    const result = check('DeviceCapabilitiesManifest', 'rc2-signed', document);
    expect(result).toMatchObject({
      ok: true,
      value: { properties: { cpu: [{ architecture: 'arm64' }, { cores: 2, architecture: 'arm64' }] } },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { checkDocument, safeParseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import { capabilities, changed, type Loose } from '../documents.js';

const read = (change: (properties: Loose) => void) => {
  const text = changed(capabilities(), (d) => change(d.properties), 'json');
  const result = safeParseDeviceCapabilitiesManifest(text);
  return {
    properties: result.ok ? result.value.properties : undefined,
    said: result.issues.map(({ rule, severity, path, line, message }) => ({
      rule,
      severity,
      path: path.join('.'),
      message,
      source: text.split('\n')[(line ?? 0) - 1]?.trim(),
    })),
  };
};

describe('capabilities of devices that use names of their own', () => {
  it('count unknown runtimes and deployment types as custom, once, and say what came (CAP-12, M-13)', () => {
    const { properties, said } = read((p) => {
      p.supportedRuntimes = ['oci', 'wasm', 'unikernel'];
      p.supportedDeploymentTypes = ['nomad', 'custom'];
    });
    expect(properties?.supportedRuntimes).toEqual(['oci', 'custom']);
    expect(properties?.supportedDeploymentTypes).toEqual(['custom']);
    expect(said).toEqual([
      {
        rule: 'CP-00',
        severity: 'warning',
        path: 'properties.supportedRuntimes.1',
        message: '"wasm" is not known and is read as custom.',
        source: '"wasm",',
      },
      {
        rule: 'CP-00',
        severity: 'warning',
        path: 'properties.supportedRuntimes.2',
        message: '"unikernel" is not known and is read as custom.',
        source: '"unikernel"',
      },
      {
        rule: 'CP-00',
        severity: 'warning',
        path: 'properties.supportedDeploymentTypes.0',
        message: '"nomad" is not known and is read as custom.',
        source: '"nomad",',
      },
    ]);
  });

  it.each([
    ['x86_64', 'amd64'],
    ['aarch64', 'arm64'],
  ])('read the architecture %s as %s (A-16)', (came, architecture) => {
    const { properties, said } = read(
      (p) =>
        (p.cpus = [
          { cores: 1, architecture: 'arm' },
          { cores: 2, architecture: came },
        ]),
    );
    expect(properties?.cpus).toEqual([
      { cores: 1, architecture: 'arm' },
      { cores: 2, architecture },
    ]);
    expect(said).toMatchObject([
      {
        rule: 'CP-03',
        severity: 'warning',
        path: 'properties.cpus.1.architecture',
        message: `"${came}" is read as ${architecture}.`,
      },
    ]);
  });

  it.each(['59 Gi', '59Gi'])('say nothing about an amount of %s (A-15)', (memory) => {
    const { properties, said } = read((p) => (p.memory = memory));
    expect([properties?.memory, said]).toEqual([memory, []]);
  });

  it('still refuse what is no name, at the place where it stands', () => {
    const { properties, said } = read((p) => {
      p.supportedRuntimes = ['wasm', 'unikernel', 5];
      p.cpus = [{ cores: 1, architecture: 'constructor' }];
    });
    expect(properties).toBeUndefined();
    expect(said).toContainEqual(
      expect.objectContaining({ severity: 'error', path: 'properties.supportedRuntimes.2', source: '5' }),
    );
    expect(said).toContainEqual(
      expect.objectContaining({ rule: 'CP-03', severity: 'error', path: 'properties.cpus.0.architecture' }),
    );
  });

  it.each([
    { properties: [] },
    { properties: null },
    { properties: { id: 'a', supportedRuntimes: {}, cpus: [null, 1] } },
  ])('are refused without a crash: %j', (document) => {
    expect(safeParseDeviceCapabilitiesManifest(JSON.stringify(document)).ok).toBe(false);
  });

  it('are tolerated as well where the kind of the document is recognised', () => {
    const text = changed(capabilities(), (d) => (d.properties.supportedRuntimes = ['wasm']), 'json');
    expect(checkDocument(text)).toMatchObject({
      kind: 'DeviceCapabilitiesManifest',
      result: { ok: true, value: { properties: { supportedRuntimes: ['custom'] } } },
    });
  });
});

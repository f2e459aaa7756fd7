import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDeviceId, safeParseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { linuxInterfaces } from '../../src/capabilities/collect/linux-interfaces.js';
import { collectCapabilities, type CollectOptions, type MachineFacts } from '../../src/index.js';

const GIBIBYTE = 2 ** 30;

const machine = (facts: Partial<MachineFacts> = {}): MachineFacts => ({
  cores: () => 4,
  architecture: () => 'x64',
  memoryBytes: () => 8 * GIBIBYTE - 1,
  storageBytes: async () => 2048 * GIBIBYTE,
  interfaces: async () => [
    { name: 'lo', type: undefined, isVirtual: true },
    { name: 'docker0', type: 'ethernet', isVirtual: true },
    { name: 'eth0', type: 'ethernet', isVirtual: false },
    { name: 'wlan0', type: 'wifi', isVirtual: false },
    { name: 'ib0', type: undefined, isVirtual: false },
  ],
  ...facts,
});

const options = (types: readonly string[], facts?: Partial<MachineFacts>): CollectOptions => ({
  id: parseDeviceId('press-7'),
  vendor: 'Example',
  modelNumber: 'P7',
  serialNumber: '0042',
  runtimes: [{ supports: (type) => types.includes(type) }],
  storageFolder: '/data',
  otelCollector: true,
  machine: machine(facts),
});

const accepted = (document: unknown): void => {
  const read = safeParseDeviceCapabilitiesManifest(JSON.stringify(document));
  expect(read.issues).toEqual([]);
};

describe('what a machine offers', () => {
  it('is found out: processors, memory, storage and interfaces (CAP-06, CAP-07, CAP-08)', async () => {
    const document = await collectCapabilities(options(['helm', 'compose']));
    expect(document).toEqual({
      properties: {
        id: 'press-7',
        vendor: 'Example',
        modelNumber: 'P7',
        serialNumber: '0042',
        cpus: [{ cores: 4, architecture: 'amd64' }],
        memory: '8191Mi',
        storage: '2Ti',
        peripherals: [],
        interfaces: [{ type: 'ethernet' }, { type: 'wifi' }],
        otelCollector: true,
        supportedRuntimes: ['oci'],
        supportedDeploymentTypes: ['helm', 'compose'],
      },
    });
    accepted(document);
  });

  it.each([
    ['x64', 'amd64'],
    ['arm64', 'arm64'],
    ['arm', 'arm'],
    ['riscv64', undefined],
  ])('has the architecture %s reported as %s', async (architecture, reported) => {
    const { properties } = await collectCapabilities(options(['helm'], { architecture: () => architecture }));
    expect(properties.cpus?.[0]?.architecture).toBe(reported);
  });

  it('is nothing but an identity without a runtime (CAP-09)', async () => {
    const document = await collectCapabilities(options([]));
    expect(Object.keys(document.properties)).toEqual(['id', 'vendor', 'modelNumber', 'serialNumber']);
    accepted(document);
  });

  it('can be something of its own, with labels to choose it by (CAP-17, CAP-18)', async () => {
    const labels = { 'example.com/firmware': true };
    const document = await collectCapabilities({ ...options(['custom']), labels });
    expect(document.properties.supportedRuntimes).toEqual(['custom']);
    expect(document.labels).toEqual(labels);
    accepted(document);
  });

  it('is found out of the machine that runs this test', async () => {
    const { machine: _, ...others } = options(['helm']);
    const document = await collectCapabilities({ ...others, storageFolder: tmpdir() });
    expect(document.properties.cpus?.[0]?.cores).toBeGreaterThan(0);
    expect(document.properties.memory).toMatch(/^[1-9]\d*(Mi|Gi)$/);
    expect(document.properties.storage).toMatch(/^[1-9]\d*(Mi|Gi|Ti)$/);
    accepted(document);
  });
});

describe('what Linux says about interfaces', () => {
  const withInterfaces = async (
    interfaces: Readonly<Record<string, Readonly<Record<string, string | null>>>>,
  ): Promise<unknown> => {
    const folder = await mkdtemp(join(tmpdir(), 'net-'));
    try {
      for (const [name, entries] of Object.entries(interfaces)) {
        await mkdir(join(folder, name));
        for (const [entry, text] of Object.entries(entries))
          await (text === null ? mkdir(join(folder, name, entry)) : writeFile(join(folder, name, entry), text));
      }
      return await linuxInterfaces(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  it('tells wires, radios, modems and field buses apart, and real ones from others', async () => {
    expect(
      await withInterfaces({
        can0: { type: '280\n', uevent: 'INTERFACE=can0\n', device: null },
        docker0: { type: '1\n', uevent: 'DEVTYPE=bridge\nINTERFACE=docker0\n' },
        eth0: { type: '1\n', uevent: 'INTERFACE=eth0\n', device: null },
        lo: { type: '772\n', uevent: 'INTERFACE=lo\n' },
        wlan0: { type: '1\n', uevent: 'DEVTYPE=wlan\nINTERFACE=wlan0\n', device: null },
        wlan1: { type: '1\n', uevent: '', device: null, wireless: null },
        wwan0: { type: '65534\n', uevent: 'DEVTYPE=wwan\n', device: null },
        gone: {},
      }),
    ).toEqual([
      { name: 'can0', type: 'canbus', isVirtual: false },
      { name: 'docker0', type: 'ethernet', isVirtual: true },
      { name: 'eth0', type: 'ethernet', isVirtual: false },
      { name: 'gone', type: undefined, isVirtual: true },
      { name: 'lo', type: undefined, isVirtual: true },
      { name: 'wlan0', type: 'wifi', isVirtual: false },
      { name: 'wlan1', type: 'wifi', isVirtual: false },
      { name: 'wwan0', type: 'cellular', isVirtual: false },
    ]);
  });
});

import type { Revision } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import type { Loose } from '../../documents.js';
import { before, some, stranger, vendors, word } from './basics.js';
import { netInterface, peripheral } from './constraints.js';

const identity = { id: fc.constant('edge-1'), vendor: word, modelNumber: word, serialNumber: word };
const processor = some(
  { cores: fc.integer({ min: 1, max: 64 }), architecture: fc.constantFrom('amd64', 'arm64', 'arm') },
  ['cores'],
);
const listed = {
  memory: fc.nat(99).map((n) => `${n} Gi`),
  storage: fc.nat(99).map((n) => `${n}Ti`),
  peripherals: fc.array(peripheral, { maxLength: 2 }),
  interfaces: fc.array(netInterface, { maxLength: 2 }),
};

/** Capabilities of a revision. */
export const capabilities = (revision: Revision): fc.Arbitrary<Loose> => {
  const all = (members: Record<string, fc.Arbitrary<unknown>>) => fc.record(members, { noNullPrototype: true });
  const own = (): Record<string, fc.Arbitrary<unknown>> => {
    if (revision === 'predraft-2024-10') {
      return {
        roles: fc.subarray(['standalone cluster', 'cluster lead', 'Standalone Device'], { minLength: 1 }),
        resources: all({
          memory: fc.constantFrom('64.0 GB', '512 MB', '8 Gi', 64),
          storage: fc.constantFrom('2000 GB', '1 TB'),
          cpus: fc.array(
            all({
              architecture: fc.constantFrom('Intel x64', 'aarch64', 'arm'),
              cores: fc.constant(4),
              frequency: word,
            }),
            {
              minLength: 1,
              maxLength: 2,
            },
          ),
        }),
        peripherals: fc.array(
          all({
            name: word,
            type: fc.constantFrom('GPU', 'Camera'),
            modelNumber: word,
            properties: all({ manufacturer: word, ram: word }),
          }),
          { maxLength: 2 },
        ),
        interfaces: fc.array(
          all({ name: word, type: fc.constantFrom('Ethernet', 'Wi-Fi'), properties: all({ maxSpeed: word }) }),
          {
            maxLength: 2,
          },
        ),
      };
    }
    if (revision === 'pr1') {
      const architecture = fc.constantFrom('amd64', 'x86_64', 'arm64');
      return {
        roles: fc.subarray(['Standalone Cluster', 'Cluster Leader', 'Standalone Device'], { minLength: 1 }),
        resources: all({ cpu: all({ cores: fc.constant(4), architecture }), ...listed }),
      };
    }
    const late = revision === 'rc3' || revision === 'rc2-mtls';
    return {
      [late ? 'cpus' : 'cpu']: fc.array(processor, { minLength: 1, maxLength: 2 }),
      ...listed,
      otelCollector: fc.constant(true),
      supportedRuntimes: fc.subarray(late ? ['oci', 'custom'] : ['oci'], { minLength: 1 }),
      supportedDeploymentTypes: fc.subarray(late ? ['helm', 'compose', 'custom'] : ['helm', 'compose'], {
        minLength: 1,
      }),
    };
  };
  const properties = fc
    .tuple(all({ ...identity, ...own() }), some(stranger))
    .map(([known, more]) => ({ ...known, ...more }));
  const old = before(revision, 'rc2-mtls');
  const first = revision === 'predraft-2024-10';
  return some(
    {
      ...(old
        ? {
            apiVersion: fc.constant(first ? 'device.margo/v1' : 'device.margo.org/v1alpha1'),
            kind: fc.constant(first ? 'DeviceCapabilities' : 'DeviceCapabilitiesManifest'),
          }
        : {
            labels: fc.dictionary(
              word.map((name) => `example.com/${name}`),
              word,
              { maxKeys: 2, noNullPrototype: true },
            ),
          }),
      properties,
      ...vendors(revision),
    },
    ['properties', ...(old ? ['apiVersion', 'kind'] : [])],
  );
};

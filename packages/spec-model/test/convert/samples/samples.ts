import type { ConversionDecisions, DocumentName, Revision } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import type { Loose } from '../../documents.js';
import { capabilities } from './capabilities.js';
import { deployment } from './deployments.js';
import { description } from './descriptions.js';
import { manifest, status } from './wire.js';

/** A generated document, and the answers to all that its conversion can ask. */
export interface Sample {
  readonly name: DocumentName;
  readonly revision: Revision;
  readonly document: Loose;
  readonly decisions: ConversionDecisions;
}

const DECISIONS: ConversionDecisions = {
  profileIds: ['first', 'second', 'third'],
  components: Object.fromEntries(
    ['helm', 'compose'].flatMap((type) =>
      [0, 1, 2, 3, 4, 5].map((n) => [
        `${type}-${n}`,
        {
          repository: `oci://registry.example/${type}-${n}`,
          revision: `1.0.${n}`,
          packageLocation: `https://example.com/${n}.tar.gz`,
        },
      ]),
    ),
  ),
  deviceId: 'edge-1',
  adoptedManifestVersion: 7,
  deploymentName: 'hello',
  clientId: '1234',
  status: 401,
  capabilities: {
    cpus: [{ cores: 4 }],
    memory: '16Gi',
    storage: '100Gi',
    peripherals: [],
    interfaces: [],
    otelCollector: true,
    supportedRuntimes: ['oci'],
    supportedDeploymentTypes: ['helm'],
  },
};

const DOCUMENTS: Partial<Record<DocumentName, (revision: Revision) => fc.Arbitrary<Loose>>> = {
  ApplicationDescription: description,
  ApplicationDeployment: deployment,
  DeviceCapabilitiesManifest: capabilities,
  DeploymentStatusManifest: status,
  StateManifest: manifest,
};

/** The kinds of documents that are generated. */
export const GENERATED = Object.keys(DOCUMENTS) as DocumentName[];

/** Documents of one kind in one revision, valid there. */
export const sampleOf = (name: DocumentName, revision: Revision): fc.Arbitrary<Sample> =>
  (DOCUMENTS[name]?.(revision) ?? fc.constant({})).map((document) => ({
    name,
    revision,
    document,
    decisions: DECISIONS,
  }));
